import { define } from "../platform/http/access.ts";
import type { RowRights } from "../platform/http/rows.ts";

/**
 * The whole truth about who may do what in `admissions`, mirrored by its row-level policies. The office of the province
 * holds the season; a school confirms those who register through it; a candidate sees and does what is his own; what is
 * published is without a person.
 */
export const access = define({
  // the season: categories, subjects, rules, sites, units, times
  readSeason: { planner: "around", public: "published" },
  holdSeason: { planner: "office" },
  // what has begun or is announced is for anybody, also for an office elsewhere
  readPublished: { public: "published" },
  // a second person of the office releases what another prepared (EXM-23)
  release: { planner: "office" },
  // candidates
  register: { student: "self" },
  importCandidates: { planner: "office", "school-officer": "organisation" },
  readCandidate: { planner: "office", "school-officer": "organisation", student: "self" },
  confirmCandidate: { planner: "office", "school-officer": "organisation" },
  // scores
  enterScores: { planner: "office" },
  readScores: { planner: "office", student: "self" },
  askReview: { student: "self" },
  answerReview: { planner: "office" },
  // preferences
  savePreferences: { student: "self" },
  readPreferences: { planner: "office", student: "self" },
  // allocation and its result
  file: { planner: "office" },
  readFiling: { planner: "around", public: "published" },
  readOutcome: { planner: "office", student: "self" },
  readAdmission: { planner: "office", "school-officer": "organisation", student: "self" },
  object: { public: "published" },
  answerObjection: { planner: "office" },
});

const season = (of = "t.season_id") => `admissions.season_reached(t.province, ${of}, 'open')`;
const announced = (filing: string) => `admissions.filing_reached(t.province, ${filing}, 'announce')`;
const held = { read: ["readSeason", "readPublished"], write: ["holdSeason"], region: "t.province" } as const;
const filed = (filing = "t.filing_id") => ({ read: ["readFiling", "readPublished"], region: "t.province", published: announced(filing) }) as const; // prettier-ignore
const seated = "admissions.season_reached(t.province, c.season_id, 'publish-sessions')";
const ofCandidate = "join admissions.candidate c on c.province = t.province and c.id = t.candidate_id";

/** Which rights the tables follow. */
export const rows: RowRights = {
  "admissions.season": { ...held, published: season("t.id") },
  "admissions.season_action": { read: ["readSeason", "readPublished"], region: "t.province", published: season() },
  "admissions.category": { ...held, published: season() },
  "admissions.filling": { ...held, published: season() },
  "admissions.unit": { ...held, published: "admissions.season_reached(t.province, t.season_id, 'publish-units')" },
  // official cut-off tables are public wherever they came from
  "admissions.past_source": { ...held, published: "true" },
  "admissions.past_line": { ...held, published: "true" },
  "admissions.site": { ...held, published: "admissions.season_reached(t.province, t.season_id, 'publish-sessions')" },
  "admissions.session": { read: ["readSeason", "readPublished"], region: "t.province", published: "admissions.season_reached(t.province, t.season_id, 'publish-sessions')" },
  "admissions.candidate": [
    { read: ["readCandidate"], write: ["confirmCandidate"], region: "t.province" },
    { read: ["readCandidate"], write: ["confirmCandidate"], organisation: "t.school" },
    { read: ["readCandidate"], person: "t.person" },
    { read: ["readCandidate"], write: ["register"], person: "case when t.number is null then t.person end" },
  ],
  "admissions.candidate_action": { read: ["readCandidate"], region: "t.province", organisation: "c.school", person: "c.person", join: ofCandidate },
  "admissions.candidate_import": { read: ["importCandidates"], region: "t.province", organisation: "t.school" },
  "admissions.seating": [
    { read: ["readCandidate"], write: ["holdSeason"], region: "t.province" },
    { read: ["readCandidate"], organisation: `case when ${seated} then c.school end`, person: `case when ${seated} then c.person end`, join: ofCandidate },
  ],
  "admissions.score": [
    { read: ["readScores"], write: ["enterScores"], region: "t.province" },
    { read: ["readScores"], person: "case when admissions.season_reached(t.province, t.season_id, 'release-scores') then c.person end", join: ofCandidate },
  ],
  "admissions.score_import": { read: ["enterScores"], write: ["enterScores"], region: "t.province" },
  "admissions.score_row": { read: ["enterScores"], write: ["enterScores"], region: "t.province" },
  "admissions.standing": [
    { read: ["readScores"], write: ["enterScores"], region: "t.province" },
    { read: ["readScores"], person: "case when admissions.season_reached(t.province, t.season_id, 'release-scores') then c.person end", join: ofCandidate },
  ],
  "admissions.score_step": { ...held, published: "admissions.season_reached(t.province, t.season_id, 'release-scores')" },
  "admissions.score_review": [
    { read: ["readScores"], write: ["answerReview"], region: "t.province" },
    { read: ["readScores"], person: "c.person", join: ofCandidate },
  ],
  "admissions.preference_list": [
    {
      read: ["readPreferences"],
      region: "case when f.closes <= now() then t.province end",
      join: "join admissions.filling f on f.province = t.province and f.season_id = t.season_id and f.batch = t.batch and f.round = t.round",
    },
    { read: ["readPreferences"], person: "c.person", join: ofCandidate },
  ],
  "admissions.filing": { ...filed("t.id"), write: ["file"] },
  "admissions.filing_action": filed(),
  "admissions.filing_file": { read: ["readFiling", "readPublished"], region: "t.province", published: `t.open and ${announced("t.filing_id")}` },
  "admissions.cutoff": filed(),
  "admissions.outcome": [
    { read: ["readOutcome"], region: "t.province" },
    { read: ["readOutcome"], person: `case when ${announced("t.filing_id")} then c.person end`, join: ofCandidate },
  ],
  "admissions.admission": { read: ["readAdmission"], region: "t.province", organisation: "c.school", person: "c.person", join: ofCandidate },
  "admissions.objection": [
    { read: ["answerObjection"], write: ["answerObjection"], region: "t.province" },
    { read: ["readOutcome"], person: "c.person", join: ofCandidate },
  ],
}; // prettier-ignore
