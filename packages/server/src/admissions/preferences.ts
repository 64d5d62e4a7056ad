import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { BadInput, Conflict, decodeCursor, NotFound, requireMatch, toPage, type Context, type InputFault } from "../platform/index.ts"; // prettier-ignore
import { access } from "./access.ts";
import { FILLING } from "./fillings.ts";
import { findFillings, stateOf, vacanciesBefore } from "./fillings.sql.ts";
import { inChina, receiptOf, receiptText } from "./preference-receipt.ts";
import { voidPreferences } from "./preference-warnings.ts";
import type * as s from "./preference-schemas.ts";
import {
  findFiler,
  insertList,
  listEtag,
  lockedLists,
  versionsOf,
  type Filer,
  type SavedList,
} from "./preferences.sql.ts";
import { inLanguage, requireSeason, stepTaken, subjectWords, type SeasonBase } from "./score-season.ts";
import { findUnits, type UnitRow } from "./units.sql.ts";

type Of = { batch: string; round: number };
type Choices = z.infer<typeof s.newList>["choices"];

async function requireFiler(
  ctx: Context,
  seasonId: string,
  of: Of,
): Promise<{ season: SeasonBase; filer: Filer }> {
  const season = await requireSeason(ctx, seasonId);
  const filer = await findFiler(ctx, season, of);
  if (!filer || stepTaken(season, "publish-units") === null) throw new NotFound(FILLING);
  return { season, filer };
}

/** A candidate's own list of a batch and round, with his receipt and what of it will be void. @throws NotFound */
export async function ownList(ctx: Context, seasonId: string, of: Of): Promise<z.infer<typeof s.ownList>> {
  const { season, filer } = await requireFiler(ctx, seasonId, of);
  access.authorize(ctx.actor, "readPreferences", { person: filer.person });
  const units = await findUnits(ctx, season, { units: filer.last?.units ?? [] });
  return present(ctx, season, filer, of, units);
}

/**
 * Saves a candidate's list as a new version. Saved once again unchanged it is the version that is there: whoever lost the answer
 * may ask again. Whoever saw an older version is told (If-Match).
 * @throws Conflict outside the time, where he is admitted or not confirmed; BadInput for too many, unknown units, another batch;
 * VersionChanged where another tab has saved
 */
export async function saveList(ctx: Context, request: FastifyRequest, seasonId: string, of: Of, input: z.infer<typeof s.newList>): Promise<z.infer<typeof s.ownList>> {
  const { season, filer } = await requireFiler(ctx, seasonId, of);
  access.authorize(ctx.actor, "savePreferences", { person: filer.person });
  const { choices } = input;
  const units = await findUnits(ctx, season, { units: [...new Set([...choices.map(({ unit }) => unit), ...(filer.last?.units ?? [])])] });
  if (filer.last && same(filer.last, choices)) return present(ctx, season, filer, of, units);
  requireOpen(season, filer, of);
  requireMatch(request, listEtag(filer, of));
  requireFit(season, of, choices, units);
  const version = (filer.last?.version ?? 0) + 1;
  const savedAt = filer.now;
  const receipt = receiptOf(textOf(season, filer, of, { version, choices, savedAt }));
  const last: SavedList = { version, units: choices.map(({ unit }) => unit), consents: choices.map(({ consent }) => consent), receipt, savedAt };
  await insertList(ctx, season, filer, of, last);
  await ctx.audit("preferences.save", `candidate:${filer.candidate}`, null, { ...of, version, choices: choices.length, receipt });
  return present(ctx, season, { ...filer, last }, of, units);
} // prettier-ignore

const same = ({ units, consents }: SavedList, choices: Choices): boolean =>
  units.length === choices.length &&
  choices.every(({ unit, consent }, i) => units[i] === unit && consents[i] === consent);

/** The database's time decides, as its policy does. */
function requireOpen(season: SeasonBase, filer: Filer, { round }: Of): void {
  const refuse = (zh: string, en: string) => {
    throw new Conflict({ zh, en });
  };
  if (!filer.confirmed) refuse("你的报名没有确认或已放弃，不能填报志愿。", "Your registration is not confirmed; preferences cannot be filed.");
  if (season.state !== "filed") refuse("本招生季现在不填报志愿。", "Preferences of this season are not taken now.");
  if (filer.admitted) refuse("你今年已被录取，不再参加后面的批次和轮次。", "You are admitted this year and take no part in what follows.");
  if (filer.now < filer.opens) refuse(`志愿填报于 ${inChina(filer.opens)} 开始。`, `Preferences are taken from ${inChina(filer.opens)} on.`);
  if (filer.now >= filer.closes) refuse(`志愿填报已于 ${inChina(filer.closes)} 截止，志愿已锁定。`, `Preferences were taken until ${inChina(filer.closes)}; the lists are locked.`);
  if (!filer.ready) refuse(`第 ${round - 1} 轮录取尚未确认，还不能填报第 ${round} 轮。`, `Round ${round - 1} is not confirmed yet; round ${round} cannot be filed.`);
} // prettier-ignore

function requireFit(season: SeasonBase, of: Of, choices: Choices, units: readonly UnitRow[]): void {
  const most = season.rules.maxPreferences;
  const faults: InputFault[] = [];
  if (most !== null && choices.length > most)
    faults.push({ part: "body", field: "choices", value: choices.length, reason: `至多 ${most} 个志愿 / at most ${most} preferences` });
  const known = new Map(units.map((unit) => [unit.unit, unit]));
  for (const [i, { unit }] of choices.entries()) {
    const found = known.get(unit);
    const field = `choices[${i}].unit`;
    if (!found) faults.push({ part: "body", field, row: i + 1, value: unit, reason: "没有这个志愿代码 / there is no such unit" });
    else if (found.batch !== of.batch) faults.push({ part: "body", field, row: i + 1, value: unit, reason: "不属于本批次 / of another batch" });
  }
  if (faults.length > 0) throw new BadInput(faults);
} // prettier-ignore

