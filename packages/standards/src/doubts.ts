/** What is known to be doubtful about one programme or one occupation. */
import type { Doubt, Link, Occupation, Programme } from "./types.ts";

export function doubtsOf(
  code: string,
  programme: Programme | undefined,
  occupation: Occupation | undefined,
  links: readonly Link[],
  assigned: string,
): Doubt[] {
  if (programme) return ofProgramme(programme, links, assigned);
  if (occupation) return ofOccupation(occupation);
  return [
    {
      text: `现行代码表中没有代码 ${code}。`,
      textEn: `The current tables have no code ${code}.`,
    },
  ];
}

function ofProgramme(programme: Programme, links: readonly Link[], assigned: string): Doubt[] {
  const doubts: Doubt[] = [];
  if (links.length === 0)
    doubts.push({
      text: "没有查到与职业的对应关系，平衡中不与任何职业匹配。",
      textEn: "No link to an occupation is known; in the balance it can fill none.",
    });
  else if (links.every((link) => link.kind !== "official"))
    doubts.push({
      text: "对照表中没有此专业，职业对应来自专业简介或同类专业。",
      textEn:
        "The relation table does not have this programme; its links come from the profile or from its class.",
    });
  const doubtful = links.filter((link) => link.doubtful).length;
  if (doubtful > 0)
    doubts.push({
      text: `对照表中的 ${doubtful} 项对应在专业简介中找不到依据，标为存疑并降低权重。`,
      textEn: `${doubtful} links of the relation table have no support in the profile; they are marked and weigh less.`,
    });
  if (assigned.startsWith("order"))
    doubts.push({
      text: "专业简介的归属按前后次序推定。",
      textEn: "The profile was assigned to the programme by its order in the source.",
    });
  if (assigned === "")
    doubts.push({
      text: "没有收到此专业的专业简介。",
      textEn: "There is no profile of this programme in the source.",
    });
  if (programme.years === null)
    doubts.push({ text: "来源缺少修业年限。", textEn: "The source lacks the years of study." });
  if (programme.stage !== "2021")
    doubts.push({
      text: `2021 年之后增补（${programme.stage}），具体年份不详。`,
      textEn: `Added after 2021 (${programme.stage}); the exact year is not known.`,
    });
  return doubts;
}

function ofOccupation(occupation: Occupation): Doubt[] {
  const { status, edition } = occupation;
  if (status === "relation-table-only")
    return [
      {
        text: "只见于专业—职业对照表，来源中没有定义。",
        textEn: "Known from the relation table only; the source has no definition.",
      },
    ];
  if (status.startsWith("renamed-from:"))
    return [
      {
        text: `来源文本中的名称是“${status.slice("renamed-from:".length)}”，按对照表更正。`,
        textEn: `The text calls it “${status.slice("renamed-from:".length)}”; corrected by the relation table.`,
      },
    ];
  if (status === "shifted-by-relation-table")
    return [{ text: "代码按对照表更正过。", textEn: "Its code was corrected by the relation table." }];
  if (status === "shifted-inferred")
    return [
      {
        text: "代码按相邻职业的移位推定。",
        textEn: "Its code was inferred from the shift of its neighbours.",
      },
    ];
  if (edition.includes("2025"))
    return [
      { text: "2025 年新职业，代码未经核实。", textEn: "A new occupation of 2025; its code is unverified." },
    ];
  return [];
}
