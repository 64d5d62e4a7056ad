/** A round over groups of programmes, in the plainest words. */
import { byBytes, fullFigures, plain, prefsOf, scaled, TEN_THOUSAND, type CandidateRow, type PreferenceRow, type Told, type World } from "./naive-world.ts"; // prettier-ignore

interface Choice {
  group: string;
  /** valid preferences there, in order */
  wishes: PreferenceRow[];
  all: PreferenceRow[];
  consent: boolean;
}
interface File_ {
  c: CandidateRow;
  choice: Choice;
}

export function groupRound(world: World, batch: string, round: number): void {
  const before = new Set(world.admitted.keys());
  const told = new Map<PreferenceRow, Told>();
  const choices = new Map<string, Choice[]>();
  const atStart = new Map(world.left);
  for (const c of world.instance.candidates) {
    const own = prefsOf(world, c.id, batch, round);
    const list: Choice[] = [];
    own.forEach((p, i) => {
      const group = world.groupOf(p.unit);
      if (i === 0 || world.groupOf(own[i - 1]!.unit) !== group)
        list.push({ group, wishes: [], all: [], consent: false });
      const choice = list.at(-1)!;
      choice.all.push(p);
      choice.consent ||= p.consent;
      const reason = world.voidReason(c, p, own.slice(0, i));
      if (before.has(c.id) && (reason === null || reason.outcome === "no-vacancy"))
        told.set(p, { ...p, outcome: "admitted-before" });
      else if (reason) {
        const { outcome, ...more } = reason;
        told.set(p, { ...p, outcome: String(outcome), more });
      } else choice.wishes.push(p);
    });
    const named = new Set<string>();
    const first = list.filter(({ group }) => !named.has(group) && named.add(group));
    if (!before.has(c.id)) choices.set(c.id, first.filter((choice) => eligible(world, c, choice, batch, round, atStart))); // prettier-ignore
  }
  const tell = (choice: Choice, outcome: string, more?: Record<string, unknown>) => {
    for (const p of choice.wishes) told.set(p, { ...p, outcome, more });
  };
  const order = world.instance.candidates
    .filter((c) => choices.has(c.id))
    .sort((a, b) => (a.category === b.category ? world.compare(a, b, world.own(a.category)) : byBytes(a.category, b.category))); // prettier-ignore
  const limit = (group: string) => {
    const places = units(world, group).reduce((n, u) => n + world.left.get(`${u}|`)!, 0);
    return Number((BigInt(places) * scaled(world.rules.ratio ?? 1)) / TEN_THOUSAND);
  };
  const figuresOf = (files: File_[] | undefined) => {
    const last = files?.at(-1)?.c;
    if (!last) return { last_rank: null, last_score: null };
    const rank = 1 + world.instance.candidates.filter((d) => d.category === last.category && world.compare(d, last, world.own(d.category)) < 0).length; // prettier-ignore
    return { last_rank: rank, last_score: plain(world.composed(last)) };
  };
  const settle = (groups: Map<string, File_[]>, after: (file: File_, done: boolean) => void) => {
    for (const [group, files] of groups) {
      assign(world, group, files, batch, round);
      for (const file of files) after(file, world.admitted.has(file.c.id));
    }
  };
  const later: (() => void)[] = []; // figures of units are those at the end of the round
  const taken = ({ c, choice }: File_) =>
    later.push(() => {
      const a = world.admitted.get(c.id)!;
      const got = choice.wishes.findIndex((p) => a.by === "choice" && p.no === a.no);
      choice.wishes.forEach((p, i) => {
        if (i === got) told.set(p, { ...p, outcome: "admitted" });
        else if (got >= 0 && i > got) told.set(p, { ...p, outcome: "not-needed" });
        else told.set(p, { ...p, outcome: "full", more: fullFigures(world, c, p.unit, batch, round) });
      });
    });
  if (world.rules.engine === "parallel") {
    const files = new Map<string, File_[]>();
    const room = new Map<string, number>();
    const filed = new Map<string, number>();
    for (const c of order) {
      const own = choices.get(c.id)!;
      const k = own.findIndex(({ group }) => (room.get(group) ?? limit(group)) > 0);
      filed.set(c.id, k < 0 ? own.length : k);
      if (k < 0) continue;
      const { group } = own[k]!;
      room.set(group, (room.get(group) ?? limit(group)) - 1);
      files.set(group, [...(files.get(group) ?? []), { c, choice: own[k]! }]);
    }
    settle(files, (file, done) => {
      const own = choices.get(file.c.id)!;
      const k = own.indexOf(file.choice);
      if (done) taken(file);
      else tell(file.choice, "withdrawn");
      own.slice(k + 1).forEach((choice) => tell(choice, done ? "not-needed" : "not-filed"));
    });
    for (const c of order)
      choices.get(c.id)!.slice(0, filed.get(c.id)!).forEach((choice) => tell(choice, "full", figuresOf(files.get(choice.group)))); // prettier-ignore
  } else
    for (let k = 0; [...choices.values()].some((own) => own.length > k); k++) {
      const files = new Map<string, File_[]>();
      const refused: Choice[] = [];
      for (const c of order) {
        const choice = choices.get(c.id)![k];
        if (!choice || world.admitted.has(c.id)) continue;
        const here = files.get(choice.group) ?? [];
        if (here.length < limit(choice.group)) files.set(choice.group, [...here, { c, choice }]);
        else refused.push(choice);
      }
      for (const choice of refused) tell(choice, "full", figuresOf(files.get(choice.group)));
      settle(files, (file, done) => {
        if (!done) return tell(file.choice, "withdrawn");
        taken(file);
        choices.get(file.c.id)!.slice(k + 1).forEach((choice) => tell(choice, "not-needed")); // prettier-ignore
      });
    }
  for (const write of later) write();
  for (const c of world.instance.candidates)
    for (const p of prefsOf(world, c.id, batch, round))
      world.told.set(c.id, [...(world.told.get(c.id) ?? []), told.get(p)!]);
}

