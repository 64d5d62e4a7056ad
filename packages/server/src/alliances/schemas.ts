import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";
import { ALLIANCE_KINDS, DOCUMENT_KINDS, LEGAL_FORMS, MEMBER_KINDS, SEATS } from "./kinds.ts";

/** Shapes of alliances and their members. */
export const sentence = z.object({ zh: z.string(), en: z.string() });
export const byId = z.object({ id: z.uuid() });
export const day = z.iso.date();
const text = (most: number) => z.string().trim().min(1).max(most);
const document = z.object({
  kind: z.enum(DOCUMENT_KINDS),
  title: text(120),
  number: z.string().trim().max(120),
  on: day,
  /** uploaded beforehand as a draft, or its own already; left out it has none */
  file: z.uuid().nullable().default(null),
  /** the charter: anybody may open its file once the alliance works */
  open: z.boolean().default(false),
});
export const paper = z.object({ id: z.string(), name: z.string(), bytes: z.number(), state: z.enum(["pending", "clean", "infected", "removed"]) }); // prettier-ignore
export const paperParams = z.object({ id: z.uuid(), file: z.uuid() });

export const statutes = z.object({
  purpose: text(2000),
  foundedOn: day,
  legalForm: z.enum(LEGAL_FORMS),
  /** a consortium: the industrial park it stands on */
  park: z.string().trim().max(120).nullable(),
  /** a community: its field, of those that article 5 names or another one */
  field: z.string().trim().max(120).nullable(),
  chain: z.string().trim().max(500),
  documents: z.array(document).max(40),
  /** days between the notice of a meeting and the meeting */
  noticeDays: z.number().int().min(0).max(60),
  /** so many of … seats */
  quorum: z.number().int().min(1).max(20),
  quorumOf: z.number().int().min(1).max(20),
  termYears: z.number().int().min(1).max(10),
  admission: z.enum(["council", "secretariat"]),
});

const memberState = z.enum(["applied", "active", "refused", "withdrawn", "left", "removed"]);
export const member = z
  .object({
    id: z.string(),
    organisation: z.string(),
    name: z.string(),
    kind: z.enum(MEMBER_KINDS),
    seat: z.enum(SEATS),
    leads: z.boolean(),
    statement: z.string(),
    termFrom: day.nullable(),
    termUntil: day.nullable(),
    /** its term has run out and no other has been set */
    expired: z.boolean(),
    region: z.string(),
    regionName: z.string(),
    state: memberState,
    stateName: sentence,
    actions: z.array(z.string()),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    etag: z.string(),
  })
  .meta({ id: "AllianceMember" });

export const line = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(ALLIANCE_KINDS),
    region: z.string(),
    regionName: z.string(),
    /** the park of a consortium, the field of a community */
    ground: z.string(),
    members: z.number(),
    foundedOn: day,
    runningSince: z.string().nullable(),
    sample: z.boolean(),
  })
  .meta({ id: "AllianceLine" });
export const page = pageOf(line);
export const listQuery = pageQuery.extend({
  kind: z.enum(ALLIANCE_KINDS).optional(),
  q: z.string().max(60).optional(),
});

const lack = z.object({ rule: z.string(), hard: z.boolean(), text: sentence });
export const alliance = line
  .extend({
    ...statutes.shape,
    documents: z.array(z.object({ kind: z.string(), title: z.string(), number: z.string(), on: z.string(), file: paper.nullable(), open: z.boolean() })),
    memberList: z.array(member),
    /** resolutions that anybody may read */
    resolutions: z.array(z.object({ id: z.string(), number: z.string(), title: z.string(), words: z.string(), adoptedOn: day })),
    /** its chain map is published */
    hasChain: z.boolean(),
    /** what the rule book asks for and is not there; only for the secretariat and the office */
    lacks: z.array(lack),
    mayKeep: z.boolean(),
    /** the actor's organisation may apply */
    mayApply: z.boolean(),
    /** reads what is between the secretariat and the members */
    inside: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "Alliance" }); // prettier-ignore

const seatFields = { seat: z.enum(SEATS), leads: z.boolean(), termFrom: day.nullable() };
export const newMember = z.object({ organisation: z.uuid(), ...seatFields });
export const memberChange = z.object(seatFields);
export const application = z.object({ statement: text(2000) });
export const memberAct = z.object({
  note: z.string().max(2000).optional(),
  resolution: z.uuid().optional(),
  seat: z.enum(SEATS).optional(),
});
