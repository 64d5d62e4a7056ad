import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  attachFile, BadInput, Conflict, decodeCursor, NotFound, requireMatch, toPage,
  type Context, type FileOwner, type FileRow, type FileSubject,
} from "../../platform/index.ts"; // prettier-ignore
import { access } from "../access.ts";
import { creditProcedure, type CreditFacts, type CreditState, type CreditStep } from "./procedure.ts";
import {
  appendCreditAction, countsAlready, evidenceOf, holdCredits, listRequests, overLimit, requestEtag, requireRequest,
  type EvidenceFile, type RequestRow,
} from "./requests.sql.ts"; // prettier-ignore
import { inForce, programmeName, requireRule, tenths } from "./rules.ts";
import type * as s from "./schemas.ts";
import { tellOfCredit } from "./told.ts";

const RIGHTS = ["askCredit", "decideCredit", "decideAppeal"] as const;
type Right = (typeof RIGHTS)[number];
const TENTHS = tenths(1);
const ONCE = { zh: "同一成果在同一专业内只能认定一次（STD-12）。", en: "One result counts once in a programme (STD-12)." }; // prettier-ignore

export const stateOf = (row: RequestRow): CreditState => creditProcedure.stateOf(row.actions);
const subjectOf = (row: RequestRow) => ({ region: row.province, organisation: row.school, person: row.person }); // prettier-ignore

/**
 * Asks a school to recognise something that was learnt elsewhere, by one of its rules.
 * @throws BadInput where the rule is not in force; Conflict where the same evidence counts in the programme already
 */
export async function askCredit(ctx: Context, input: z.infer<typeof s.newRequest>): Promise<z.infer<typeof s.request>> {
  const person = ctx.actor.personId;
  access.authorize(ctx.actor, "askCredit", { person });
  const rule = await requireRule(ctx, input.rule);
  if (!inForce(ctx, rule)) throw new BadInput([{ part: "body", field: "rule", value: input.rule, reason: "该规则现在不在有效期内 / the rule is not in force" }]); // prettier-ignore
  const of = { province: rule.province, person: person!, school: rule.school, programme: rule.programme, evidence_key: input.evidenceKey };
  await holdCredits(ctx, of);
  if (await countsAlready(ctx, { ...of, id: null })) throw new Conflict(ONCE);
  const id = uuidv7();
  await sql`insert into pathways.credit_request (province, id, person, school, programme, rule_id, statement, evidence_key, course, credits, sample, created_at)
    values (${rule.province}, ${id}, ${person}, ${rule.school}, ${rule.programme}, ${rule.id}, ${input.statement}, ${input.evidenceKey}, ${rule.course},
      ${rule.credits}, ${rule.sample}, ${ctx.now})`.execute(ctx.tx);
  await appendCreditAction(ctx, { province: rule.province, id, actions: [] }, "ask", undefined);
  for (const file of input.files) await attachFile(ctx, { id: file, subject: `credit:${id}`, owner: await ownerOf(ctx, person!) });
  await ctx.audit("credit.ask", `credit:${id}`, null, { rule: rule.id, course: rule.course });
  const row = await requireRequest(ctx, id);
  await tellOfCredit(ctx, row, "");
  return showRequest(ctx, row);
} // prettier-ignore

/** Evidence is the person's own; the school reads it through his request. */
async function ownerOf(ctx: Context, person: string): Promise<FileOwner> {
  const { rows } = await sql<{
    minor: boolean;
  }>`select coalesce(born_on > platform.today() - interval '18 years', true) as minor
    from registry.person where id = ${person}`.execute(ctx.tx);
  return { region: ctx.actor.region, organisation: null, person, minor: rows[0]?.minor ?? true };
}

/** Files are added by whoever asks, until it is decided. */
export const creditFiles: FileSubject = {
  kind: "credit",
  purposes: ["evidence"],
  admit: async (ctx, id) => {
    if (!/^[0-9a-f-]{36}$/i.test(id)) throw new NotFound({ zh: "学分认定申请", en: "request" });
    const row = await requireRequest(ctx, id);
    access.authorize(ctx.actor, "askCredit", subjectOf(row));
    requireWriting(row);
    return ownerOf(ctx, row.person);
  },
};

function requireWriting(row: RequestRow): void {
  const state = stateOf(row);
  if (state !== "asked" && state !== "returned")
    throw new Conflict({ zh: `该申请${creditProcedure.states[state].zh}，不能再改。`, en: `The request is ${creditProcedure.states[state].en}; it cannot be changed.` }); // prettier-ignore
}

