import { officialDocx, type OfficialBlock } from "../../planning/index.ts";
import type { AgreementRow, VersionRow } from "./agreements.sql.ts";
import { KIND_NAMES } from "./kinds.ts";
import { stateOf, versionState } from "./standing.ts";

const PARTY = { school: "甲方（学校）", enterprise: "乙方（企业）", student: "丙方（学生）" } as const;
const IN_CHINA = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long", timeStyle: "medium" }); // prettier-ignore

/** A version as a Word document: parties, clauses, signatures with their hashes. */
export function contractDocx(row: AgreementRow, version: VersionRow): Promise<Buffer> {
  const signed = versionState(row, version) === "signed";
  const blocks: OfficialBlock[] = [
    { kind: "line", text: `${PARTY.school}：${row.school_name}` },
    { kind: "line", text: `${PARTY.enterprise}：${row.enterprise_name}` },
    ...version.clauses.flatMap(({ title, text }, i): OfficialBlock[] => [
      { kind: "heading", text: `第${i + 1}条 ${title}` },
      ...text.split("\n").map((line): OfficialBlock => ({ kind: "paragraph", text: line })),
    ]),
    { kind: "heading", text: "签署" },
    ...version.signatures.map(({ party, of_name, signer, at, hash }): OfficialBlock => ({ kind: "paragraph", text: `${PARTY[party]}：${of_name}，签署人${signer}，${IN_CHINA.format(new Date(at))}，签名校验值${hash}` })),
    { kind: "paragraph", text: `文本校验值（SHA-256）：${version.sha256}。${signed ? "各方已签署。" : "尚未签署完毕，不具效力。"}` },
  ];
  return officialDocx({
    title: row.title,
    subtitle: `${KIND_NAMES[row.kind].zh} · 第${version.no}版${stateOf(row) === "ended" ? " · 已终止" : ""}`,
    blocks,
    office: null,
    date: null,
    sample: row.sample,
  });
} // prettier-ignore
