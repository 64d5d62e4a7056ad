import { describe, expect, it } from "vitest";
import adjustmentEn from "../planning/adjustment/locale.en.json";
import adjustmentZh from "../planning/adjustment/locale.zh-CN.json";
import admissionsEn from "../admissions/locale.en.json";
import admissionsZh from "../admissions/locale.zh-CN.json";
import assessmentsEn from "../cotraining/assessments/locale.en.json";
import assessmentsZh from "../cotraining/assessments/locale.zh-CN.json";
import chainEn from "../alliances/chain/locale.en.json";
import chainZh from "../alliances/chain/locale.zh-CN.json";
import evaluationEn from "../alliances/evaluation/locale.en.json";
import evaluationZh from "../alliances/evaluation/locale.zh-CN.json";
import chartsEn from "../charts/locale.en.json";
import chartsZh from "../charts/locale.zh-CN.json";
import demandEn from "../demand/locale.en.json";
import demandZh from "../demand/locale.zh-CN.json";
import homeEn from "../home/locale.en.json";
import homeZh from "../home/locale.zh-CN.json";
import listsEn from "../planning/lists/locale.en.json";
import listsZh from "../planning/lists/locale.zh-CN.json";
import noticesEn from "../notices/locale.en.json";
import noticesZh from "../notices/locale.zh-CN.json";
import organisationsEn from "../registry/organisations/locale.en.json";
import organisationsZh from "../registry/organisations/locale.zh-CN.json";
import peopleEn from "../registry/people/locale.en.json";
import peopleZh from "../registry/people/locale.zh-CN.json";
import partsEn from "../parts/locale.en.json";
import partsZh from "../parts/locale.zh-CN.json";
import pathwaysEn from "../pathways/locale.en.json";
import pathwaysZh from "../pathways/locale.zh-CN.json";
import placementsEn from "../cotraining/placements/locale.en.json";
import trainingAgreementsEn from "../cotraining/agreements/locale.en.json";
import trainingPlansEn from "../cotraining/plans/locale.en.json";
import trainingAgreementsZh from "../cotraining/agreements/locale.zh-CN.json";
import trainingPlansZh from "../cotraining/plans/locale.zh-CN.json";
import placementsZh from "../cotraining/placements/locale.zh-CN.json";
import placementRoundsEn from "../cotraining/rounds/locale.en.json";
import placementRoundsZh from "../cotraining/rounds/locale.zh-CN.json";
import roundsEn from "../planning/rounds/locale.en.json";
import roundsZh from "../planning/rounds/locale.zh-CN.json";
import seasonsEn from "../admissions/office/locale.en.json";
import seasonsZh from "../admissions/office/locale.zh-CN.json";
import plansEn from "../planning/plans/locale.en.json";
import plansZh from "../planning/plans/locale.zh-CN.json";
import rightsEn from "../rights/locale.en.json";
import rightsZh from "../rights/locale.zh-CN.json";
import shellEn from "../shell/locale.en.json";
import shellZh from "../shell/locale.zh-CN.json";
import standardsEn from "../standards/locale.en.json";
import standardsZh from "../standards/locale.zh-CN.json";
import timetablesEn from "../cotraining/timetables/locale.en.json";
import timetablesZh from "../cotraining/timetables/locale.zh-CN.json";

const pairs: [string, Record<string, string>, Record<string, string>][] = [
  ["adjustment", adjustmentZh, adjustmentEn],
  ["admissions", admissionsZh, admissionsEn],
  ["assessments", assessmentsZh, assessmentsEn],
  ["chain", chainZh, chainEn],
  ["evaluation", evaluationZh, evaluationEn],
  ["charts", chartsZh, chartsEn],
  ["demand", demandZh, demandEn],
  ["home", homeZh, homeEn],
  ["lists", listsZh, listsEn],
  ["notices", noticesZh, noticesEn],
  ["organisations", organisationsZh, organisationsEn],
  ["people", peopleZh, peopleEn],
  ["parts", partsZh, partsEn],
  ["pathways", pathwaysZh, pathwaysEn],
  ["placements", placementsZh, placementsEn],
  ["trainingAgreements", trainingAgreementsZh, trainingAgreementsEn],
  ["trainingPlans", trainingPlansZh, trainingPlansEn],
  ["placementRounds", placementRoundsZh, placementRoundsEn],
  ["plans", plansZh, plansEn],
  ["rights", rightsZh, rightsEn],
  ["rounds", roundsZh, roundsEn],
  ["seasons", seasonsZh, seasonsEn],
  ["shell", shellZh, shellEn],
  ["standards", standardsZh, standardsEn],
  ["timetables", timetablesZh, timetablesEn],
];

// Chinese has one plural form, English two
const names = (words: Record<string, string>): string[] =>
  [...new Set(Object.keys(words).map((key) => key.replace(/_(one|other)$/, "")))].sort();
const holes = (words: Record<string, string>, key: string): string[] =>
  [...(words[key] ?? words[`${key}_other`] ?? "").matchAll(/\{\{(\w+)\}\}/g)]
    .map((match) => match[1]!)
    .sort();

describe.each(pairs)("words of %s", (_, zh, en) => {
  it("are the same in both languages", () => expect(names(en)).toEqual(names(zh)));
  it("hold the same figures", () => {
    for (const key of names(zh)) expect([key, holes(en, key)]).toEqual([key, holes(zh, key)]);
  });
});
