import { doubtsOf } from "./doubts.ts";
import { profileReader } from "./profiles.ts";
import { searcher } from "./search.ts";
import { list, readRows, readText } from "./tables.ts";
import type {
  Level,
  Link,
  LinkKind,
  OccupationGroup,
  Programme,
  ProgrammeClass,
  Provenance,
  Region,
  Standards,
} from "./types.ts";

let loaded: Standards | undefined;

/** The official tables; the first call reads them (about 0.1 s), later ones answer from memory. */
export function standards(): Standards {
  return (loaded ??= load());
}

function load(): Standards {
  const programmeRows = readRows("programme", [
    "code", "name", "level", "category", "categoryName", "class", "className", "controlled", "years", "stage", "initials",
  ]); // prettier-ignore
  const programmes = programmeRows.map((p): Programme => ({
    code: p.code,
    name: p.name,
    level: p.level as Level,
    categoryCode: p.category,
    categoryName: p.categoryName,
    classCode: p.class,
    className: p.className,
    controlled: p.controlled === "1",
    years: p.years === "" ? null : Number.parseFloat(p.years),
    stage: p.stage,
  }));
  const occupationRows = readRows("occupation", [
    "code",
    "name",
    "flags",
    "group",
    "edition",
    "status",
    "workTypes",
    "initials",
  ]);
  const occupations = occupationRows.map((o) => ({
    code: o.code,
    name: o.name,
    groupCode: o.group,
    workTypes: list(o.workTypes),
    green: o.flags.includes("L"),
    digital: o.flags.includes("S"),
    edition: o.edition,
    status: o.status,
  }));
  const groups = readRows("occupation-group", ["code", "name", "rank", "parent"]).map((g) => ({
    code: g.code,
    name: g.name,
    rank: g.rank as OccupationGroup["rank"],
    parent: g.parent || null,
  }));
  const industryRows = readRows("industry", ["code", "name", "section", "parent", "initials"]);
  const industries = industryRows.map((i) => ({
    code: i.code,
    name: i.name,
    section: i.section,
    parent: i.parent || null,
  }));
  const regionRows = readRows("region", ["code", "name", "rank", "parent", "initials"]);
  const regions = regionRows.map((r) => ({
    code: r.code,
    name: r.name,
    rank: r.rank as Region["rank"],
    parent: r.parent || null,
  }));
  const schools = readRows("school", ["code", "name", "province", "city", "type"]).map((s) => ({
    code: s.code || null,
    name: s.name,
    provinceCode: s.province,
    cityCode: s.city || null,
    type: s.type,
  }));
  const certificateRows = readRows("certificate", ["kind", "name", "programmes", "initials"]);
  const uncoded = readRows("uncoded", ["kind", "name", "of"]);

  const programmeByCode = new Map(programmes.map((p) => [p.code, p]));
  for (const p of programmes) if (p.controlled) programmeByCode.set(p.code.slice(0, 6), p);
  const occupationByCode = index(occupations);
  const groupByCode = index(groups);
  const classByCode = index(classesOf(programmes));
  const industryByCode = index(industries);
  const regionByCode = index(regions);
  const links = readLinks();
  const profile = profileReader(programmes);
  const provenance = JSON.parse(readText("provenance.json")) as Provenance[];
  const findProgramme = (code: string) => programmeByCode.get(code);
  const codeOf = (code: string) => findProgramme(code)?.code ?? code;

  return {
    version: readText("version.txt").trim(),
    programmes,
    classes: [...classByCode.values()],
    occupations,
    groups,
    industries,
    regions,
    schools,
    certificates: certificateRows.map((c) => ({
      kind: c.kind,
      name: c.name,
      programmes: Number(c.programmes),
    })),
    uncoded: {
      programmes: uncoded
        .filter((u) => u.kind === "programme")
        .map((u) => ({ name: u.name, level: u.of as Level })),
      occupations: uncoded
        .filter((u) => u.kind === "occupation")
        .map((u) => ({ name: u.name, edition: u.of })),
    },
    findProgramme,
    findClass: (code) => classByCode.get(code),
    findOccupation: (code) => occupationByCode.get(code),
    findGroup: (code) => groupByCode.get(code),
    findIndustry: (code) => industryByCode.get(code),
    findRegion: (code) => regionByCode.get(code),
    programmesOf: (occupation) => links.ofOccupation.get(occupation) ?? [],
    occupationsOf: (programme) => links.ofProgramme.get(codeOf(programme)) ?? [],
    profile: (programme) => profile(codeOf(programme)),
    doubts: (code) => doubtsOf(code, findProgramme(code), occupationByCode.get(code), links.ofProgramme.get(codeOf(code)) ?? [], profile.assigned(codeOf(code))), // prettier-ignore
    provenance: () => provenance,
    search: searcher([
      ...programmes.map((p, i) => ({
        kind: "programme" as const, code: p.code, name: p.name, level: p.level, hint: p.className, initials: programmeRows[i]!.initials, also: [],
      })),
      ...occupations.map((o, i) => ({
        kind: "occupation" as const, code: o.code, name: o.name, level: null, hint: groupByCode.get(o.groupCode)?.name ?? "",
        initials: occupationRows[i]!.initials, also: o.workTypes,
      })),
      ...certificateRows.map((c) => ({
        kind: "certificate" as const, code: c.name, name: c.name, level: null, hint: c.kind, initials: c.initials, also: [],
      })),
      ...regions.map((r, i) => ({
        kind: "region" as const, code: r.code, name: r.name, level: null, hint: r.parent ? (regionByCode.get(r.parent)?.name ?? "") : "",
        initials: regionRows[i]!.initials, also: [],
      })),
      ...industries.map((d, i) => ({
        kind: "industry" as const, code: d.code, name: d.name, level: null, hint: industryByCode.get(d.section)?.name ?? "",
        initials: industryRows[i]!.initials, also: [],
      })),
    ]), // prettier-ignore
  };
}

const index = <T extends { code: string }>(items: readonly T[]) =>
  new Map(items.map((item) => [item.code, item]));

function classesOf(programmes: Programme[]): ProgrammeClass[] {
  const classes = new Map<string, ProgrammeClass>();
  for (const p of programmes)
    if (!classes.has(p.classCode))
      classes.set(p.classCode, {
        code: p.classCode, name: p.className, level: p.level, categoryCode: p.categoryCode, categoryName: p.categoryName,
      }); // prettier-ignore
  return [...classes.values()];
}

function readLinks(): { ofProgramme: Map<string, Link[]>; ofOccupation: Map<string, Link[]> } {
  const ofProgramme = new Map<string, Link[]>();
  const ofOccupation = new Map<string, Link[]>();
  const add = (map: Map<string, Link[]>, from: string, link: Link) => {
    const links = map.get(from);
    if (links) links.push(link);
    else map.set(from, [link]);
  };
  for (const row of readRows("link", ["programme", "occupation", "kind", "weight", "doubtful"])) {
    const link = { kind: row.kind as LinkKind, weight: Number(row.weight), doubtful: row.doubtful === "1" };
    add(ofProgramme, row.programme, { code: row.occupation, ...link });
    add(ofOccupation, row.occupation, { code: row.programme, ...link });
  }
  const strongest = (a: Link, b: Link) => b.weight - a.weight || (a.code < b.code ? -1 : 1);
  for (const links of [...ofProgramme.values(), ...ofOccupation.values()]) links.sort(strongest);
  return { ofProgramme, ofOccupation };
}
