/**
 * Which programme leads to which occupation, and how far that is to be trusted.
 *
 * Three sources, none of them invented: the relation table of programmes and occupations (`official`), the programme's
 * own orientation in its profile (`post`: an occupation, a group of occupations or a post that bears an occupation's or a
 * work type's exact name), and what at least two sibling programmes of the same class share (`class`).
 */
import type { Row } from "./tables.ts";

/**
 * Weights. A link that table and profile both state is certain; the table alone is a prior, because parts of it look
 * mechanical; where not even the profile's text has a word of the occupation, it is marked as doubtful.
 */
const WEIGHT = { both: 1, named: 0.8, official: 0.7, group: 0.5, doubtful: 0.3, class: 0.25 };
/** Orientation that names a group stands for its occupations only while these are few. */
const GROUP_MAX = 12;
/** Word parts that many occupations share and that prove nothing. */
const COMMON = new Set(["人员", "工程", "技术", "程技", "术人", "管理", "理员", "服务", "务员", "制造", "造工", "制作", "作工", "操作", "加工", "专业", "业人", "程师", "设备", "工人", "装配", "配工", "维修", "修工", "生产", "产品", "机械", "材料"]); // prettier-ignore

interface Programme {
  code: string;
  class: string;
}
interface Occupation {
  code: string;
  name: string;
  group: string;
  workTypes: string;
}

export function crosswalk(
  read: (name: string) => Row[],
  programmes: Programme[],
  occupations: Occupation[],
): Row[] {
  const six = new Map(programmes.map((p) => [p.code.slice(0, 6), p.code]));
  const known = new Map(occupations.map((o) => [o.code, o]));
  const official = new Map<string, Set<string>>();
  const named = new Map<string, Map<string, number>>();
  const setOf = (programme: string) =>
    official.get(programme) ?? official.set(programme, new Set()).get(programme)!;
  const name = (programme: string, occupation: string, weight: number) => {
    const links = named.get(programme) ?? named.set(programme, new Map()).get(programme)!;
    links.set(occupation, Math.max(weight, links.get(occupation) ?? 0));
  };

  for (const row of read("programme_occupation")) {
    const programme = six.get(row.programme_code!.slice(0, 6));
    if (row.level !== "普通本科" && programme && known.has(row.occupation_code!))
      setOf(programme).add(row.occupation_code!);
  }
  const byName = namesOf(occupations);
  const byGroup = groupBy(occupations, (o) => o.group);
  for (const row of read("programme_orientation")) {
    const programme = six.get(row.programme_code!.slice(0, 6));
    if (!programme) continue;
    const code = row.occupation_code_matched!;
    if (known.has(code)) name(programme, code, WEIGHT.named);
    else if (row.occupation_level === "小类") {
      const members = byGroup.get(code) ?? [];
      if (members.length <= GROUP_MAX) for (const o of members) name(programme, o.code, WEIGHT.group);
    } else for (const occupation of byName.get(row.name!) ?? []) name(programme, occupation, WEIGHT.named);
  }

  const texts = new Map(
    read("programme_profile").map((p) => [six.get(p.code!.slice(0, 6)) ?? "", Object.values(p).join(" ")]),
  );
  const links = new Map<string, Map<string, Row>>();
  for (const { code: programme } of programmes) {
    const own = new Map<string, Row>();
    const post = named.get(programme) ?? new Map<string, number>();
    const link = (occupation: string, kind: string, weight: number, doubtful: boolean) =>
      own.set(occupation, {
        programme,
        occupation,
        kind,
        weight: String(weight),
        doubtful: doubtful ? "1" : "0",
      });
    for (const occupation of official.get(programme) ?? []) {
      const text = texts.get(programme) ?? "";
      const doubtful = !post.has(occupation) && text.length > 200 && !shares(text, known.get(occupation)!);
      link(
        occupation,
        "official",
        post.has(occupation) ? WEIGHT.both : doubtful ? WEIGHT.doubtful : WEIGHT.official,
        doubtful,
      );
    }
    for (const [occupation, weight] of post)
      if (!own.has(occupation)) link(occupation, "post", weight, false);
    links.set(programme, own);
  }
  addSiblings(programmes, links);
  return programmes.flatMap((p) =>
    [...links.get(p.code)!.values()].sort((a, b) => (a.occupation! < b.occupation! ? -1 : 1)),
  );
}

/** Occupations by their own exact name and by the exact names of their work types. */
function namesOf(occupations: Occupation[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const o of occupations)
    for (const name of new Set([o.name, ...o.workTypes.split("|")]))
      if (name !== "") names.set(name, [...(names.get(name) ?? []), o.code]);
  return names;
}

/** Does the profile's text contain a telling word part of the occupation's name or of its work types? */
function shares(text: string, occupation: Occupation): boolean {
  return [occupation.name, ...occupation.workTypes.split("|")].some((name) =>
    [...name].some((_, i) => {
      const pair = name.slice(i, i + 2);
      return pair.length === 2 && !COMMON.has(pair) && text.includes(pair);
    }),
  );
}

/** A programme takes what two siblings of its class state without doubt, or, having nothing of its own, what one states. */
function addSiblings(programmes: Programme[], links: Map<string, Map<string, Row>>): void {
  for (const siblings of groupBy(programmes, (p) => p.class).values()) {
    const stated = new Map<string, Set<string>>();
    for (const { code } of siblings)
      for (const [occupation, row] of links.get(code)!)
        if (row.doubtful === "0" && Number(row.weight) >= WEIGHT.official)
          (stated.get(occupation) ?? stated.set(occupation, new Set()).get(occupation)!).add(code);
    for (const { code } of siblings) {
      const own = links.get(code)!;
      const needed = own.size === 0 ? 1 : 2;
      for (const [occupation, by] of stated)
        if (!own.has(occupation) && !by.has(code) && by.size >= needed)
          own.set(occupation, {
            programme: code,
            occupation,
            kind: "class",
            weight: String(WEIGHT.class),
            doubtful: "0",
          });
    }
  }
}

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
