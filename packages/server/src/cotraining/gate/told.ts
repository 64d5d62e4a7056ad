import { noticeKind, notifyAll, type Context, type Recipient } from "../../platform/index.ts";
import type { FactRow } from "./facts.ts";
import type { Judged } from "./judge.ts";

const breach = noticeKind({
  name: "cotraining.breach",
  title: { zh: "进行中的实习出现违规", en: "A running placement breaks a rule" },
  params: { count: "number", rule: "words" },
  subject: { zh: "{count} 名在岗学生的实习不再合规", en: "{count} running placements are not lawful any more" },
  body: { zh: "有 {count} 名在岗学生的实习不再合规，例如：{rule}。请立即处理。", en: "{count} running placements are not lawful any more, for example: {rule}. Act at once." },
  mail: "now",
}); // prettier-ignore

export const gateKinds = [breach];

/** One notice for each school, each enterprise and the office, however many students it is about. */
export async function tellOfBreach(ctx: Context, province: string, rows: readonly FactRow[], judged: ReadonlyMap<string, Judged>): Promise<void> {
  if (rows.length === 0) return;
  const notice = (to: Recipient, some: readonly FactRow[], organisation: string | null) => {
    const finding = judged.get(some[0]!.id)!.findings.find(({ kind, state }) => kind === "block" && state !== "excepted");
    const params = { count: some.length, rule: finding?.name ?? { zh: "见实习页面", en: "see its page" } };
    return { kind: breach, to, params, link: "/placements?verdict=refused", of: { region: province, organisation } };
  };
  await notifyAll(ctx, [
    ...[...by(rows, "school")].map(([school, some]) => notice({ role: "school-officer", organisation: school }, some, school)),
    ...[...by(rows, "enterprise")].map(([enterprise, some]) => notice({ role: "enterprise-officer", organisation: enterprise }, some, enterprise)),
    notice({ role: "planner", region: province }, rows, null),
  ]);
} // prettier-ignore

function by(rows: readonly FactRow[], key: "school" | "enterprise"): Map<string, FactRow[]> {
  const groups = new Map<string, FactRow[]>();
  for (const row of rows) {
    const group = groups.get(row[key]);
    if (group) group.push(row);
    else groups.set(row[key], [row]);
  }
  return groups;
}