const textOf = (
  season: SeasonBase,
  filer: Filer,
  of: Of,
  list: { version: number; choices: Choices; savedAt: Date },
) => receiptText({ season, number: filer.number, ...of, ...list });

const choicesOf = ({ units, consents }: SavedList): Choices =>
  units.map((unit, i) => ({ unit, consent: consents[i]! }));

const receiptFor = (season: SeasonBase, filer: Filer, of: Of, list: SavedList) => {
  const text = textOf(season, filer, of, { ...list, choices: choicesOf(list) });
  return { version: list.version, savedAt: list.savedAt.toISOString(), receipt: list.receipt, text, valid: receiptOf(text) === list.receipt };
}; // prettier-ignore

async function present(
  ctx: Context,
  season: SeasonBase,
  filer: Filer,
  of: Of,
  units: readonly UnitRow[],
): Promise<z.infer<typeof s.ownList>> {
  const known = new Map(units.map((unit) => [unit.unit, unit]));
  const choices = filer.last ? choicesOf(filer.last) : [];
  const left = of.round > 1 ? await vacanciesBefore(ctx, season, of.batch, of.round, [...new Set(choices.map(({ unit }) => unit))]) : null;
  const warnings = voidPreferences(season.rules, filer, of, choices, choices.flatMap(({ unit }) => known.get(unit) ?? []).filter((unit, i, all) => all.indexOf(unit) === i), left, namesOf(ctx, season));
  return {
    ...of,
    opens: filer.opens.toISOString(),
    closes: filer.closes.toISOString(),
    now: filer.now.toISOString(),
    state: stateOf(filer),
    ready: filer.ready,
    admitted: filer.admitted,
    most: season.rules.maxPreferences,
    consentUsed: season.rules.structure === "group",
    category: filer.category,
    rank: filer.rank,
    choices: choices.map(({ unit, consent }) => {
      const found = known.get(unit);
      return { unit, consent, schoolName: found?.schoolName ?? "", programmeName: found?.programmeName ?? "" };
    }),
    warnings: warnings.map(({ words, ...warning }) => ({ ...warning, reason: inLanguage(ctx, words) })),
    receipt: filer.last ? receiptFor(season, filer, of, filer.last) : null,
    version: filer.last?.version ?? 0,
    etag: listEtag(filer, of),
  };
} // prettier-ignore

const namesOf = (ctx: Context, season: SeasonBase): Map<string, string> =>
  new Map(season.subjects.map((subject) => [subject.key, inLanguage(ctx, subjectWords(subject))]));

/** Every version with the text of its receipt, checked anew against what is stored. @throws NotFound */
export async function ownVersions(
  ctx: Context,
  seasonId: string,
  of: Of,
): Promise<z.infer<typeof s.versions>> {
  const { season, filer } = await requireFiler(ctx, seasonId, of);
  access.authorize(ctx.actor, "readPreferences", { person: filer.person });
  const items = (await versionsOf(ctx, filer, of)).map((list) => receiptFor(season, filer, of, list));
  return { items, next: null };
}

/** What of a list that is not saved yet would be void. */
export async function tryList(ctx: Context, seasonId: string, of: Of, input: z.infer<typeof s.newList>): Promise<z.infer<typeof s.tried>> {
  const { season, filer } = await requireFiler(ctx, seasonId, of);
  access.authorize(ctx.actor, "savePreferences", { person: filer.person });
  const named = [...new Set(input.choices.map(({ unit }) => unit))];
  const units = await findUnits(ctx, season, { units: named });
  const known = new Set(units.map(({ unit }) => unit));
  const unknown = named.filter((unit) => !known.has(unit));
  const left = of.round > 1 ? await vacanciesBefore(ctx, season, of.batch, of.round, named) : null;
  const numbered = input.choices.map((choice, i) => ({ ...choice, no: i + 1 })).filter(({ unit }) => known.has(unit));
  const warnings = voidPreferences(season.rules, filer, of, numbered, units, left, namesOf(ctx, season));
  return { unknown, warnings: warnings.map(({ words, no, ...warning }) => ({ ...warning, no: numbered[no - 1]!.no, reason: inLanguage(ctx, words) })) };
} // prettier-ignore

/**
 * Locked lists of a batch and round for the office, by candidates' numbers. Before the lock there are none: the database
 * shows none to anybody but the candidate himself.
 * @throws NotFound; Conflict before the lock
 */
export async function listLocked(ctx: Context, seasonId: string, query: z.infer<typeof s.lockedQuery>): Promise<z.infer<typeof s.lockedPage>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "readPreferences", { region: season.province });
  const of = { batch: query.batch, round: query.round };
  const [filling] = await findFillings(ctx, season, of);
  if (!filling) throw new NotFound(FILLING);
  if (stateOf(filling) !== "locked")
    throw new Conflict({ zh: "志愿尚未锁定，任何人都不能查看考生的志愿。", en: "The lists are not locked yet; nobody reads the preferences of others." });
  const after = decodeCursor(query.cursor, 1);
  const rows = await lockedLists(ctx, season, of, after ? String(after[0]) : null, query.limit + 1);
  await ctx.auditRead(`season:${seasonId}`, ["admissions.preference_list.units"]);
  return toPage(rows, query.limit, (row) => [row.number], ({ savedAt, units, consents, ...row }) => ({
    ...row,
    choices: units.map((unit, i) => ({ unit, consent: consents[i]! })),
    savedAt: savedAt.toISOString(),
  }));
} // prettier-ignore
