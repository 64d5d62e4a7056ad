import { noticeKind, notify, type Context } from "../../platform/index.ts";
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

/** One notice for each school and enterprise, however many students it is about; the office hears of each enterprise. */
export async function tellOfBreach(ctx: Context, province: string, rows: readonly FactRow[], judged: ReadonlyMap<string, Judged>): Promise<void> {
  const of = (key: "school" | "enterprise") =>
    [...new Set(rows.map((row) => row[key]))].map((id) => [id, rows.filter((row) => row[key] === id)] as const);
  const params = (some: readonly FactRow[]) => {
    const finding = judged.get(some[0]!.id)!.findings.find(({ kind, state }) => kind === "block" && state !== "excepted");
    return { count: some.length, rule: finding?.name ?? { zh: "见实习页面", en: "see its page" } };
  };
  for (const [school, some] of of("school"))
    await notify(ctx, { kind: breach, to: { role: "school-officer", organisation: school }, params: params(some), link: "/placements?verdict=refused", of: { region: province, organisation: school } });
  for (const [enterprise, some] of of("enterprise"))
    await notify(ctx, { kind: breach, to: [{ role: "enterprise-officer", organisation: enterprise }, { role: "planner", region: province }], params: params(some), link: "/placements?verdict=refused", of: { region: province, organisation: enterprise } });
} // prettier-ignore
