/** The season of the year after: registration is open, and a part of the registrations waits for its school. */
import type { Platform } from "../platform/index.ts";
import type { SamplePupil } from "../registry/index.ts";
import { nextNumbers } from "./candidate-numbers.ts";
import { CATEGORIES, categoriesByCode, draws, programmesOf } from "./sample-season-draw.ts";
import {
  asKeeper,
  CHANNEL,
  DAY,
  declared,
  insertActions,
  insertCandidates,
  insertSeason,
  type NewAction,
  type NewCandidate,
  type SetUp,
  type Times,
} from "./sample-season-rows.ts"; // prettier-ignore

/** Days before now; what is to come is below zero. */
const TIMES: Times = {
  register: [3, -25], confirm: [3, -30], sessions: [null, -80], tests: [-90, -105], scores: [null, -130], release: [null, -135],
  review: [-135, -138], units: [null, -150], preferences: [-155, -159], filing: [null, -163], notice: [-163, -170], supplement: [-172, -174],
}; // prettier-ignore
const TESTED = -90;

type State = "draft" | "submitted" | "returned" | "confirmed" | "refused";
/** How far registrations are: the share of each, the rest has not begun. */
type Shares = readonly (readonly [State, number])[];
const ELSEWHERE: Shares = [["confirmed", 0.62], ["submitted", 0.2], ["draft", 0.06], ["returned", 0.05], ["refused", 0.02]]; // prettier-ignore
/** The school that visitors act for has not looked at most of its own yet. */
const OWN: Shares = [["confirmed", 0.25], ["submitted", 0.5], ["draft", 0.08], ["returned", 0.07], ["refused", 0.02]]; // prettier-ignore

const STEPS: Record<State, readonly string[]> = {
  draft: ["register"],
  submitted: ["register", "submit"],
  returned: ["register", "submit", "return"],
  confirmed: ["register", "submit", "confirm"],
  refused: ["register", "submit", "refuse"],
};
const NOTES: Record<string, string> = {
  return: "所填专业与学籍登记不一致，请更正后再提交。",
  refuse: "经核实，已被高等学校录取并保留入学资格。",
};

interface Registered {
  row: NewCandidate;
  state: State;
  /** when he began */
  at: Date;
}

/** Some of the pupils have registered, others not yet; always the same ones. */
function drawRegistrations(pupils: readonly SamplePupil[], ownSchool: string | null, now: Date): Registered[] {
  const next = draws(71);
  const byCode = categoriesByCode();
  return pupils.flatMap((pupil): Registered[] => {
    const [turn, chance, other, when] = [next(), next(), next(), next()];
    let left = turn;
    const state = (pupil.school === ownSchool ? OWN : ELSEWHERE).find(([, share]) => (left -= share) < 0)?.[0];
    if (!state) return [];
    const category = byCode.get(pupil.programme) ?? CATEGORIES[0];
    const veteran = chance < 0.04;
    // some write down another programme than the register has
    const mistaken = state === "returned" || (state === "submitted" && other < 0.1);
    const programme = mistaken ? (programmesOf(category, "secondary").find(({ code }) => code !== pupil.programme)?.code ?? pupil.programme) : pupil.programme;
    const kind = veteran ? "veteran" : "current";
    const said = declared({ kind, programme, region: pupil.region, veteran, school: pupil.school });
    const row = { person: pupil.person, number: null, kind, category, school: pupil.school, region: pupil.region, veteran } as const;
    return [{ row: { ...row, declared: state === "draft" ? unfinished(said) : said }, state, at: new Date(now.getTime() - (0.4 + 2.5 * when) * DAY) }];
  });
} // prettier-ignore

const unfinished = (said: string): string =>
  JSON.stringify({ ...(JSON.parse(said) as object), answers: {}, truthful: false });

/** The season with its sites and who has registered so far. Nothing where it is there. */
export async function addOpenSeason(
  platform: Platform,
  of: SetUp & { pupils: readonly SamplePupil[]; ownSchool: string | null },
): Promise<void> {
  const now = platform.clock();
  const at = (days: number) => new Date(now.getTime() - days * DAY);
  await asKeeper(platform, async (run) => {
    const actions = [["start", 20], ["open", 3]] as const; // prettier-ignore
    if (!(await insertSeason(run, { ...of, at, times: TIMES, actions, tested: TESTED }))) return;
    const registered = drawRegistrations(of.pupils, of.ownSchool, now);
    const confirmed = registered.filter(({ state }) => state === "confirmed");
    const numbers = nextNumbers("", of.year, CHANNEL, confirmed.length);
    for (const [i, { row }] of confirmed.entries()) row.number = numbers[i]!;
    await insertCandidates(run, of, at(3), registered.map(({ row }) => row)); // prettier-ignore
    await insertActions(run, of, registered.flatMap(actionsOf));
  });
}

/** Begun, handed in an hour later, decided on in the same day. */
const actionsOf = ({ row, state, at }: Registered): NewAction[] =>
  STEPS[state].map((action, i) => ({
    person: row.person,
    seq: i + 1,
    action,
    note: NOTES[action] ?? "",
    at: new Date(at.getTime() + [0, 1, 9][i]! * 3_600_000),
  }));
