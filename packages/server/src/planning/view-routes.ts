import { z } from "zod";
import type { Context } from "../platform/context.ts";
import type { App, RouteAccess } from "../platform/http/app.ts";
import { inTransaction } from "../platform/http/in-transaction.ts";
import { occupationRecord, programmeRecord, trend } from "./records.ts";
import * as s from "./schemas.ts";
import type { Source } from "./source.ts";
import { cityCells, flows, heatmap, occupationLines, overview, programmeLines } from "./views.ts";

/** The same views over a cycle (for planners) and over a published release (for anybody). */
export function viewRoutes(
  app: App,
  base: string,
  access: RouteAccess,
  sourceOf: (ctx: Context, id: string) => Promise<Source>,
): void {
  function view<Query extends z.ZodType, Answer extends z.ZodType>(
    path: string,
    querystring: Query,
    answer: Answer,
    use: (
      ctx: Context,
      source: Source,
      query: z.infer<Query>,
      params: { code: string },
    ) => Promise<z.infer<Answer>>,
  ): void {
    const params = path.includes(":code") ? s.byCode : s.byId;
    app.get(
      `${base}/${path}`,
      { access, schema: { params, querystring, response: { 200: answer } } },
      (request) => {
        const { id, code } = request.params as { id: string; code: string };
        return inTransaction(request, async (ctx) =>
          use(ctx, await sourceOf(ctx, id), request.query as z.infer<Query>, { code }),
        ) as never;
      },
    );
  }
  view("overview", s.scopeQuery, s.overview, overview);
  view("occupations", s.listQuery, s.occupationPage, occupationLines);
  view("programmes", s.listQuery, s.programmePage, programmeLines);
  view("cities", s.cityQuery, z.array(s.cityCell), cityCells);
  view("heatmap", s.scopeQuery, s.heatmap, heatmap);
  view("flows", s.flowQuery, s.flows, flows);
  view("trend", s.trendQuery, s.trend, trend);
  view("occupations/:code", s.scopeQuery, s.balanceRecord, (ctx, source, query, { code }) =>
    occupationRecord(ctx, source, code, query),
  );
  view("programmes/:code", s.scopeQuery, s.balanceRecord, (ctx, source, query, { code }) =>
    programmeRecord(ctx, source, code, query),
  );
}
