import { standards, type School } from "@tixi/standards";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { dayInChina, Conflict, type Context } from "../../platform/index.ts";
import { installation } from "../installation.ts";
import { beginVersion, factsOf } from "./change-organisation.ts";
import { authorizeKeep } from "./keep.ts";
import type { Kind } from "./kinds.ts";
import {
  insertOrganisations,
  lockOrganisations,
  versionColumns,
  type NewVersion,
  type Version,
} from "./organisations.sql.ts";

/** As it stands in a version's `source`; what bears it may be changed by a later list, everything else is a person's. */
const LIST = "教育部全国普通高等学校名单";
const LIST_DAY = "2025-06-20";

const KIND: Record<string, Kind> = {
  高职专科: "college",
  职业本科: "vocational-university",
  普通本科: "university",
};

export interface HigherSchoolsLoaded {
  /** schools on the list: in = added + there + changed */
  in: number;
  added: number;
  there: number;
  changed: number;
  /** of those there: what a person entered otherwise, which stays */
  kept: {
    id: string;
    name: string;
    field: "name" | "kind" | "region" | "schoolCode";
    ours: string;
    list: string;
  }[];
}

/**
 * Takes the Ministry's list of higher schools into the register: those of the installation's province, or all. May be
 * asked again at any time; what a person entered or changed is not overwritten.
 * @throws Conflict where there is no such list for the province (the sample province)
 */
export async function loadHigherSchools(
  ctx: Context,
  scope: "province" | "country",
): Promise<HigherSchoolsLoaded> {
  const { province, provinceName } = await installation(ctx);
  const schools = standards().schools.filter(
    (school) => scope === "country" || school.provinceCode === province,
  );
  if (schools.length === 0)
    throw new Conflict({
      zh: `名单中没有${provinceName || "尚未选定的省份"}的学校；可以选择装载全国名单。`,
      en: `The list has no school of ${provinceName || "a province that is yet to be chosen"}; the whole country can be loaded.`,
    });
  await authorizeKeep(ctx, ...new Set(schools.map((school) => school.provinceCode)));
  await lockOrganisations(ctx, ["higher schools"]);
  const known = await knownSchools(ctx);
  const added: NewVersion[] = [];
  const report: HigherSchoolsLoaded = { in: schools.length, added: 0, there: 0, changed: 0, kept: [] };
  for (const school of schools) {
    const listed = factsOnList(school);
    const found =
      known.byCode.get(listed.schoolCode ?? "") ?? known.byName.get(nameKey(listed.name, listed.region));
    if (!found)
      added.push({ ...listed, id: uuidv7(), since: null, note: "", change: "registered", source: source() });
    else if (await follow(ctx, found, listed, report)) report.changed++;
    else report.there++;
  }
  await insertOrganisations(ctx, added);
  report.added = added.length;
  const { kept, ...counts } = report;
  await ctx.audit("organisation.load-higher-schools", `region:${province}`, null, {
    scope,
    list: source(),
    ...counts,
    kept: kept.length,
  });
  return report;
}

const source = () => `${LIST}（${LIST_DAY}）`;
const nameKey = (name: string, region: string) => `${region.slice(0, 2)} ${name}`;

type Listed = Omit<NewVersion, "id" | "since" | "note" | "change" | "source">;

function factsOnList(school: School): Listed {
  return {
    name: school.name,
    kind: KIND[school.type]!,
    region: school.cityCode ?? school.provinceCode,
    creditCode: null,
    schoolCode: school.code,
    parent: null,
    country: null,
    address: "",
    website: "",
  };
}

async function knownSchools(ctx: Context) {
  const { rows } = await sql<Version & { pure: boolean }>`select ${versionColumns}, not exists (
      select from registry.organisation_correction c where c.organisation_id = v.organisation_id) as pure
    from registry.organisation_version v where upper_inf(v.valid)
      and (v.school_code is not null or v.kind in ('college', 'vocational-university', 'university'))`.execute(
    ctx.tx,
  );
  return {
    byCode: new Map(rows.flatMap((row) => (row.schoolCode === null ? [] : [[row.schoolCode, row] as const]))),
    byName: new Map(rows.map((row) => [nameKey(row.name, row.region), row])),
  };
}

/** @returns whether the school was changed: only where all that is known of it came from an earlier list */
async function follow(
  ctx: Context,
  found: Version & { pure: boolean },
  listed: Listed,
  report: HigherSchoolsLoaded,
): Promise<boolean> {
  const fields = (["name", "kind", "region", "schoolCode"] as const).filter(
    (field) => listed[field] !== null && listed[field] !== found[field],
  );
  if (fields.length === 0) return false;
  if (!found.pure || !found.source.startsWith(LIST)) {
    for (const field of fields)
      report.kept.push({
        id: found.id,
        name: found.name,
        field,
        ours: found[field] ?? "",
        list: listed[field] ?? "",
      });
    return false;
  }
  const now = dayInChina(ctx.now);
  const since = found.since === null || found.since < LIST_DAY ? LIST_DAY : now;
  // twice on one day, which only tests do: the second waits for the next
  if (found.since !== null && found.since >= since) return false;
  const change = fields.includes("name") ? "renamed" : fields.includes("region") ? "moved" : "changed";
  const told = Object.fromEntries(fields.map((field) => [field, listed[field]]));
  await beginVersion(ctx, found.id, {
    ...factsOf(found),
    ...told,
    since,
    note: "",
    change,
    source: source(),
  });
  return true;
}
