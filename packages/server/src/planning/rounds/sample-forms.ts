/** What the schools of the sample province write into their forms, and the files that they attach. */
import PDFDocument from "pdfkit";
import type { z } from "zod";
import { font } from "../reports/fonts.ts";
import type { Enterprise, Form, FormValue } from "./form.ts";
import type { SampleCase } from "./sample-cases.ts";
import type * as s from "./schemas.ts";

type Application = z.infer<typeof s.application>;

/** What the form rests on beside the case. */
export interface FormFacts {
  enterprises: readonly string[];
  /** ids of files by the part of the form that asks for them */
  files: Readonly<Record<string, string>>;
  /** day of the school's own expert meeting, ISO */
  heldOn: string;
  /** students whom the offering takes now; null where it is opened */
  intakeNow: number | null;
  years: number;
}

/** The form of a case, filled in from the figures of the release as a school would. */
export function sampleForm(application: Application, of: SampleCase, facts: FormFacts): Form {
  const { intake } = of;
  const then = (facts.intakeNow ?? 0) + intake;
  const values: Record<string, Record<string, FormValue>> = {
    need: {
      words: `${figuresIn(application)}${of.words}学校已走访合作企业，与其共同论证了岗位能力要求。（示例）`,
      industry: of.industry,
      enterprises: enterprises(application, of, facts),
      intake: facts.intakeNow === null ? intake : then,
      years: facts.years,
    },
    size: { now: facts.intakeNow ?? 0, then },
    reason: { words: `${of.words}（示例）` },
    students: { onRoll: 0, until: Number(facts.heldOn.slice(0, 4)), words: "现无在校生；休学学生复学的，转入同专业大类相近专业完成学业。（示例）" },
    staff: { count: 3, words: "三名专任教师经培训转入相近专业任教。（示例）" },
    equipment: { value: 860_000_00, words: "可用设备调剂给相近专业，其余按国有资产规定处置。（示例）" },
    plan: { files: filesOf(facts, "plan"), hours: 2_720, practice: 54, words: "与合作企业共同制订，前两年在校打基础，第三年到岗位实习。（示例）" },
    teachers: { full: 12, senior: 4, middle: 5, dual: 8, partTime: 4, words: "专业带头人有八年企业工作经历。（示例）" },
    conditions: { rooms: 1_450, workstations: intake * 2, equipment: 6_200_000_00, bases: 6, words: "主要设备五年内购置，另与企业共用产线。（示例）" },
    budget: { total: 4_800_000_00, fiscal: 3_000_000_00, enterprise: 1_800_000_00, words: "用于实训室改造、教师培训和首届教学，资金已列入学校预算。（示例）" },
    argument: { heldOn: facts.heldOn, experts: 7, words: "校内专业设置评议组织论证通过，同意申报。（示例）", files: filesOf(facts, "argument") },
    opinion: { office: "示例省行业主管部门（示例）", document: "示例函〔2026〕8号（示例）", words: "支持申报，请学校按标准落实实习条件。（示例）", files: filesOf(facts, "opinion") },
  }; // prettier-ignore
  if (!of.unfinished) return values;
  const { need, teachers } = values;
  return { need: need!, teachers: { full: teachers!["full"]!, senior: teachers!["senior"]! } };
}

const filesOf = ({ files }: FormFacts, part: string): string[] => (files[part] ? [files[part]] : []);

function enterprises(application: Application, of: SampleCase, facts: FormFacts): Enterprise[] {
  const post = of.post || (application.evidence?.occupations[0]?.name ?? "技术人员");
  return facts.enterprises.map((name, i) => ({
    name,
    post,
    people: Math.max(3, Math.round(of.intake / (3 + i))),
  }));
}

/** One sentence of the release's figures, where it gives any. */
function figuresIn({ evidence, city }: Application): string {
  if (!evidence) return "";
  const here = (figures: readonly { place: string }[]) => figures.find(({ place }) => place === city.name) ?? figures[0]; // prettier-ignore
  const parts = evidence.occupations.slice(0, 2).flatMap(({ name, figures }) => {
    const found = here(figures) as (typeof figures)[number] | undefined;
    return found?.demand ? [`${found.place}“${name}”需求${Math.round(found.demand)}人`] : [];
  });
  return parts.length === 0
    ? ""
    : `《${evidence.release.title}》显示，${evidence.year}年${parts.join("，")}。`;
}

/** What each part of a form that asks for a file gets. */
export const FILE_NAMES: Readonly<Record<string, string>> = {
  plan: "人才培养方案",
  argument: "校内论证报告",
  opinion: "主管部门意见",
};

/** One page that says what would stand here, and that it is a sample. */
export async function samplePdf(title: string): Promise<Buffer> {
  const doc = new PDFDocument({ size: "A4", info: { Title: `${title}（示例）` }, lang: "zh-CN" });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => doc.on("end", resolve).on("error", reject));
  doc.registerFont("serif", font("serif")).font("serif");
  doc.fontSize(22).text(`${title}（示例）`, { align: "center" }).moveDown();
  doc.fontSize(14).text("这是示例数据的附件，没有实际内容。真实申报时，此处为学校上传的文件。");
  doc.end();
  await finished;
  return Buffer.concat(chunks);
}
