import { officialDocx, programmeName, type OfficialBlock } from "../../planning/index.ts";
import { courseWords, figuresOf, type PlanDocument } from "./document.ts";
import { versionState, type PlanRow, type PlanVersionRow } from "./plans.sql.ts";

const IN_CHINA = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long", timeStyle: "medium" }); // prettier-ignore

/** A version of a training plan as a Word document: parts, courses, competences with what builds them, assessment, signatures. */
export function planDocx(row: PlanRow, version: PlanVersionRow): Promise<Buffer> {
  const { document } = version;
  const parts = [...document.clauses.map(({ title, text }) => ({ title, blocks: paragraphs(text) })), ...tablesOf(document)];
  const blocks: OfficialBlock[] = [
    { kind: "line", text: `学校：${row.school_name}` },
    { kind: "line", text: `合作企业：${document.partners.map(({ name }) => name).join("、")}` },
    { kind: "line", text: `专业：${programmeName(row.programme)}（${row.programme}） ${row.cohort_year}级 修业年限${document.years}年` },
    ...parts.flatMap(({ title, blocks }, i): OfficialBlock[] => [{ kind: "heading", text: `${i + 1}. ${title}` }, ...blocks]),
    { kind: "heading", text: "会签" },
    ...version.signatures.map(({ of_name, signer, at, hash }): OfficialBlock => ({ kind: "paragraph", text: `${of_name}，会签人${signer}，${IN_CHINA.format(new Date(at))}，签名校验值${hash}` })),
    { kind: "paragraph", text: `文本校验值（SHA-256）：${version.sha256}。${versionState(version) === "signed" ? "各方已会签。" : "尚未会签完毕，不具效力。"}` },
  ];
  return officialDocx({ title: row.title, subtitle: `人才培养方案 · 第${version.no}版`, blocks, office: null, date: null, sample: row.sample });
} // prettier-ignore

const paragraphs = (text: string): OfficialBlock[] =>
  (text || "（未填写）").split("\n").map((line) => ({ kind: "paragraph", text: line }));

function tablesOf(of: PlanDocument): { title: string; blocks: OfficialBlock[] }[] {
  const all = figuresOf(of);
  const { KIND, WHERE, WHO } = courseWords;
  const name = new Map(of.competences.map((one) => [one.key, one.name]));
  const share = (part: number) => (all.hours === 0 ? "—" : `${Math.floor((1000 * part) / all.hours) / 10}%`);
  return [
    {
      title: "课程设置",
      blocks: [
        { kind: "paragraph", text: `总学时${all.hours}，学分${all.credits}；公共基础课${share(all.public)}，选修${share(all.elective)}，实践${share(all.practice)}，企业参与授课${share(all.joint)}。` },
        {
          kind: "table", caption: "课程表", head: ["课程", "类别", "修读", "学时", "实践", "学分", "学期", "地点", "授课"],
          align: ["left", "left", "left", "right", "right", "right", "right", "left", "left"], widths: [22, 13, 8, 8, 8, 8, 8, 11, 14],
          rows: of.courses.map((one) => [one.name, KIND[one.kind], one.elective ? "选修" : "必修", `${one.hours}`, `${one.practice}`, `${one.credits}`, `${one.term}`, WHERE[one.place], WHO[one.taughtBy]]),
        },
      ],
    },
    {
      title: "岗位能力与课程对应",
      blocks: [{
        kind: "table", caption: "对应表", head: ["岗位能力", "支撑课程"], align: ["left", "left"], widths: [40, 60],
        rows: of.competences.map(({ key }) => [name.get(key)!, of.courses.filter((one) => one.competences.includes(key)).map((one) => one.name).join("、") || "（没有课程）"]),
      }],
    },
    {
      title: "校企共同考核",
      blocks: [{
        kind: "table", caption: `考核办法（合格分${of.passMark}）`, head: ["考核项", "权重", "学校评分", "企业评分"], align: ["left", "right", "right", "right"], widths: [46, 18, 18, 18],
        rows: of.assessment.map((one) => [one.name, `${one.weight}%`, `${one.schoolShare}%`, `${100 - one.schoolShare}%`]),
      }],
    },
  ];
} // prettier-ignore
