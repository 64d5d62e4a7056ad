import { serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { organisationFiles } from "./organisations/organisation-files.ts";
import { registryWork } from "./people/hand-over.ts";
import { registryKinds } from "./people/notices.ts";
import { takeInJob } from "./people/rosters/take-in-roster.ts";
import { personalData } from "./personal-data.ts";
import { personal } from "./personal.ts";
import { routes } from "./routes.ts";
export { enrol } from "./enrol.ts";
export {
  loadSampleGraduate,
  loadSamplePeople,
  loadSamplePupils,
  type SamplePupil,
} from "./people/load-sample-people.ts";
export { handOverRoutes } from "./people/routes.ts";
export { peopleOf } from "./hats.ts";
export { identityIndex } from "./people/rosters/known.sql.ts";
export { ROLES_IN_FORCE } from "./roles-in-force.ts";
export { findByNames, goesOnAs, type FoundByName } from "./organisations/find-by-name.ts";
export { foundedYears } from "./organisations/founded-years.ts";
export { loadSampleRegister } from "./organisations/load-sample.ts";
export { recipientsOf } from "./recipients.ts";
export { chooseProvince, completeSample, installation, type Installation } from "./installation.ts";
export {
  allRegions,
  citiesOf,
  findRegion,
  isSampleProvince,
  provinces,
  regionName,
  tiles,
  type Tile,
} from "./regions.ts";

/** Where the installation stands, and the official tables as an API. */
export const registry: Module = {
  name: "registry",
  migrations: serverFolder("registry", "migrations"),
  access,
  rows,
  personal,
  personalData,
  routes,
  notices: registryKinds,
  jobs: [takeInJob],
  files: [organisationFiles],
  openWork: registryWork,
};
