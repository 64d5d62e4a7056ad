import { z } from "zod";

/** Shapes of the registry's API: the installation, regions, and the official tables. */

export const level = z.enum(["secondary", "college", "bachelor"]);
const kind = z.enum(["programme", "occupation", "industry", "region", "certificate"]);
const named = z.object({ code: z.string(), name: z.string() });
const linkKind = z.enum(["official", "post", "class"]);

export const installation = z
  .object({
    province: z.string(),
    provinceName: z.string(),
    sample: z.boolean(),
    publisher: z.string(),
    sampleLoaded: z.boolean(),
  })
  .meta({ id: "Installation" });
export const newInstallation = z.object({
  province: z.string().regex(/^\d{6}$/),
  publisher: z.string().max(60).optional(),
});

export const region = z
  .object({
    code: z.string(),
    name: z.string(),
    rank: z.enum(["province", "city", "county"]),
    parent: z.string().nullable(),
  })
  .meta({ id: "Region" });
export const regionQuery = z.object({
  parent: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});

export const searchHit = z
  .object({
    kind, code: z.string(), name: z.string(), level: level.nullable(), hint: z.string(), match: z.enum(["code", "name", "pinyin", "work-type"]),
  })
  .meta({ id: "SearchHit" }); // prettier-ignore
export const searchQuery = z.object({
  q: z.string().max(50),
  kind: kind.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const programmeRow = z
  .object({
    code: z.string(),
    name: z.string(),
    level,
    category: named,
    class: named,
    stateControlled: z.boolean(),
    years: z.number().nullable(),
    stage: z.string(),
  })
  .meta({ id: "ProgrammeRow" });
export const programmeQuery = z.object({
  level: level.optional(),
  category: z.string().optional(),
  class: z.string().optional(),
  q: z.string().max(50).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const doubtful = z.boolean();
export const programmeProfile = programmeRow
  .extend({
    occupations: z.array(z.object({ code: z.string(), name: z.string(), kind: linkKind, weight: z.number(), doubtful })),
    orientation: z.array(z.object({ name: z.string(), code: z.string().nullable() })),
    posts: z.array(z.string()),
    courses: z.array(z.object({ name: z.string(), kind: z.enum(["basic", "core"]) })),
    certificates: z.array(z.object({ kind: z.string(), name: z.string() })),
    progression: z.object({
      up: z.array(z.object({ level: z.enum(["secondary", "college", "bachelor", "university"]), name: z.string(), code: z.string().nullable() })),
      down: z.array(z.object({ code: z.string(), name: z.string(), level })),
    }),
    teachingStandardUrl: z.string().nullable(),
    provenance: z.array(z.string()),
    doubts: z.array(z.string()),
  })
  .meta({ id: "ProgrammeProfile" }); // prettier-ignore

export const occupationRow = z
  .object({
    code: z.string(),
    name: z.string(),
    group: named,
    flags: z.array(z.enum(["green", "digital"])),
    edition: z.string(),
    programmes: z.number(),
  })
  .meta({ id: "OccupationRow" });
export const occupationQuery = z.object({
  group: z.string().optional(),
  q: z.string().max(50).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const occupationProfile = z
  .object({
    code: z.string(),
    name: z.string(),
    group: named,
    groups: z.array(named),
    flags: z.array(z.enum(["green", "digital"])),
    version: z.string(),
    workTypes: z.array(z.string()),
    programmes: z.array(
      z.object({ code: z.string(), name: z.string(), level, kind: linkKind, weight: z.number(), doubtful }),
    ),
    provenance: z.array(z.string()),
    doubts: z.array(z.string()),
  })
  .meta({ id: "OccupationProfile" });

export const group = z
  .object({ code: z.string(), name: z.string(), rank: z.enum(["major", "middle", "minor"]), parent: z.string().nullable(), occupations: z.number() })
  .meta({ id: "OccupationGroup" }); // prettier-ignore
export const category = z
  .object({
    level, code: z.string(), name: z.string(), programmes: z.number(),
    classes: z.array(z.object({ code: z.string(), name: z.string(), programmes: z.number() })),
  })
  .meta({ id: "ProgrammeCategory" }); // prettier-ignore
export const provenanceLine = z
  .object({ table: z.string(), title: z.string(), rows: z.number(), collected: z.string(), source: z.string(), doubts: z.array(z.string()) })
  .meta({ id: "Provenance" }); // prettier-ignore
export const aboutData = z
  .object({
    version: z.string(),
    tables: z.array(provenanceLine),
    uncoded: z.object({
      programmes: z.array(z.object({ name: z.string(), level })),
      occupations: z.array(z.object({ name: z.string(), edition: z.string() })),
    }),
  })
  .meta({ id: "AboutData" });

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export const byCode = z.object({ code: z.string().max(20) });
