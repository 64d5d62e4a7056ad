import { actedBy, serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { agreementKinds } from "./agreements/told.ts";
import { pathwaysMechanism } from "./mechanism.ts";
import { routes } from "./routes.ts";

/** Pathways between levels, and recognition of what was learnt elsewhere (article 9). */
export const pathways: Module = {
  name: "pathways",
  migrations: serverFolder("pathways", "migrations"),
  access,
  rows,
  routes,
  personal: [
    actedBy("pathways.agreement.created_by_name"),
    actedBy("pathways.agreement_action.by_name"),
    actedBy("pathways.cohort_year.entered_by_name"),
    actedBy("pathways.credit_rule.created_by_name"),
    actedBy("pathways.credit_request_action.by_name"),
  ],
  notices: agreementKinds,
  mechanisms: async (ctx) => [await pathwaysMechanism(ctx, 0)],
};
