/** School identifier (学校标识码, rules STD-03): ten digits, of which the third and fourth are the province. */
import { compact, faulty, sound, type Checked } from "./types.ts";

/**
 * Checks a school identifier. It has no check digit; that its province is another than the school's is only doubtful,
 * for a school keeps its number when a boundary moves.
 * @param region GB/T 2260 code of the school, if known
 */
export function checkSchoolCode(text: string, region?: string): Checked {
  const code = compact(text);
  if (!/^\d{10}$/.test(code))
    return faulty(
      "form",
      `学校标识码为 10 位数字，这里是“${code.slice(0, 20)}”`,
      `A school identifier has ten digits, this is “${code.slice(0, 20)}”`,
    );
  const province = code.slice(2, 4);
  if (region && province !== region.slice(0, 2))
    return sound(code, {
      code: "province",
      zh: `第 3–4 位的省份代码 ${province} 与所在地区 ${region} 不一致`,
      en: `The province in digits 3 and 4, ${province}, is not that of the region ${region}`,
    });
  return sound(code);
}
