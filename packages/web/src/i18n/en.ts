import account from "../account/locale.en.json";
import adjustment from "../planning/adjustment/locale.en.json";
import admissions from "../admissions/locale.en.json";
import alliances from "../alliances/locale.en.json";
import assessments from "../cotraining/assessments/locale.en.json";
import audit from "../audit/locale.en.json";
import chain from "../alliances/chain/locale.en.json";
import charts from "../charts/locale.en.json";
import demand from "../demand/locale.en.json";
import evaluation from "../alliances/evaluation/locale.en.json";
import home from "../home/locale.en.json";
import logbook from "../cotraining/logbook/locale.en.json";
import lists from "../planning/lists/locale.en.json";
import notices from "../notices/locale.en.json";
import organisations from "../registry/organisations/locale.en.json";
import people from "../registry/people/locale.en.json";
import pathways from "../pathways/locale.en.json";
import parts from "../parts/locale.en.json";
import personal from "../personal/locale.en.json";
import planning from "../planning/locale.en.json";
import plans from "../planning/plans/locale.en.json";
import rights from "../rights/locale.en.json";
import placements from "../cotraining/placements/locale.en.json";
import trainingPlans from "../cotraining/plans/locale.en.json";
import trainingAgreements from "../cotraining/agreements/locale.en.json";
import placementRounds from "../cotraining/rounds/locale.en.json";
import rounds from "../planning/rounds/locale.en.json";
import seasons from "../admissions/office/locale.en.json";
import shell from "../shell/locale.en.json";
import standards from "../standards/locale.en.json";
import timetables from "../cotraining/timetables/locale.en.json";

export const words = {
  people,
  account,
  adjustment,
  admissions,
  alliances,
  assessments,
  audit,
  chain,
  charts,
  demand,
  evaluation,
  home,
  lists,
  logbook,
  notices,
  organisations,
  parts,
  pathways,
  personal,
  planning,
  placementRounds,
  placements,
  trainingAgreements,
  trainingPlans,
  plans,
  rights,
  rounds,
  seasons,
  shell,
  standards,
  timetables,
};