const units = (world: World, group: string) => world.unitIds().filter((u) => world.groupOf(u) === group);

function eligible(
  world: World,
  c: CandidateRow,
  choice: Choice,
  batch: string,
  round: number,
  left: Map<string, number>,
): boolean {
  // prettier-ignore
  if (choice.wishes.length > 0) return true;
  if (!choice.consent || !choice.group.endsWith(`|${batch}|${c.category}`)) return false;
  return units(world, choice.group).some((u) => world.missed(c, u, "") === null && (round === 1 || left.get(`${u}|`)! > 0)); // prettier-ignore
}

/** Files come in the order of their ranks. */
function assign(world: World, group: string, files: File_[], batch: string, round: number): void {
  const take = ({ c }: File_, unit: string, no: number, by: "choice" | "consent") => {
    world.admitted.set(c.id, { unit, quota: "", no, batch, round, by });
    world.left.set(`${unit}|`, world.left.get(`${unit}|`)! - 1);
  };
  const open = (unit: string) => world.left.get(`${unit}|`)! > 0;
  const mode = world.rules.assign ?? "score";
  if (mode === "score")
    for (const file of files) {
      const p = file.choice.wishes.find(({ unit }) => open(unit));
      if (p) take(file, p.unit, p.no, "choice");
    }
  else if (mode === "preference")
    for (let k = 0; files.some(({ choice }) => choice.wishes.length > k); k++)
      for (const file of files) {
        const p = file.choice.wishes[k];
        if (p && !world.admitted.has(file.c.id) && open(p.unit)) take(file, p.unit, p.no, "choice");
      }
  else {
    // Deferred acceptance, one proposal after the other.
    const at = new Map(files.map((f) => [f, 0]));
    const held = new Map<string, File_[]>();
    const points = (f: File_) => {
      let sum = world.composed(f.c);
      for (let i = 0; i < at.get(f)!; i++) sum -= scaled(mode.steps[Math.min(i, mode.steps.length - 1)]!) * TEN_THOUSAND; // prettier-ignore
      return sum;
    };
    const free = [...files];
    while (free.length > 0) {
      const file = free.pop()!;
      const p = file.choice.wishes[at.get(file)!];
      if (!p) continue;
      const all = [...(held.get(p.unit) ?? []), file].sort((a, b) => {
        const [x, y] = [points(a), points(b)];
        return x !== y ? (x > y ? -1 : 1) : world.byTies(a.c, b.c, world.own(a.c.category));
      });
      const room = world.left.get(`${p.unit}|`)!;
      held.set(p.unit, all.slice(0, room));
      for (const out of all.slice(room)) {
        at.set(out, at.get(out)! + 1);
        free.push(out);
      }
    }
    for (const [unit, own] of held)
      for (const file of own) take(file, unit, file.choice.wishes[at.get(file)!]!.no, "choice");
  }
  for (const file of files) {
    if (world.admitted.has(file.c.id) || !file.choice.consent) continue;
    const unit = units(world, group).find((u) => open(u) && world.missed(file.c, u, "") === null);
    if (unit) take(file, unit, file.choice.all[0]!.no, "consent");
  }
}
