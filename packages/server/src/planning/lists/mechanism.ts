import type { Context, Mechanism } from "../../platform/index.ts";
import { access } from "../access.ts";
import { KINDS } from "./content.ts";
import { listProcedure } from "./procedure.ts";
import { listVersions } from "./versions.sql.ts";

/** What the system map shows of the three lists: how much stands in those in force. */
export async function listsMechanism(ctx: Context, waiting: number): Promise<Mechanism> {
  const works = access.reach(ctx.actor.role, "readLists") !== undefined;
  const versions = await listVersions(ctx, { published: !works });
  const inState = (...states: string[]) =>
    versions.filter(({ actions }) => states.includes(listProcedure.stateOf(actions)));
  const current = inState("published");
  const entries = KINDS.map((kind) => current.find((one) => one.kind === kind)?.entries ?? 0);
  return {
    key: "lists",
    figures: [
      { key: "listed", value: current.length === 0 ? null : entries.reduce((all, one) => all + one, 0), unit: "items", kind: "estimated" },
      { key: "supports", value: current.some(({ kind }) => kind === "policy") ? entries[2]! : null, unit: "items", kind: "entered" },
    ],
    waiting,
    path: "/lists",
  };
} // prettier-ignore
