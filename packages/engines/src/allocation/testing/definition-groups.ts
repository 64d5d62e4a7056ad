/** The structure `group` told a second time. */
import type { Given, Person, Wish, World } from "./definition.ts";

interface Choice {
  group: string;
  /** number of the first preference that names it */
  no: number;
  counting: Wish[];
  consent: boolean;
}

type Got = Map<string, Omit<Given, "batch" | "round">>;

export function groupRound(
  world: World,
  batch: string,
  round: number,
  given: ReadonlyMap<string, Given>,
): Got {
  const got: Got = new Map();
  const { rules } = world;
  const groupOf = (unit: string): string => {
    const { school_id, category, batch: own } = world.unit(unit);
    return `${school_id} ${category} ${own}`;
  };
  const units = [...new Set(world.pools.map(({ unit }) => unit))].sort();
  const left = new Map(units.map((unit) => [unit, world.leftInUnit(unit, given)]));
  const before = new Map(left);
  const open = (person: Person, unit: string): boolean =>
    world.mayTakeGeneral(person, unit, batch) && (round === 1 || before.get(unit)! > 0);

  const choicesOf = (person: Person): Choice[] => {
    const choices: Choice[] = [];
    let last = "";
    for (const wish of world.wishes(person, batch, round)) {
      const group = groupOf(wish.unit);
      if (group !== last) choices.push({ group, no: wish.no, counting: [], consent: false });
      last = group;
      const choice = choices.at(-1)!;
      choice.consent ||= wish.consent;
      if (open(person, wish.unit) && !choice.counting.some(({ unit }) => unit === wish.unit))
        choice.counting.push(wish);
    }
    return choices
      .filter((choice, i) => choices.findIndex(({ group }) => group === choice.group) === i)
      .filter(
        ({ group, counting, consent }) =>
          counting.length > 0 ||
          (consent && units.some((unit) => groupOf(unit) === group && open(person, unit))),
      );
  };
  const people = world.people
    .filter(({ id }) => !given.has(id))
    .sort((a, b) => a.category < b.category ? -1 : a.category > b.category ? 1 : world.compare(a, b, world.ordering(a)))
    .map((person) => ({ person, choices: choicesOf(person) })); // prettier-ignore
  const steps = rules.engine === "parallel" ? 1 : Math.max(0, ...people.map(({ choices }) => choices.length));
  for (let k = 0; k < steps; k++) {
    const places = new Map<string, number>();
    for (const [unit, n] of left) places.set(groupOf(unit), (places.get(groupOf(unit)) ?? 0) + n);
    const files = new Map<string, { person: Person; choice: Choice }[]>();
    for (const { person, choices } of people) {
      if (got.has(person.id)) continue;
      for (const choice of rules.engine === "parallel" ? choices : choices.slice(k, k + 1)) {
        const there = files.get(choice.group) ?? [];
        if (there.length >= Math.floor((places.get(choice.group)! * Math.round(rules.ratio * 10)) / 10))
          continue;
        files.set(choice.group, [...there, { person, choice }]);
        break;
      }
    }
    for (const [group, filed] of files) assign(group, filed);
  }
  return got;

  function assign(group: string, filed: { person: Person; choice: Choice }[]): void {
    const take = (person: Person, unit: string, no: number, assigned: Given["assigned"]): void => {
      left.set(unit, left.get(unit)! - 1);
      got.set(person.id, { unit, quota: "", no, assigned });
    };
    if (rules.assign === "score") {
      for (const { person, choice } of filed) {
        const wish = choice.counting.find(({ unit }) => left.get(unit)! > 0);
        if (wish) take(person, wish.unit, wish.no, "choice");
      }
    } else if (rules.assign === "preference") {
      for (let k = 0; k < 20; k++)
        for (const { person, choice } of filed) {
          const wish = choice.counting[k];
          if (wish && !got.has(person.id) && left.get(wish.unit)! > 0)
            take(person, wish.unit, wish.no, "choice");
        }
    } else {
      // deferred acceptance, all over again in each turn, with plain lists
      const { steps: list } = rules.assign;
      const minus = (k: number): number => {
        let sum = 0;
        for (let i = 0; i < k; i++) sum += (list[i] ?? list.at(-1)!) * 1e8;
        return sum;
      };
      const at = new Map(filed.map(({ person }) => [person, 0]));
      for (let changed = true; changed;) {
        changed = false;
        for (const unit of units) {
          const asking = filed.filter(
            ({ person, choice }) => choice.counting[at.get(person)!]?.unit === unit,
          );
          asking.sort((a, b) =>
            world.compare(a.person, b.person, world.ordering(a.person), minus(at.get(a.person)!), minus(at.get(b.person)!)),
          ); // prettier-ignore
          for (const { person } of asking.slice(left.get(unit)!)) {
            at.set(person, at.get(person)! + 1);
            changed = true;
          }
        }
      }
      for (const { person, choice } of filed) {
        const wish = choice.counting[at.get(person)!];
        if (wish) take(person, wish.unit, wish.no, "choice");
      }
    }
    for (const { person, choice } of filed) {
      if (got.has(person.id) || !choice.consent) continue;
      const unit = units.find(
        (u) => groupOf(u) === group && left.get(u)! > 0 && world.mayTakeGeneral(person, u, batch),
      );
      if (unit) take(person, unit, choice.no, "consent");
    }
  }
}
