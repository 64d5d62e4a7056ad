import { standards } from "@tixi/standards";
import { z } from "zod";
import type { App } from "../platform/http/app.ts";
import { inTransaction } from "../platform/http/in-transaction.ts";
import { localeOf } from "../platform/http/locale.ts";
import { chooseProvince } from "./installation.ts";
import * as look from "./look-up.ts";
import { organisationRoutes } from "./organisations/routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { studentRoutes } from "./students/routes.ts";
import { citiesOf, isSampleProvince, provinces } from "./regions.ts";
import * as s from "./schemas.ts";

const anybody = ["registry", "look"] as const;

/** Routes of the registry: where the installation stands, and the official tables. The tables need no database. */
export function routes(app: App): void {
  organisationRoutes(app);
  peopleRoutes(app);
  studentRoutes(app);
  app.put(
    "/installation",
    {
      access: ["registry", "install"],
      schema: { body: s.newInstallation, response: { 200: s.installation } },
    },
    (request) => inTransaction(request, (ctx) => chooseProvince(ctx, request.body)),
  );
  app.get(
    "/regions",
    { access: anybody, schema: { querystring: s.regionQuery, response: { 200: s.page(s.region) } } },
    async ({ query }) => ({ items: regionsUnder(query.parent), next: null }),
  );
  app.get(
    "/standards/search",
    { access: anybody, schema: { querystring: s.searchQuery, response: { 200: s.page(s.searchHit) } } },
    async ({ query: { q, kind, limit } }) => ({
      items: standards().search(q, { limit, ...(kind ? { kinds: [kind] } : {}) }),
      next: null,
    }),
  );
  app.get(
    "/standards/programmes",
    { access: anybody, schema: { querystring: s.programmeQuery, response: { 200: s.page(s.programmeRow) } } },
    async ({ query }) => look.programmes(query),
  );
  app.get(
    "/standards/programmes/:code",
    { access: anybody, schema: { params: s.byCode, response: { 200: s.programmeProfile } } },
    async (request) => look.programme(request.params.code, localeOf(request)),
  );
  app.get(
    "/standards/occupations",
    {
      access: anybody,
      schema: { querystring: s.occupationQuery, response: { 200: s.page(s.occupationRow) } },
    },
    async ({ query }) => look.occupations(query),
  );
  app.get(
    "/standards/occupations/:code",
    { access: anybody, schema: { params: s.byCode, response: { 200: s.occupationProfile } } },
    async (request) => look.occupation(request.params.code, localeOf(request)),
  );
  app.get(
    "/standards/groups",
    { access: anybody, schema: { response: { 200: z.array(s.group) } } },
    async () => look.groups(),
  );
  app.get(
    "/standards/categories",
    { access: anybody, schema: { response: { 200: z.array(s.category) } } },
    async () => look.categories(),
  );
  app.get(
    "/standards/provenance",
    { access: anybody, schema: { response: { 200: s.aboutData } } },
    async (request) => look.aboutData(localeOf(request)),
  );
}

/** Cities of a province, counties of a city; provinces where no parent is named. */
function regionsUnder(parent: string | undefined) {
  if (!parent) return provinces();
  if (isSampleProvince(parent) || parent.endsWith("0000")) return citiesOf(parent);
  return standards().regions.filter((region) => region.parent === parent);
}