/** @throws Conflict once it is decided, or where the evidence counts already; VersionChanged (If-Match) */
export async function changeRequest(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.requestChange>): Promise<z.infer<typeof s.request>> {
  const row = await requireRequest(ctx, id);
  access.authorize(ctx.actor, "askCredit", subjectOf(row));
  await holdCredits(ctx, row);
  requireMatch(request, requestEtag(row));
  requireWriting(row);
  if (await countsAlready(ctx, { ...row, evidence_key: input.evidenceKey })) throw new Conflict(ONCE);
  await sql`update pathways.credit_request set statement = ${input.statement}, evidence_key = ${input.evidenceKey}, revision = revision + 1
    where id = ${id}`.execute(ctx.tx);
  await ctx.audit("credit.change", `credit:${id}`, { revision: row.revision }, { revision: row.revision + 1 });
  return showRequest(ctx, await requireRequest(ctx, id));
} // prettier-ignore

async function factsOf(ctx: Context, row: RequestRow, files: readonly EvidenceFile[]): Promise<CreditFacts> {
  return {
    files: files.filter(({ state }) => state === "clean").length,
    ruleInForce: inForce(ctx, await requireRule(ctx, row.rule_id)),
    countsAlready: await countsAlready(ctx, row),
    over: await overLimit(ctx, row),
  };
}

export type LaterCreditStep = Exclude<CreditStep, "ask">;

/**
 * Takes a request one step on.
 * @throws Conflict if it may not follow, or one result would count twice, or more than the limit; BadInput without a reason;
 * VersionChanged if somebody acted meanwhile (If-Match)
 */
export async function actOnRequest(ctx: Context, request: FastifyRequest, id: string, step: LaterCreditStep, given: z.infer<typeof s.act>): Promise<z.infer<typeof s.request>> {
  const seen = await requireRequest(ctx, id);
  access.authorize(ctx.actor, creditProcedure.steps[step].right as Right, subjectOf(seen));
  await holdCredits(ctx, seen);
  const row = await requireRequest(ctx, id);
  requireMatch(request, requestEtag(row));
  const state = stateOf(row);
  creditProcedure.require(state, step, await factsOf(ctx, row, await evidenceOf(ctx, id)), given);
  await appendCreditAction(ctx, row, step, given.note);
  await ctx.audit(`credit.${step}`, `credit:${id}`, { state }, { state: creditProcedure.steps[step].to }, given.note?.trim() || undefined);
  const after = await requireRequest(ctx, id);
  await tellOfCredit(ctx, after, given.note ?? "");
  return showRequest(ctx, after);
} // prettier-ignore

function lineOf(ctx: Context, row: RequestRow): z.infer<typeof s.requestLine> {
  const state = stateOf(row);
  return {
    id: row.id,
    schoolName: row.school_name,
    programme: row.programme,
    programmeName: programmeName(row.programme),
    course: row.course,
    credits: row.credits / TENTHS,
    source: row.source,
    sourceKind: row.source_kind,
    state,
    stateName: creditProcedure.states[state],
    person: row.person === ctx.actor.personId ? null : row.requester,
    sample: row.sample,
    createdAt: new Date(row.created_at).toISOString(),
  };
}

/** A request in full. Reading somebody else's leaves its trace. */
export async function showRequest(ctx: Context, row: RequestRow): Promise<z.infer<typeof s.request>> {
  access.authorize(ctx.actor, "readCredit", subjectOf(row));
  const own = row.person === ctx.actor.personId;
  if (!own) await ctx.auditRead(`person:${row.person}`, ["pathways.credit_request.statement", "pathways.credit_request.evidence_key"]); // prettier-ignore
  const state = stateOf(row);
  const files = await evidenceOf(ctx, row.id);
  const facts = await factsOf(ctx, row, files);
  const rights = RIGHTS.filter((right) => access.reach(ctx.actor.role, right) !== undefined);
  const open = creditProcedure.open(state, rights).filter((step) => creditProcedure.steps[step].right !== "askCredit" || own); // prettier-ignore
  return {
    ...lineOf(ctx, row),
    school: row.school,
    statement: row.statement,
    evidenceKey: row.evidence_key,
    needs: row.needs,
    files,
    actions: open,
    against: ["asked", "appealed"].includes(state) ? (creditProcedure.steps.recognise.guard?.(facts) ?? null) : null,
    mayEdit: own && ["asked", "returned"].includes(state),
    history: row.actions.map(({ action, by_name: by, at, note }) => ({ action, words: creditProcedure.steps[action].words, by, at: new Date(at).toISOString(), note })),
    etag: requestEtag(row),
  };
} // prettier-ignore

