import { standards } from "@tixi/standards";
import { dayInChina, type Context, type InputFault, type Sentence } from "../platform/index.ts";
import type { Form } from "./candidate-schemas.ts";
import type { CandidateRow, PersonFacts } from "./candidates.sql.ts";
import {
  ALREADY_ADMITTED,
  barsOf,
  questionsFor,
  QUESTION_WORDS,
  REGISTERED_ELSEWHERE,
  type Bar,
} from "./eligibility.ts";
import { awardsFor } from "./exemption-rules.ts";
import { within } from "./season-calendar.ts";
import type { CandidateFacts } from "./candidate-state.ts";
import type { Season } from "./season.sql.ts";

type Of = Pick<Season, "id" | "channel" | "eligibility" | "categories" | "year">;

/** What bars somebody: the season's rules on what he declares and what the register knows, then what holds everywhere. */
export function allBars(season: Of, form: Form, facts: PersonFacts | undefined): Bar[] {
  const category = season.categories.find(({ key }) => key === form.category) ?? { programmes: [] };
  const studies = facts?.enrolment === "enrolled" || facts?.enrolment === "suspended";
  const answers = { ...form.answers };
  // what the register knows is not overruled by what is declared
  if (studies && facts.level !== "secondary") answers.collegeStudent = true;
  const programme = form.programme ?? facts?.programme ?? null;
  const elsewhere = facts?.seasons.some(({ season: other, channel }) => other !== season.id && channel === season.channel); // prettier-ignore
  return [
    ...barsOf(season.eligibility, { kind: form.kind, answers, programme }, category),
    ...(facts?.admitted ? [ALREADY_ADMITTED] : []),
    ...(elsewhere ? [REGISTERED_ELSEWHERE] : []),
  ];
}

/** What is missing before it can be handed in. */
export function missingIn(season: Pick<Season, "eligibility" | "categories" | "rules">, form: Form): InputFault[] {
  const missing = (field: string, zh: string, en: string): InputFault => ({ part: "body", field, reason: `${zh} / ${en}` });
  return [
    ...questionsFor(season.eligibility, form.kind)
      .filter((question) => form.answers[question] === undefined)
      .map((question) => missing(`answers.${question}`, `请回答：${QUESTION_WORDS[question].zh}`, `answer: ${QUESTION_WORDS[question].en}`)),
    ...(form.kind === "current" && form.programme === null ? [missing("programme", "请选择所学专业", "the programme that is studied is needed")] : []),
    ...(form.truthful ? [] : [missing("truthful", "请确认所填内容属实", "say that all of it is true")]),
  ];
} // prettier-ignore

/** A claim of exemption is handed in with its evidence: afterwards nothing can be added. */
export const missingEvidence = ({ exemption }: Form, files: readonly { state: string }[]): InputFault[] =>
  exemption === null || files.some(({ state }) => state === "clean" || state === "pending")
    ? []
    : [{ part: "body", field: "exemption", reason: "申请免试须上传获奖证书等证明 / upload the certificate that the exemption rests on" }]; // prettier-ignore

/** What in a form is no choice of this season or of the catalogue. */
export function formFaults(season: Pick<Season, "categories" | "rules" | "exemptions">, form: Form): InputFault[] {
  const fault = (field: string, value: unknown, reason: string): InputFault => ({ part: "body", field, value, reason }); // prettier-ignore
  const quotas = new Set(season.rules.quotas.map(({ id }) => id));
  return [
    ...(season.categories.some(({ key }) => key === form.category) ? [] : [fault("category", form.category, "本招生季没有这个类别 / the season has no such category")]),
    ...form.quotas.filter((id) => !quotas.has(id)).map((id) => fault("quotas", id, "本招生季没有这个专项 / the season has no such quota")),
    ...(form.exemption && !awardsFor(season.exemptions, form.kind).some(({ key }) => key === form.exemption!.award) ? [fault("exemption", form.exemption.award, "本招生季对这类考生没有这项免试 / the season has no such exemption for this kind of candidate")] : []),
    ...(form.programme !== null && !standards().findProgramme(form.programme.slice(0, 6)) ? [fault("programme", form.programme, "专业目录中没有这个代码 / the catalogue has no such code")] : []),
  ];
} // prettier-ignore

/** What the confirming school or office should look at: declared otherwise than the register has it. */
export function doubtsOf(season: Pick<Season, "year">, form: Form, facts: PersonFacts | undefined): Sentence[] {
  const doubts: Sentence[] = [];
  if (!facts?.enrolment) {
    if (form.kind === "current") doubts.push({ zh: "登记册中没有其学籍。", en: "The register has no student record of him." });
    return doubts;
  }
  const studies = facts.enrolment === "enrolled" || facts.enrolment === "suspended";
  if (form.kind === "current" && !studies) doubts.push({ zh: "登记册显示已不在籍。", en: "The register says that he is enrolled no longer." });
  if (form.kind !== "current" && studies && facts.level === "secondary") doubts.push({ zh: "登记册显示仍在中等职业学校就读。", en: "The register says that he is still at a secondary school." });
  const years = standards().findProgramme(facts.programme?.slice(0, 6) ?? "")?.years ?? 3;
  const final = facts.entryYear !== null && facts.entryYear + years <= season.year;
  if (form.kind === "current" && form.answers.finalYear !== undefined && form.answers.finalYear !== final)
    doubts.push({ zh: `登记册：${facts.entryYear} 年入学，学制 ${years} 年，与“应届毕业年级”的申报不一致。`, en: `The register says: entered in ${facts.entryYear}, ${years} years of study; what is declared about the final year is otherwise.` });
  if (form.programme !== null && facts.programme !== null && form.programme.slice(0, 6) !== facts.programme.slice(0, 6))
    doubts.push({ zh: `登记册中的专业为 ${facts.programme}，申报为 ${form.programme}。`, en: `The register has programme ${facts.programme}, declared is ${form.programme}.` });
  return doubts;
} // prettier-ignore

/** What a step of a registration looks at. */
export const candidateFacts = (
  season: Season,
  ctx: Pick<Context, "now" | "actor">,
  bars: readonly Bar[],
  row: Pick<CandidateRow, "actions">,
): CandidateFacts => {
  const proposed = row.actions.findLast(({ action }) => action === "exempt");
  return {
    barred: bars.map(({ words, source }) => ({
      zh: `${words.zh}（${source}）`,
      en: `${words.en} (${source})`,
    })),
    open: season.state === "registering" && within(season.calendar, "register", ctx.now),
    before: ["registering", "confirmed", "seated"].includes(season.state),
    until: proposed?.payload?.until ?? null,
    proposedBy: proposed?.by_user ?? null,
    today: dayInChina(ctx.now),
    actor: ctx.actor.userId,
  };
};
