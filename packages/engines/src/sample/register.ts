/**
 * Organisations of the sample province: its authorities, the schools of its offerings, its largest employers, and one or
 * two of every other kind. All of it is invented and says so (示例). Their codes can be nobody's: where a code names the
 * region that gave it out, these name 99…, which GB/T 2260 has given to no province.
 */
import { composeCreditCode } from "../identifiers/index.ts";
import { sampleSchools, type School } from "./offerings.ts";
import { largestEmployers } from "./postings.ts";
import { Random } from "./random.ts";
import { CITIES, SAMPLE_PROVINCE } from "./regions.ts";

export interface SampleOrganisation {
  /** by which others name it: as what is above them, or what they were merged into */
  key: string;
  kind: string;
  name: string;
  region: string;
  creditCode: string | null;
  schoolCode: string | null;
  parent: string | null;
  country: string | null;
  address: string;
  /** null: longer than anybody knows */
  since: string | null;
  former: { name: string; until: string } | null;
}

export interface SampleRegister {
  organisations: SampleOrganisation[];
  mergers: { predecessors: string[]; into: string; day: string }[];
}

export interface SampleRegisterOptions {
  /** as in writeSample: they decide which schools and employers there are */
  postings: number;
  offerings: number;
  seed: number;
  enterprises?: number;
}

const ENTERPRISES = 300;
const MERGED_ON = "2023-09-01";
const SCHOOL_KIND = { college: "college", bachelor: "vocational-university" } as const;

/** Kind of body in a credit code: authority, public institution, association, private body, enterprise. */
type Body = "11" | "12" | "51" | "52" | "91";

/** The same options give the same organisations. */
export function sampleRegister(options: SampleRegisterOptions): SampleRegister {
  const random = new Random(options.seed ^ 0x4e61);
  const organisations: SampleOrganisation[] = [];
  const add = (key: string, kind: string, name: string, region: string, body: Body | null, more: Partial<SampleOrganisation> = {}) =>
    void organisations.push({
      key,
      kind,
      name,
      region,
      creditCode: body && composeCreditCode(body + region, String(organisations.length + 1).padStart(8, "0")),
      schoolCode: null,
      parent: null,
      country: null,
      address: region === SAMPLE_PROVINCE.code ? "" : `${cityName(region)}示范路 ${random.between(1, 300)} 号（示例）`,
      since: null,
      former: null,
      ...more,
    }); // prettier-ignore
  const { code: province } = SAMPLE_PROVINCE;

  add("province", "education-authority", "示例省教育厅（示例）", province, "11");
  add("labour", "department", "示例省人力资源和社会保障厅（示例）", province, "11");
  for (const { code, name } of CITIES)
    add(`authority ${code}`, "education-authority", `示例·${name}教育局`, code, "11", { parent: "province" });

  const schools = sampleSchools(options.offerings, options.seed);
  schools.forEach((school, i) => addSchool(school, i, random, add));
  const heir = schools.findIndex(
    (school) => school.level === "secondary" && school.name.endsWith("职业教育中心"),
  );
  const mergers = heir < 0 ? [] : [mergerInto(schools[heir]!, heir, add)];

  largestEmployers(options.enterprises ?? ENTERPRISES, options.postings, options.seed).forEach(
    ({ name, city }, i) =>
      add(`enterprise ${i}`, "enterprise", name, city.code, "91", { since: dayBetween(random, 1994, 2021) }),
  );
  addOthers(add);
  return { organisations, mergers };
}

type Add = (
  key: string,
  kind: string,
  name: string,
  region: string,
  body: Body | null,
  more?: Partial<SampleOrganisation>,
) => void;

/** Ten digits: 41 or 36, the province, a zero, a number. */
const schoolCode = (start: string, number: number) => `${start}990${String(number).padStart(5, "0")}`;

function addSchool(school: School, i: number, random: Random, add: Add): void {
  const { name, level, city, former } = school;
  const trains = level === "secondary" && name.endsWith("技工学校");
  const kind =
    level === "secondary" ? (trains ? "technician-school" : "secondary-school") : SCHOOL_KIND[level];
  const above = level !== "secondary" ? "province" : trains ? "labour" : `authority ${city.code}`;
  add(`school ${i}`, kind, name, city.code, "12", {
    parent: above,
    schoolCode: schoolCode(level === "secondary" ? "36" : "41", 20_001 + i),
    since: dayBetween(random, 1958, 2012),
    former: former ? { name: former.name, until: `${former.renamed}-03-01` } : null,
  });
}

/** Two schools of the trade and of the farm that went into one that was there. */
function mergerInto(heir: School, i: number, add: Add): SampleRegister["mergers"][number] {
  const predecessors = ["农业学校", "财贸学校"].map((trade, n) => {
    const key = `merged ${n}`;
    add(key, "secondary-school", `示例·${heir.city.name.slice(0, -1)}${trade}`, heir.city.code, "12", {
      parent: `authority ${heir.city.code}`,
      schoolCode: schoolCode("36", 10_001 + n),
      since: "1981-09-01",
    });
    return key;
  });
  return { predecessors, into: `school ${i}`, day: MERGED_ON };
}

function addOthers(add: Add): void {
  const { code: province } = SAMPLE_PROVINCE;
  const city = (name: string) => CITIES.find((one) => one.name === name)!.code;
  const [capital, works, chips] = [city("云湖市"), city("砺锋市"), city("晶溪市")];
  add("comprehensive", "comprehensive-high-school", "示例·望鹤综合高级中学", city("望鹤市"), "12", {
    parent: `authority ${city("望鹤市")}`,
    schoolCode: schoolCode("33", 30_001),
    since: "2019-09-01",
  });
  add("university", "university", "示例·云湖理工大学", capital, "12", {
    parent: "province",
    schoolCode: schoolCode("41", 10_001),
    since: "1952-10-01",
  });
  add("park works", "park", "示例·砺锋高端装备产业园", works, "12", { since: "2008-05-01" });
  add("park chips", "park", "示例·晶溪集成电路产业园", chips, "12", { since: "2016-11-01" });
  add("institute", "institute", "示例·晶溪半导体技术研究院", chips, "12", { since: "2017-04-01" });
  add("association", "association", "示例·智能制造行业协会", province, "51", { since: "2011-06-01" });
  add("trainer", "training-provider", "示例·云湖职业技能培训中心", capital, "52", { since: "2014-03-01" });
  add(
    "overseas",
    "overseas-partner",
    "示例·湄南河职业技术学院 (Sample Chao Phraya Technical College)",
    province,
    null,
    {
      country: "THA",
    },
  );
  add("consortium", "consortium", "示例·砺锋市装备制造产教联合体", works, null, {
    parent: "park works",
    since: "2023-12-01",
  });
  add("community", "community", "示例·集成电路行业产教融合共同体", province, null, { since: "2024-05-01" });
}

const cityName = (region: string) => CITIES.find((one) => one.code === region)?.name ?? "";

function dayBetween(random: Random, first: number, last: number): string {
  return `${random.between(first, last)}-${String(random.between(1, 12)).padStart(2, "0")}-01`;
}
