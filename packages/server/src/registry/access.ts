import { define, OFFICERS } from "../platform/http/access.ts";
import type { RowRights } from "../platform/http/rows.ts";

/** The whole truth about who may do what in `registry`, mirrored by its row-level policies. */
export const access = define({
  /** official tables, where this installation stands, and the register of organisations: no secret */
  look: { public: "any" },
  install: { administrator: "any" },
  keepOrganisations: { planner: "region" },
  /** what an officer says of his own organisation; an office decides */
  proposeCorrection: {
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
    secretariat: "organisation",
  },
  /** people with the roles that they hold; everybody himself */
  readPeople: { ...OFFICERS, public: "self" },
  managePeople: OFFICERS,
  /** a one-time password for one who forgot his own, the end of all his sessions; the database says whose */
  restoreAccount: OFFICERS,
  invite: OFFICERS,
  /** what somebody can see, and why */
  explainAccess: { administrator: "region" },
  /** the roster of a school */
  readStudents: {
    administrator: "region",
    "school-officer": "organisation",
    teacher: "organisation",
    public: "self",
  },
  manageStudents: { administrator: "region", "school-officer": "organisation" },
  readGuardians: { "school-officer": "organisation", public: "self" },
  /** to lend one's own role, or one of the organisation's, for a time */
  readDelegations: { ...OFFICERS, public: "self" },
  delegate: { ...OFFICERS, "signed-in": "self" },
});

const open = { read: ["look"] } as const;
/** Which rights the tables follow. */
export const rows: RowRights = {
  "registry.installation": { ...open, write: ["install"] },
  "registry.organisation": open,
  "registry.organisation_version": {
    ...open,
    write: ["keepOrganisations"],
    region: "registry.keeper_region(t.region)",
  },
  "registry.succession": open,
  "registry.organisation_correction": open,
  "registry.organisation_proposal": [
    { read: ["proposeCorrection"], organisation: "t.organisation_id" },
    {
      read: ["keepOrganisations"],
      write: ["keepOrganisations"],
      region: "registry.keeper_region(t.region)",
    },
  ],
  "registry.person": [
    {
      read: ["readPeople"],
      write: ["managePeople", "readPeople"],
      person: "t.id",
      region: "m.region",
      organisation: "m.organisation_id",
      join: "left join registry.membership m on m.person_id = t.id",
    },
    {
      read: ["readStudents"],
      write: ["manageStudents"],
      person: "t.id",
      region: "s.region",
      organisation: "s.school_id",
      join: "join registry.student s on s.person_id = t.id",
    },
  ],
  "registry.membership": {
    read: ["readPeople"],
    write: ["managePeople"],
    person: "t.person_id",
    region: "t.region",
    organisation: "t.organisation_id",
  },
  "registry.student": {
    read: ["readStudents"],
    write: ["manageStudents"],
    person: "t.person_id",
    region: "t.region",
    organisation: "t.school_id",
  },
  "registry.guardian": {
    read: ["readGuardians"],
    write: ["manageStudents"],
    person: "t.person_id",
    region: "t.region",
    organisation: "t.school_id",
  },
  "registry.delegation": {
    read: ["readDelegations"],
    write: ["delegate"],
    person: "p.person",
    region: "t.region",
    organisation: "t.organisation_id",
    join: "cross join lateral (values (t.from_person), (t.to_person)) p (person)",
  },
  "registry.hand_over": {
    read: ["readPeople"],
    write: [],
    person: "p.person",
    region: "t.region",
    organisation: "t.organisation_id",
    join: "cross join lateral (values (t.from_person), (t.to_person)) p (person)",
  },
  "registry.roster": {
    read: ["managePeople"],
    write: ["managePeople"],
    region: "t.region",
    organisation: "t.organisation_id",
  },
  "registry.roster_row": {
    read: ["managePeople"],
    write: ["managePeople"],
    region: "r.region",
    organisation: "r.organisation_id",
    join: "join registry.roster r on r.id = t.roster_id",
  },
  "registry.invitation": {
    read: ["invite"],
    write: ["invite"],
    region: "t.region",
    organisation: "t.organisation_id",
  },
};
