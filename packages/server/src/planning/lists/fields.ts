import { SHOWN } from "@tixi/engines/indicators";
import type { EntryContent, ListKind, PolicyContent } from "./content.ts";

/**
 * What a row says, field by field: the columns of the printed lists, and what is compared between two versions. Words
 * for the fields stand in `HEADINGS`, and in the locale files of the pages.
 */
export type Fields = Record<string, string | number | null>;

const LEVELS: Record<string, string> = { "": "不分", none: "不限", secondary: "中职", college: "高职专科", bachelor: "职业本科", postgraduate: "研究生" }; // prettier-ignore
const GRADES = { severe: "急需", high: "紧缺", some: "偏紧", none: "平衡" } as const;
const INSTRUMENTS = { finance: "金融", fiscal: "财政", land: "土地", credit: "信用", employment: "就业", distribution: "收入分配" } as const; // prettier-ignore
const OBJECTS = { enterprise: "企业", school: "学校", park: "园区", student: "学生", worker: "劳动者", teacher: "教师" } as const; // prettier-ignore

export const HEADINGS: Record<string, string> = {
  title: "名称",
  occupation: "职业", occupationCode: "职业编码", post: "岗位", level: "学历层次", city: "地区", now: "当年需求（人）", in1: "一年后（人）", in3: "三年后（人）",
  shortage: "短缺（人）", urgency: "紧缺度", grade: "紧缺等级", price: "稀缺价格", from: "到岗时间", programmes: "对应专业", skills: "主要能力", stated: "企业填报（人）",
  chain: "产业链", part: "环节", park: "园区", industries: "行业（GB/T 4754）", enterprises: "重点企业", products: "主要产品", projects: "重点项目",
  output: "产值（万元）", growth: "年均增长", newPosts: "新增岗位", talents: "对应人才需求", noTalent: "无人才需求的理由",
  instrument: "工具", document: "文号", basis: "依据", objects: "对象", eligibility: "条件", amount: "标准", office: "主管部门", contact: "联系窗口",
  validFrom: "起", validTo: "止", suspended: "是否暂停", serves: "服务于", occupations: "职业",
}; // prettier-ignore

/** A programme of several levels bears one name. */
const names = (all: readonly { name: string }[]): string =>
  [...new Set(all.map(({ name }) => name))].join("、");
const whole = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value);

/** 100 fen a yuan, 1,000,000 a 万元; exact in integers, two digits. */
export const tenThousandYuan = (fen: number): string =>
  `${Math.floor(fen / 1_000_000)}.${String(Math.floor((fen % 1_000_000) / 10_000)).padStart(2, "0")}`;

/** 1234.56 元 of fen. */
const yuan = (fen: number): string =>
  `${Math.floor(fen / 100)}${fen % 100 === 0 ? "" : `.${String(fen % 100).padStart(2, "0")}`}元`;

export function amountWords(amount: PolicyContent["amount"]): string {
  if (amount.kind === "text") return amount.text;
  if (amount.kind === "fen") return `${yuan(amount.fen)}${amount.per ? `/${amount.per}` : ""}`;
  return `${amount.of}的${percent(amount.share)}`;
}

/** "0.15" → "15%", in digits, without going through a float. */
export function percent(share: string): string {
  const [whole = "0", part = ""] = share.split(".");
  const digits = part.padEnd(2, "0");
  const head = String(Number(whole + digits.slice(0, 2)));
  const tail = digits.slice(2).replace(/0+$/, "");
  return `${head}${tail ? `.${tail}` : ""}%`;
}

/** Where a row is of, in words. */
export const placeName = (content: EntryContent): string =>
  content.kind === "demand" ? content.cityName : names(content.cities) || "全省";

export function fieldsOf(content: EntryContent): Fields {
  switch (content.kind) {
    case "demand":
      return {
        occupationCode: content.occupation?.code ?? null,
        occupation: content.occupation?.name ?? null,
        post: content.post || null,
        level: LEVELS[content.level]!,
        city: placeName(content),
        now: whole(content.now?.value),
        in1: whole(content.in1?.value),
        in3: whole(content.in3?.value),
        shortage: whole(content.shortage),
        price: content.price === null ? null : Math.round(content.price * 100) / 100,
        urgency: content.urgency?.score ?? null,
        grade: content.urgency ? GRADES[content.urgency.grade] : null,
        from: content.from || null,
        programmes: names(content.programmes),
        skills: [...content.skills, ...content.courses].join("、"),
        stated: content.stated?.number ?? null,
      };
    case "industry":
      return {
        chain: content.chain,
        part: content.part || null,
        park: content.park || null,
        city: placeName(content),
        industries: content.industries.map(({ code, name }) => `${code} ${name}`).join("、"),
        enterprises: names(content.enterprises),
        products: content.products.join("、"),
        projects: content.projects.map((p) => (p.investmentFen === null ? p.name : `${p.name}（${tenThousandYuan(p.investmentFen)}万元）`)).join("、"), // prettier-ignore
        output: content.output ? tenThousandYuan(content.output.fen) : null,
        growth: content.growth[0] ? `${(content.growth[0].growth * 100).toFixed(1)}%` : null,
        newPosts: content.growth[0]?.newPosts ?? null,
        talents: content.talents.map(({ title }) => title).join("、") || names(content.occupations),
        noTalent: content.noTalent || null,
      };
    case "policy":
      return {
        instrument: INSTRUMENTS[content.instrument],
        document: content.document || null,
        basis: content.basis,
        objects: content.objects.map((one) => OBJECTS[one]).join("、"),
        eligibility: content.eligibility,
        city: placeName(content),
        industries: names(content.industries) || null,
        occupations: names(content.occupations) || null,
        programmes: names(content.programmes) || null,
        amount: amountWords(content.amount),
        office: content.office,
        contact: content.contact || null,
        validFrom: content.from,
        validTo: content.to,
        suspended: content.suspended ? "已暂停" : null,
        serves: content.serves.map(({ title }) => title).join("、") || null,
      };
  }
}

/** Where the figures of a list are defined: its fields → keys of /indicators. */
export const definitionsOf = (kind: ListKind): Record<string, string> =>
  Object.fromEntries(SHOWN.flatMap((one) => (one.in === `${kind}-list` ? [[one.as, one.key]] : [])));

export const LIST_NAMES: Record<ListKind, { zh: string; en: string }> = {
  demand: { zh: "人才需求清单", en: "talent demand list" },
  industry: { zh: "产业发展清单", en: "industry development list" },
  policy: { zh: "政策支持清单", en: "policy support list" },
};
