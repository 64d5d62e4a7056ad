import { dayInChina, type Context } from "../../platform/index.ts";
import { officialDocx, type OfficialBlock } from "../../planning/index.ts";
import { requireAlliance } from "../alliance.sql.ts";
import { showLedger } from "./show.ts"; // prettier-ignore

const RESOURCES = { money: "资金", people: "人员", equipment: "设备", technology: "技术", policy: "政策", own: "自有资金" } as const; // prettier-ignore
const BASIS = { payment: "付款凭证", invoice: "发票", appraisal: "评估报告", payroll: "工资表", agreement: "协议", estimate: "估计" } as const; // prettier-ignore
const ENTRIES = { contribute: "投入", use: "使用", gain: "收益", "give-back": "归还" } as const;
const ACCOUNTS = { holding: "结存资源", given: "成员投入", lent: "应归还成员", used: "已使用", gained: "收益" } as const; // prettier-ignore

/** Whole fen as yuan, exactly: 123456789 → 1,234,567.89. */
export const yuan = (fen: number): string => {
  const [whole, part] = [Math.floor(Math.abs(fen) / 100), Math.abs(fen) % 100];
  return `${fen < 0 ? "-" : ""}${String(whole).replace(/\B(?=(\d{3})+$)/g, ",")}.${String(part).padStart(2, "0")}`; // prettier-ignore
};

/** The ledger's statement of a year as an official document; all figures as they stood at the end of that year. @throws NotFound */
export async function statementDocx(ctx: Context, id: string, asked?: number): Promise<{ year: number; content: Buffer }> {
  const row = await requireAlliance(ctx, id);
  const { year, statement, total, contributions, entries, balances } = await showLedger(ctx, id, asked, true);
  const today = dayInChina(ctx.now);
  const running = today < `${year}-12-31`;
  const amounts = (one: typeof total): string[] => [one.opening, one.contributed, one.gained, one.used, one.givenBack, one.closing].map(yuan);
  const right = (n: number) => Array.from({ length: n }, () => "right" as const);
  const blocks: OfficialBlock[] = [
    {
      kind: "paragraph",
      text: `${year}年度成员单位投入${yuan(total.contributed)}元，使用${yuan(total.used)}元，产生收益${yuan(total.gained)}元，归还${yuan(total.givenBack)}元；年初结存${yuan(total.opening)}元，年末结存${yuan(total.closing)}元。${running ? "本年度尚未结束，各数为出具之日的数。" : ""}`,
    },
    { kind: "heading", text: "一、资源收支" },
    {
      kind: "table", caption: "表1 资源收支（元）", head: ["资源", "年初结存", "投入", "收益", "使用", "归还", "年末结存"],
      align: ["left", ...right(6)], widths: [0.1, ...Array.from({ length: 6 }, () => 0.15)],
      rows: [...statement.map((one) => [RESOURCES[one.resource], ...amounts(one)]), ["合计", ...amounts(total)]],
    },
    { kind: "paragraph", text: "年初结存 + 投入 + 收益 − 使用 − 归还 = 年末结存。" },
    { kind: "heading", text: "二、成员单位的投入" },
    ...(contributions.length === 0 ? [none] : [{
      kind: "table" as const, caption: `表2 至${year}年末各项投入（元）`, head: ["单位", "投入内容", "资源", "价值及依据", "使用", "收益", "归还", "结存"],
      align: ["left", "left", "left", "left", ...right(4)] as ("left" | "right")[], widths: [0.14, 0.14, 0.07, 0.21, 0.11, 0.11, 0.11, 0.11],
      rows: contributions.map((one) => [one.memberName, `${one.title}${one.lent ? `（借用${one.until ? `至${one.until}` : ""}）` : ""}`, RESOURCES[one.resource], `${yuan(one.value)}；${BASIS[one.basis]}：${one.basisWords}`, ...[one.used, one.gained, one.givenBack, one.left].map(yuan)]),
    }]),
    { kind: "heading", text: "三、年度账目" },
    ...(entries.length === 0 ? [none] : [{
      kind: "table" as const, caption: `表3 ${year}年账目（元）`, head: ["号", "日期", "性质", "摘要", "金额", "记账人"],
      align: ["right", "left", "left", "left", "right", "left"] as ("left" | "right")[], widths: [0.07, 0.14, 0.09, 0.4, 0.18, 0.12],
      rows: [...entries].sort((a, b) => a.number - b.number).map((one) => [String(one.number), one.on, ENTRIES[one.kind], one.words, yuan(one.amount), one.by]),
    }]),
    { kind: "heading", text: "四、科目余额" },
    {
      kind: "table", caption: `表4 ${year}年末科目余额（元）`, head: ["科目", "借方", "贷方"], align: ["left", ...right(2)], widths: [0.4, 0.3, 0.3],
      rows: [...balances.map(({ account, amount }) => [ACCOUNTS[account], amount > 0 ? yuan(amount) : "", amount < 0 ? yuan(-amount) : ""]), ["合计", ...[1, -1].map((sign) => yuan(balances.reduce((sum, { amount }) => sum + Math.max(0, amount * sign), 0)))]],
    },
    { kind: "paragraph", text: "复式记账，借贷相等；账目只能增记，不能修改。价值为成员单位投入时按所列依据确认的数。" },
  ];
  const content = await officialDocx({ title: `${row.name}${year}年度共建资源报告`, blocks, office: row.name, date: today, sample: row.sample });
  return { year, content };
} // prettier-ignore

const none: OfficialBlock = { kind: "paragraph", text: "无。" };
