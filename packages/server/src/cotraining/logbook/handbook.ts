import { sql } from "kysely";
import type { z } from "zod";
import { NotFound, type Context } from "../../platform/index.ts";
import { officialDocx, type OfficialBlock } from "../../planning/index.ts";
import { access } from "../access.ts";
import { showAssessment } from "../assessments/assess.ts";
import type * as s from "./schemas.ts";
import { requirePlacement, type Entry } from "./log.sql.ts";
import { showLogbook } from "./record.ts";
import { INCIDENT_WORDS, SEVERITY_WORDS } from "./told.ts"; // prettier-ignore

type Record = z.infer<typeof s.record>;
type Assessment = Awaited<ReturnType<typeof showAssessment>>;
type Cells = { kind: "table"; caption: string; head: string[]; align: ("left" | "right")[]; widths: number[]; rows: string[][] }; // prettier-ignore

const FIELDS = ["placement.person_name", "log_entry.did", "log_month.words", "incident.words", "pay_proof.amount", "visit.findings"].map((one) => `cotraining.${one}`); // prettier-ignore
const SIDE = { student: "学生", mentor: "师傅", teacher: "指导教师" } as const;
const PRESENCE = { present: "到岗", absent: "缺勤", rest: "休息" } as const;
const WARNING: { [of: string]: string } = { "hours-day": "一天超过8小时", "hours-week": "一周超过40小时", night: "夜间", "rest-day": "休息日", holiday: "法定节假日" }; // prettier-ignore
const FAULT: { [of: string]: string } = { "below-agreed": "低于约定", "below-rule": "低于同岗位80%或最低档", "not-own-account": "未付到本人账户" }; // prettier-ignore
const ANSWER = { confirmed: "学生已确认", disputed: "学生有异议" } as const;
const IN_CHINA = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" }); // prettier-ignore

const at = (time: string): string => IN_CHINA.format(new Date(time));
const clock = (minute: number | null): string =>
  minute === null ? "" : `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`; // prettier-ignore
const hours = (minutes: number): string => String(Math.round(minutes / 6) / 10);
const yuan = (fen: number): string => (fen / 100).toFixed(2);
const joined = (parts: readonly (string | null | undefined | false)[], by = "；"): string => parts.filter(Boolean).join(by); // prettier-ignore
/** Words as a person wrote them: a paragraph for each line. */
const paragraphs = (text: string): OfficialBlock[] =>
  text.split("\n").filter((line) => line.trim() !== "").map((line) => ({ kind: "paragraph", text: line })); // prettier-ignore
const columns = (caption: string, of: readonly (readonly [head: string, width: number])[], rows: string[][]): Cells => ({
  kind: "table", caption, head: of.map(([head]) => head), align: of.map(() => "left"), widths: of.map(([, width]) => width), rows,
}); // prettier-ignore

/**
 * The placement handbook (实习手册) as a Word document: facts, every day with its countersignatures, months, visits, pay,
 * the incidents and the assessment as far as the reader may read them.
 * @throws NotFound, Forbidden for whoever looks after neither the student nor the school
 */
export async function handbookDocument(ctx: Context, id: string): Promise<Buffer> {
  const row = await requirePlacement(ctx, id);
  const { role } = ctx.actor;
  access.authorize(ctx.actor, "readHandbook", { organisation: row.school, person: role === "mentor" ? row.mentor : role === "teacher" ? row.teacher : row.person });
  await ctx.auditRead(`person:${row.person}`, FIELDS);
  const book = await showLogbook(ctx, id);
  const { rows } = await sql<{ sample: boolean; assessment: string | null }>`select p.sample,
    (select a.id from cotraining.assessment a where a.province = p.province and a.placement_id = p.id) as assessment
    from cotraining.placement p where p.province = ${row.province} and p.id = ${id}`.execute(ctx.tx);
  const found = rows[0];
  if (!found) throw new NotFound({ zh: "实习", en: "placement" });
  const assessment = found.assessment === null ? null : await showAssessment(ctx, found.assessment);
  const numbers = [..."一二三四五六七"];
  const blocks = [...facts(book), ...days(book), ...months(book), ...visits(book), ...incidents(book), ...pay(book), ...(assessment ? assessed(assessment) : [])];
  return officialDocx({ title: "学生实习手册", subtitle: `${book.student} · ${book.from}至${book.to}`, blocks: blocks.map((block) => printable(block.kind === "heading" ? { ...block, text: `${numbers.shift()}、${block.text}` } : block)), office: null, date: null, sample: found.sample });
} // prettier-ignore

function facts(book: Record): OfficialBlock[] {
  const minutes = book.entries.reduce((sum, one) => sum + one.minutes, 0);
  const present = book.entries.filter(({ presence }) => presence === "present").length;
  return [
    { kind: "heading", text: "基本情况" },
    columns("实习基本情况", [["项目", 0.25], ["内容", 0.75]], [
      ["学生", book.student], ["学校", book.school], ["实习单位", book.enterprise], ["岗位", book.post], ["师傅", book.mentor], ["指导教师", book.teacher],
      ["实习期限", `${book.from}至${book.to}`], ["约定报酬", book.agreedPay === null ? "未约定" : `每月${yuan(book.agreedPay)}元`],
      ["岗位能力", book.competences.map(({ name }) => name).join("、")], ["截至" + book.today, `到岗${present}天，共${hours(minutes)}小时`],
    ].map((cells) => cells.map((cell) => cell || "—"))),
  ];
} // prettier-ignore

const markOf = ({ side, verdict, note, by, at: when }: Entry["marks"][number]): string => `${SIDE[side]}${by}${verdict === "sign" ? "签阅" : `退回（${note}）`} ${at(when)}`; // prettier-ignore

