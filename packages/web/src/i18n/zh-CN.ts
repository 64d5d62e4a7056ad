import account from "../account/locale.zh-CN.json";
import adjustment from "../planning/adjustment/locale.zh-CN.json";
import admissions from "../admissions/locale.zh-CN.json";
import alliances from "../alliances/locale.zh-CN.json";
import assessments from "../cotraining/assessments/locale.zh-CN.json";
import audit from "../audit/locale.zh-CN.json";
import chain from "../alliances/chain/locale.zh-CN.json";
import charts from "../charts/locale.zh-CN.json";
import demand from "../demand/locale.zh-CN.json";
import evaluation from "../alliances/evaluation/locale.zh-CN.json";
import home from "../home/locale.zh-CN.json";
import logbook from "../cotraining/logbook/locale.zh-CN.json";
import lists from "../planning/lists/locale.zh-CN.json";
import notices from "../notices/locale.zh-CN.json";
import organisations from "../registry/organisations/locale.zh-CN.json";
import people from "../registry/people/locale.zh-CN.json";
import pathways from "../pathways/locale.zh-CN.json";
import parts from "../parts/locale.zh-CN.json";
import personal from "../personal/locale.zh-CN.json";
import planning from "../planning/locale.zh-CN.json";
import plans from "../planning/plans/locale.zh-CN.json";
import rights from "../rights/locale.zh-CN.json";
import placements from "../cotraining/placements/locale.zh-CN.json";
import trainingPlans from "../cotraining/plans/locale.zh-CN.json";
import trainingAgreements from "../cotraining/agreements/locale.zh-CN.json";
import placementRounds from "../cotraining/rounds/locale.zh-CN.json";
import rounds from "../planning/rounds/locale.zh-CN.json";
import seasons from "../admissions/office/locale.zh-CN.json";
import shell from "../shell/locale.zh-CN.json";
import standards from "../standards/locale.zh-CN.json";
import timetables from "../cotraining/timetables/locale.zh-CN.json";

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
