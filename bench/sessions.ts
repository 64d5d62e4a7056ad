/** Skill tests of a large province: who is tested where and when, beside the fewest sessions that could hold them all. */
import { randomOf } from "@tixi/engines/cycle/testing";
import { scheduleSessions, type SessionInput, type TestSite } from "@tixi/engines/sessions";
import { timed, type Row } from "./row.ts";

const CANDIDATES = 100_000;
const CITIES = 20;
const DAYS = 8;
const TIMES = 3;

export async function rows(): Promise<Row[]> {
  const input = province();
  let seconds = Infinity;
  let plan = scheduleSessions(input);
  for (let i = 0; i < TIMES; i++) {
    const run = await timed(() => scheduleSessions(input));
    seconds = Math.min(seconds, run.seconds);
    plan = run.result;
  }
  if (!plan.ok) throw new Error(`the bench's province has too few places: ${JSON.stringify(plan.lacks)}`);
  const seated = plan.sessions.reduce((sum, { seats }) => sum + seats.length, 0);
  const sort = await timed(() => [...input.candidates].sort((a, b) => (a.id < b.id ? -1 : 1)).length);
  return [
    {
      what: `sessions: ${seated.toLocaleString("en-US")} candidates seated, ${input.sites.length} sites, ${plan.away.toLocaleString("en-US")} outside their city`,
      value: seconds,
      unit: "s",
      must: "≤ 5",
      peer: "sorting the candidates once",
      peerValue: sort.seconds,
      ratio: seconds / sort.seconds,
      pass: seconds <= 5 && seated === CANDIDATES,
    },
    {
      what: "sessions: held, all in their city where it can be",
      value: plan.sessions.length,
      unit: "",
      must: "≤ 1.1 × the fewest for so many people",
      peer: "fewest that hold them all, wherever",
      peerValue: plan.bound,
      ratio: plan.sessions.length / plan.bound,
      pass: plan.sessions.length <= 1.1 * plan.bound,
    },
  ];
}

/** Categories and cities of very different size; the first city has too few places for its own. */
function province(): SessionInput {
  const random = randomOf(7);
  const categories = Array.from({ length: 12 }, (_, i) => ({ key: `c${i}`, minutes: 30 + 15 * (i % 6) }));
  const sites: TestSite[] = [];
  for (let city = 0; city < CITIES; city++)
    for (let i = 0; i < 8; i++)
      sites.push({
        id: `${city}-${i}`,
        city: String(city),
        places: Object.fromEntries(categories.map(({ key }) => [key, city === 0 && i > 0 ? 0 : random() < 0.5 ? 0 : 20 + Math.floor(random() * 3) * 5])), // prettier-ignore
        open: Array.from({ length: DAYS }, (_, day) => ({
          from: day * 1440 + 480,
          until: day * 1440 + 1080,
        })),
      });
  const candidates = Array.from({ length: CANDIDATES }, (_, i) => {
    const city = Math.floor(random() ** 2 * CITIES);
    return {
      id: String(i).padStart(7, "0"),
      category: categories[Math.floor(random() ** 1.5 * categories.length)]!.key,
      city: String(city),
      school: `${city}-${Math.floor(random() * 15)}`,
    };
  });
  return { breakMinutes: 10, categories, sites, candidates };
}