function days(book: Record): OfficialBlock[] {
  const name = new Map(book.competences.map((one) => [one.key, one.name]));
  const oldest = [...book.entries].sort((a, b) => (a.day < b.day ? -1 : 1));
  const head = [["日期", 0.15], ["考勤", 0.17], ["工作内容", 0.43], ["签阅", 0.25]] as const;
  const line = (one: Entry): string[] => [
    joined([one.day, one.late && "补记", one.version > 1 && `第${one.version}版`], " "),
    joined([one.presence === "present" ? `${clock(one.startsAt)}–${clock(one.endsAt)} 计${hours(one.minutes)}小时` : PRESENCE[one.presence], ...one.warnings.map((warning) => WARNING[warning] ?? warning)]),
    joined([one.reason, one.did, one.photos.length > 0 && `照片${one.photos.length}张`, one.competences.length > 0 && `能力：${one.competences.map((key) => name.get(key) ?? key).join("、")}`]),
    one.marks.map(markOf).join("；") || "待签阅",
  ];
  return [
    { kind: "heading", text: "实习日志" },
    ...(oldest.length === 0 ? [{ kind: "paragraph", text: "尚无日志。" } as const] : []),
    ...[...new Set(oldest.map(({ day }) => day.slice(0, 7)))].map((month) => columns(`${month} 实习日志`, head, oldest.filter(({ day }) => day.startsWith(month)).map(line))),
  ];
} // prettier-ignore

function months(book: Record): OfficialBlock[] {
  const signed = book.months.filter((one) => one.signed.length > 0).reverse();
  return [
    { kind: "heading", text: "月度小结和评语" },
    ...(signed.length === 0 ? [{ kind: "paragraph", text: "尚无月度小结。" } as const] : []),
    ...signed.flatMap(({ month, facts: of, signed: its }): OfficialBlock[] => [
      { kind: "subheading", text: `${month}：到岗${of.present}天、${hours(of.minutes)}小时，缺勤${of.absent}天，补记${of.late}条，已签阅${of.countersigned}条` },
      ...its.flatMap(({ side, words, by, at: when }) => paragraphs(`${SIDE[side]}${by}（${at(when)}）：${words}`)),
    ]),
  ];
} // prettier-ignore

function visits(book: Record): OfficialBlock[] {
  const rows = [...book.visits].reverse().map((one) => [
    one.day, one.place, one.by,
    joined([one.findings, one.followUp && `后续：${one.followUp}${one.followBy ? `（${one.followBy}前）` : ""}`]),
  ]);
  return [
    { kind: "heading", text: "巡访指导" },
    rows.length === 0 ? { kind: "paragraph", text: "尚无巡访记录。" } : columns("巡访记录", [["日期", 0.15], ["地点", 0.2], ["巡访人", 0.15], ["情况", 0.5]], rows),
  ];
} // prettier-ignore

function incidents(book: Record): OfficialBlock[] {
  if (book.incidents.length === 0) return [];
  return [
    { kind: "heading", text: "安全和权益事件" },
    ...[...book.incidents].reverse().flatMap((one): OfficialBlock[] => [
      { kind: "subheading", text: `${at(one.happenedAt)} ${SEVERITY_WORDS[one.severity].zh}${INCIDENT_WORDS[one.kind].zh}事件，${one.by}报告` },
      ...paragraphs(one.words),
      ...one.history.slice(1).flatMap(({ words, note, due, by, at: when }) => paragraphs(`${at(when)} ${by}${words.zh}：${note}${due ? `（下一步期限${due}）` : ""}`)),
    ]),
  ];
} // prettier-ignore

function pay(book: Record): OfficialBlock[] {
  const rows = [...book.pay].reverse().map((one) => [
    one.month, yuan(one.amount), one.paidOn, one.proof,
    joined([one.answer === null ? "待学生核对" : ANSWER[one.answer], one.answerNote, ...one.faults.map((fault) => FAULT[fault] ?? fault)]),
  ]);
  return [
    { kind: "heading", text: "实习报酬" },
    rows.length === 0 ? { kind: "paragraph", text: "尚无发放凭证。" } : columns("报酬发放", [["月份", 0.13], ["金额（元）", 0.15], ["发放日期", 0.16], ["凭证", 0.24], ["核对", 0.32]], rows),
  ];
} // prettier-ignore

function assessed(of: Assessment): OfficialBlock[] {
  const mark = (one: Assessment["rubric"][number]["school"]): string => (one === null ? "—" : joined([String(one.score), one.remark], " "));
  return [
    { kind: "heading", text: "考核" },
    columns("校企共同考核", [["考核内容", 0.34], ["权重", 0.1], ["学校", 0.22], ["企业", 0.22], ["得分", 0.12]],
      of.rubric.map((one) => [one.name, `${one.weight}%`, mark(one.school), mark(one.enterprise), one.total === null ? "—" : String(one.total)])),
    { kind: "paragraph", text: `${of.stateName.zh}。总评${of.total === null ? "未定" : `${of.total}分`}，合格线${of.passMark}分。${of.certificate ? `证书编号${of.certificate.number}${of.certificate.revoked ? "（已撤销）" : ""}。` : ""}` },
  ];
} // prettier-ignore

/** Without the characters that XML, and so Word, does not know. */
const clean = (text: string): string => text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ""); // prettier-ignore
const printable = (block: OfficialBlock): OfficialBlock =>
  block.kind === "table" ? { ...block, rows: block.rows.map((cells) => cells.map(clean)) }
  : block.kind === "figure" ? block
  : { ...block, text: clean(block.text) }; // prettier-ignore
