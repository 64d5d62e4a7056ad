/** The official tables in the shapes of the API, in the reader's language where it is ours to choose. */
import { standards, type Occupation, type Programme } from "@tixi/standards";
import type { Locale } from "../platform/context.ts";
import { NotFound } from "../platform/http/problems.ts";
import type { z } from "zod";
import type * as s from "./schemas.ts";

/** A page of an unchanging list; the cursor is the offset. */
function pageOf<T, U>(
  items: readonly T[],
  query: { cursor?: string | undefined; limit: number },
  show: (item: T) => U,
) {
  const from = Math.max(0, Number.parseInt(query.cursor ?? "0", 10) || 0);
  const end = from + query.limit;
  return { items: items.slice(from, end).map(show), next: end < items.length ? String(end) : null };
}

const contains = (words: string | undefined, ...texts: string[]) =>
  !words || texts.some((text) => text.includes(words.trim()));

export function programmes(query: z.infer<typeof s.programmeQuery>) {
  const { level, category, q } = query;
  const found = standards().programmes.filter(
    (p) =>
      (!level || p.level === level) &&
      (!category || p.categoryCode === category) &&
      (!query.class || p.classCode === query.class) &&
      contains(q, p.name, p.code),
  );
  return pageOf(found, query, programmeRow);
}

const programmeRow = (p: Programme): z.infer<typeof s.programmeRow> => ({
  code: p.code,
  name: p.name,
  level: p.level,
  category: { code: p.categoryCode, name: p.categoryName },
  class: { code: p.classCode, name: p.className },
  stateControlled: p.controlled,
  years: p.years,
  stage: p.stage,
});

/** @throws NotFound if the catalogue has no such programme */
export function programme(code: string, locale: Locale): z.infer<typeof s.programmeProfile> {
  const tables = standards();
  const found = tables.findProgramme(code);
  if (!found) throw new NotFound({ zh: `专业 ${code}`, en: `programme ${code}` });
  const profile = tables.profile(found.code);
  return {
    ...programmeRow(found),
    occupations: tables
      .occupationsOf(found.code)
      .map((link) => ({ ...link, name: tables.findOccupation(link.code)?.name ?? link.code })),
    orientation: profile.orientation,
    posts: profile.posts,
    courses: [
      ...profile.basicCourses.map((name) => ({ name, kind: "basic" as const })),
      ...profile.coreCourses.map((name) => ({ name, kind: "core" as const })),
    ],
    certificates: profile.certificates,
    progression: { up: profile.onward, down: profile.from },
    teachingStandardUrl: profile.teachingStandard,
    provenance: sourcesOf(["programme", "profile", "link"], locale),
    doubts: doubtsOf(found.code, locale),
  };
}

export function occupations(query: z.infer<typeof s.occupationQuery>) {
  const found = standards().occupations.filter(
    (o) =>
      (!query.group || o.code.startsWith(query.group)) && contains(query.q, o.name, o.code, ...o.workTypes),
  );
  return pageOf(found, query, occupationRow);
}

const flagsOf = (o: Occupation) => [
  ...(o.green ? (["green"] as const) : []),
  ...(o.digital ? (["digital"] as const) : []),
];

function occupationRow(o: Occupation): z.infer<typeof s.occupationRow> {
  const tables = standards();
  return {
    code: o.code,
    name: o.name,
    group: { code: o.groupCode, name: tables.findGroup(o.groupCode)?.name ?? o.groupCode },
    flags: flagsOf(o),
    edition: o.edition,
    programmes: tables.programmesOf(o.code).length,
  };
}

/** @throws NotFound if the classification has no such occupation */
export function occupation(code: string, locale: Locale): z.infer<typeof s.occupationProfile> {
  const tables = standards();
  const found = tables.findOccupation(code);
  if (!found) throw new NotFound({ zh: `职业 ${code}`, en: `occupation ${code}` });
  const groups: { code: string; name: string }[] = [];
  for (
    let at = tables.findGroup(found.groupCode);
    at;
    at = at.parent ? tables.findGroup(at.parent) : undefined
  )
    groups.unshift({ code: at.code, name: at.name });
  return {
    code: found.code,
    name: found.name,
    group: groups.at(-1) ?? { code: found.groupCode, name: found.groupCode },
    groups,
    flags: flagsOf(found),
    version: found.edition,
    workTypes: found.workTypes,
    programmes: tables.programmesOf(code).map(({ code: of, kind, weight, doubtful }) => {
      const p = tables.findProgramme(of)!;
      return { code: p.code, name: p.name, level: p.level, kind, weight, doubtful };
    }),
    provenance: sourcesOf(["occupation", "link"], locale),
    doubts: doubtsOf(code, locale),
  };
}

export function groups(): z.infer<typeof s.group>[] {
  const counts = new Map<string, number>();
  for (const { code } of standards().occupations)
    for (const length of [1, 4, 7])
      counts.set(code.slice(0, length), (counts.get(code.slice(0, length)) ?? 0) + 1);
  return standards().groups.map((group) => ({ ...group, occupations: counts.get(group.code) ?? 0 }));
}

export function categories(): z.infer<typeof s.category>[] {
  const found = new Map<string, z.infer<typeof s.category>>();
  for (const p of standards().programmes) {
    const category = found.get(p.categoryCode) ?? {
      level: p.level,
      code: p.categoryCode,
      name: p.categoryName,
      programmes: 0,
      classes: [],
    };
    found.set(p.categoryCode, category);
    category.programmes++;
    const within = category.classes.find((c) => c.code === p.classCode);
    if (within) within.programmes++;
    else category.classes.push({ code: p.classCode, name: p.className, programmes: 1 });
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

export function aboutData(locale: Locale): z.infer<typeof s.aboutData> {
  const { version, uncoded } = standards();
  const english = locale === "en";
  return {
    version,
    tables: standards().provenance().map(({ table, title, titleEn, rows, collected, source, doubts, doubtsEn }) => ({
      table, rows, collected, source, title: english ? titleEn : title, doubts: english ? doubtsEn : doubts,
    })),
    uncoded: { programmes: [...uncoded.programmes], occupations: [...uncoded.occupations] },
  }; // prettier-ignore
}

function sourcesOf(tables: string[], locale: Locale): string[] {
  return standards()
    .provenance()
    .filter((p) => tables.includes(p.table))
    .map((p) => (locale === "en" ? `${p.titleEn}: ${p.source}` : `${p.title}：${p.source}`));
}

const doubtsOf = (code: string, locale: Locale): string[] =>
  standards().doubts(code).map((doubt) => (locale === "en" ? doubt.textEn : doubt.text)); // prettier-ignore
