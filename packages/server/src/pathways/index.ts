import { serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { agreementKinds } from "./agreements/told.ts";
import { creditFiles } from "./credits/requests.ts";
import { creditKinds } from "./credits/told.ts";
import { pathwaysMechanism } from "./mechanism.ts";
import { pathwayPersonal, pathwayPersonalData } from "./personal.ts";
import { routes } from "./routes.ts";
import { openAgreements, waitingFor } from "./waiting.ts";

export { loadSampleCredits, loadSamplePathways } from "./sample-pathways.ts";

/** Pathways between levels, and recognition of what was learnt elsewhere (article 9). */
export const pathways: Module = {
  name: "pathways",
  migrations: serverFolder("pathways", "migrations"),
  access,
  rows,
  routes,
  personal: pathwayPersonal,
  personalData: pathwayPersonalData,
  files: [creditFiles],
  notices: [...agreementKinds, ...creditKinds],
  openWork: openAgreements,
  mechanisms: async (ctx) => [await pathwaysMechanism(ctx, await waitingFor(ctx))],
};