/** One's own requests, those to the school, or those of the province. */
export async function requests(ctx: Context, query: z.infer<typeof s.requestQuery>): Promise<z.infer<typeof s.requestPage>> {
  const after = decodeCursor(query.cursor, 1);
  const states = query.waiting ? statesWaiting(ctx) : query.state ? [query.state] : null;
  const rows = await listRequests(ctx, states ? { last: creditProcedure.leadingTo(states) } : {}, after ? String(after[0]) : null, query.limit + 1);
  const page = toPage(rows, query.limit, ({ id }) => [id]);
  // names of those who ask stand in the list
  if (ctx.actor.role !== "student" && page.items.length > 0)
    await ctx.auditRead(`organisation:${ctx.actor.organisation ?? ctx.actor.region}`, ["registry.person.name"]);
  return { items: page.items.map((row) => lineOf(ctx, row)), next: page.next };
} // prettier-ignore

/** States in which the next step is this role's. */
export function statesWaiting(ctx: Context): CreditState[] {
  const { role } = ctx.actor;
  if (access.reach(role, "decideAppeal") !== undefined) return ["appealed"];
  if (access.reach(role, "decideCredit") !== undefined) return ["asked"];
  return access.reach(role, "askCredit") !== undefined ? ["returned"] : [];
}

/** A file of evidence for whoever may read the request. @throws Conflict while it is not scanned */
export async function evidenceFile(ctx: Context, id: string, file: string): Promise<FileRow | null> {
  access.authorize(ctx.actor, "readCredit", subjectOf(await requireRequest(ctx, id)));
  const { rows } = await sql<FileRow>`select id, purpose, subject, name, media_type as "mediaType", bytes::float8 as bytes, sha256, path,
    thumbnail, width, height, state, finding, scanned_at as "scannedAt", organisation, region, person, minor,
    created_by as "createdBy", created_at as "createdAt" from pathways.files_of(${id}) where id = ${file}`.execute(ctx.tx);
  const found = rows[0];
  if (!found || found.state === "infected") return null;
  if (found.state === "pending") throw new Conflict({ zh: "文件尚未查毒，暂不能打开。", en: "The file has not been scanned yet and cannot be opened." });
  if (found.person !== ctx.actor.personId) await ctx.audit("file.open", `file:${file}`, null, { credit: id });
  return found;
} // prettier-ignore

/** What one has recognised and asked for, by school and programme. */
export async function creditBalance(ctx: Context): Promise<z.infer<typeof s.balance>> {
  access.authorize(ctx.actor, "askCredit", { person: ctx.actor.personId });
  const rows = await listRequests(ctx, { person: ctx.actor.personId! }, null, MOST);
  const { rows: limits } = await sql<{ school: string; programme: string; total: number; share: number }>`select school, programme, total, share
    from pathways.credit_limit where school = any(${[...new Set(rows.map(({ school }) => school))]}::uuid[])`.execute(ctx.tx);
  const keys = [...new Set(rows.map(({ school, programme }) => `${school} ${programme}`))].sort();
  return {
    items: keys.map((key) => {
      const of = rows.filter(({ school, programme }) => `${school} ${programme}` === key);
      const { school, school_name: schoolName, programme } = of[0]!;
      const limit = limits.find((one) => one.school === school && one.programme === programme);
      const sum = (...states: CreditState[]) => of.filter((row) => states.includes(stateOf(row))).reduce((all, { credits }) => all + credits, 0) / TENTHS;
      return {
        school, schoolName, programme, programmeName: programmeName(programme),
        recognised: sum("recognised"),
        asked: sum("asked", "returned", "appealed"),
        limit: limit ? Math.floor((limit.total * limit.share) / 1000) / TENTHS : null,
        total: limit ? limit.total / TENTHS : null,
        courses: of.filter((row) => stateOf(row) === "recognised").map((row) => ({ request: row.id, course: row.course, credits: row.credits / TENTHS, at: new Date(row.actions.at(-1)!.at).toISOString() })),
      };
    }),
    next: null,
  };
} // prettier-ignore

/** Nobody asks for more in a lifetime. */
const MOST = 500;
