import type { FileSubject } from "../../platform/index.ts";
import { access } from "../access.ts";
import { authorizeKeep, keeperOf } from "./keep.ts";
import { versionsOf } from "./organisations.sql.ts";

/**
 * Evidence (licences, decisions of approval) and pictures of an organisation: added by its own officers and by the
 * office that keeps it.
 */
export const organisationFiles: FileSubject = {
  kind: "organisation",
  purposes: ["evidence", "picture"],
  admit: async (ctx, id) => {
    const [last] = await versionsOf(ctx, id);
    const own =
      last.until === null &&
      ctx.actor.organisation === id &&
      access.reach(ctx.actor.role, "proposeCorrection") !== undefined;
    if (!own) await authorizeKeep(ctx, last.region);
    return { region: (await keeperOf(ctx))(last.region), organisation: id, person: null, minor: false };
  },
};
