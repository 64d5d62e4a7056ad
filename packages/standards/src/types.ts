/** The official tables as they are held: codes, names, relations, and what is doubtful about each. */

/** 层次 of a programme: 中职, 高职专科, 职业本科. */
export type Level = "secondary" | "college" | "bachelor";

/**
 * How a programme and an occupation are linked: `official` = the relation table of programmes and occupations;
 * `post` = named in the programme's own orientation (职业面向); `class` = only through sibling programmes of its class.
 */
export type LinkKind = "official" | "post" | "class";

/** A programme (专业) of the vocational education catalogue. */
export interface Programme {
  /** six digits, with the suffix K where the State controls it */
  code: string;
  name: string;
  level: Level;
  /** 专业大类, two digits */
  categoryCode: string;
  categoryName: string;
  /** 专业类, four digits */
  classCode: string;
  className: string;
  /** 国家控制布点 */
  controlled: boolean;
  /** basic years of study, null where the source lost the line */
  years: number | null;
  /** edition of the catalogue that brought it */
  stage: string;
}

/** A class of programmes (专业类). */
export interface ProgrammeClass {
  code: string;
  name: string;
  level: Level;
  categoryCode: string;
  categoryName: string;
}

/** An occupation (细类) of the Occupational Classification of 2022 with the additions of 2024 and 2025. */
export interface Occupation {
  code: string;
  name: string;
  /** 小类 it belongs to, e.g. 4-04-05 */
  groupCode: string;
  /** 工种 */
  workTypes: string[];
  /** L = 绿色职业 */
  green: boolean;
  /** S = 数字职业 */
  digital: boolean;
  /** edition that brought it: 2022版, 2024新职业, 2025新职业 */
  edition: string;
  /** ok, relation-table-only, renamed, shifted… as the provenance notes explain */
  status: string;
}

/** A group of occupations (大类, 中类, 小类). */
export interface OccupationGroup {
  code: string;
  name: string;
  rank: "major" | "middle" | "minor";
  parent: string | null;
}

/** An industry of GB/T 4754-2017. */
export interface Industry {
  code: string;
  name: string;
  section: string;
  parent: string | null;
}

/** A region of GB/T 2260. */
export interface Region {
  code: string;
  name: string;
  rank: "province" | "city" | "county";
  parent: string | null;
}

/** A school of higher education on the State's list. */
export interface School {
  code: string | null;
  name: string;
  provinceCode: string;
  cityCode: string | null;
  /** 高职专科, 职业本科, 普通本科 */
  type: string;
}

/** One end of a link between a programme and an occupation. */
export interface Link {
  /** code of the other end */
  code: string;
  kind: LinkKind;
  /** 0 to 1: how far the link is to be trusted */
  weight: number;
  /** the relation table alone says so, and nothing in the programme's own text supports it */
  doubtful: boolean;
}

/** A known doubt about a row, in Chinese and English. */
export interface Doubt {
  text: string;
  textEn: string;
}

/** Where a table comes from. */
export interface Provenance {
  table: string;
  title: string;
  titleEn: string;
  rows: number;
  collected: string;
  /** publisher of the table and where the copy was read */
  source: string;
  doubts: string[];
  doubtsEn: string[];
}

/** What the catalogue's profile (专业简介) says about a programme, as names. */
export interface ProgrammeProfile {
  /** occupations named in the orientation, with the code where the name is that of an occupation or a group */
  orientation: { name: string; code: string | null }[];
  /** 岗位 */
  posts: string[];
  basicCourses: string[];
  coreCourses: string[];
  certificates: { kind: string; name: string }[];
  /** 接续专业: where graduates may go on, code null where only a name is given */
  onward: { level: Level | "university"; name: string; code: string | null }[];
  /** programmes that lead here */
  from: { code: string; name: string; level: Level }[];
  /** address of the teaching standard of 2025, null where none is listed */
  teachingStandard: string | null;
}

/** An answer of the search. */
export interface SearchHit {
  kind: "programme" | "occupation" | "industry" | "region" | "certificate";
  code: string;
  name: string;
  level: Level | null;
  /** what tells it from others of the same name: class, group, parent region */
  hint: string;
  match: "code" | "name" | "pinyin" | "work-type";
}

/** The compiled tables and the ways to look into them. */
export interface Standards {
  /** short hash of all tables: changes when any of them does */
  version: string;
  programmes: readonly Programme[];
  classes: readonly ProgrammeClass[];
  occupations: readonly Occupation[];
  groups: readonly OccupationGroup[];
  industries: readonly Industry[];
  regions: readonly Region[];
  certificates: readonly { kind: string; name: string; programmes: number }[];
  /** announced programmes and occupations whose code is not known here; no code is invented for them */
  uncoded: {
    programmes: readonly { name: string; level: Level }[];
    occupations: readonly { name: string; edition: string }[];
  };
  schools: readonly School[];
  /** by code, with or without the suffix K */
  findProgramme(code: string): Programme | undefined;
  findClass(code: string): ProgrammeClass | undefined;
  findOccupation(code: string): Occupation | undefined;
  findGroup(code: string): OccupationGroup | undefined;
  findIndustry(code: string): Industry | undefined;
  findRegion(code: string): Region | undefined;
  /** programmes that lead to an occupation, strongest first */
  programmesOf(occupation: string): readonly Link[];
  /** occupations that a programme leads to, strongest first */
  occupationsOf(programme: string): readonly Link[];
  profile(programme: string): ProgrammeProfile;
  /** known doubts about a programme or an occupation */
  doubts(code: string): readonly Doubt[];
  provenance(): readonly Provenance[];
  search(query: string, options?: { kinds?: SearchHit["kind"][]; limit?: number }): SearchHit[];
}
