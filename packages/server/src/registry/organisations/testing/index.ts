import { expect } from "vitest";
import type { Actor } from "../../../platform/context.ts";
import { testApp } from "../../../platform/testing/test-app.ts";
import { actors } from "../../../platform/testing/test-database.ts";

export type Body = Record<string, unknown>;

export const school = (name: string, more: Body = {}) => ({
  name,
  kind: "secondary-school",
  region: "370100",
  ...more,
});

/** The register of an installation in 山东省, with what its tests do all the time. */
export async function registerWorld() {
  const world = await testApp({ now: new Date("2026-11-23T08:00:00+08:00") });
  await world.sql(`insert into registry.installation (province, sample, publisher, created_at)
    values ('370000', false, '省教育厅', now())`);
  const send = async (
    actor: Actor,
    method: "POST" | "PUT" | "GET",
    url: string,
    payload?: Body,
    etag?: string,
  ) => {
    const headers = etag ? { "if-match": etag } : {};
    const response = await world.call(actor, {
      method,
      url: `/api${url}`,
      headers,
      ...(payload ? { payload } : {}),
    });
    return { status: response.statusCode, body: response.json() };
  };
  /** What is expected to go well. */
  const done = async (...call: Parameters<typeof send>) => {
    const { status, body } = await send(...call);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const show = (id: string, on?: string) =>
    done(actors.public, "GET", `/organisations/${id}${on ? `?on=${on}` : ""}`);
  return {
    ...world,
    send,
    done,
    show,
    empty: () =>
      world.sql(`truncate registry.organisation_proposal, registry.organisation_correction, registry.succession,
        registry.organisation_version, registry.organisation cascade`),
    register: async (name: string, more: Body = {}): Promise<string> =>
      (await done(actors.planner, "POST", "/organisations", { ...school(name, more), confirmed: true })).id,
    change: async (id: string, more: Body, actor: Actor = actors.planner) => {
      const { shown, etag } = await show(id);
      const { name, kind, region, creditCode, schoolCode, address, website } = shown;
      const facts = { name, kind, region, creditCode, schoolCode, address, website, ...more };
      return send(actor, "PUT", `/organisations/${id}`, facts, etag);
    },
    names: async (query: string): Promise<string[]> =>
      (await done(actors.public, "GET", `/organisations?${query}`)).items.map(
        (item: { name: string }) => item.name,
      ),
  };
}
