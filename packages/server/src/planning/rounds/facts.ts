import { sql } from "kysely";
import { dayInChina, type Context } from "../../platform/index.ts";
import type { ApplicationRow } from "./applications.sql.ts";
import { formFaults, groupsOf, needsOpinion, type Group } from "./form.ts";
import type { Facts } from "./procedure.ts";
import { requireRound, type RoundRow } from "./rounds.ts";

export interface ApplicationFile {
  id: string;
  name: string;
  bytes: number;
  mediaType: string;
  state: string;
  createdAt: string;
}

/** The files of an application, for whoever may read it. */
export async function filesOf(ctx: Context, application: string): Promise<ApplicationFile[]> {
  const { rows } =
    await sql<ApplicationFile>`select id, name, bytes::float8 as bytes, media_type as "mediaType", state,
    to_json(created_at) #>> '{}' as "createdAt" from planning.files_of(${application})`.execute(ctx.tx);
  return rows;
}

export const formGroups = (of: Pick<ApplicationRow, "kind" | "change" | "programme" | "new_programme">): readonly Group[] =>
  groupsOf({ ...of, needsOpinion: needsOpinion(of.new_programme ?? of.programme) }); // prettier-ignore

/** How often it was handed in: reviews belong to one handing-in. */
export const turnOf = (of: Pick<ApplicationRow, "actions">): number =>
  of.actions.filter(({ action }) => action === "submit").length;

/** The public notice that it was last put into. */
export function lastNotice(of: Pick<ApplicationRow, "actions">): { id: string; until: string } | null {
  const payload = of.actions.filter(({ action }) => action === "announce").at(-1)?.payload;
  return payload ? { id: String(payload["notice"]), until: String(payload["until"]) } : null;
}

interface Counts {
  scored: number;
  unanswered: number;
  open: number;
  upheld: number;
}

/** What the guards of the procedure look at. Conflicts of interest are looked up anew, not taken from the assignment. */
export async function factsOf(ctx: Context, of: ApplicationRow): Promise<{ facts: Facts; round: RoundRow; files: ApplicationFile[] }> {
  const round = await requireRound(ctx, of.round_id);
  const files = await filesOf(ctx, of.id);
  const notice = lastNotice(of);
  const { rows } = await sql<Counts>`select
    (select count(*)::int from planning.review r where r.province = ${of.province} and r.application_id = ${of.id} and r.turn = ${turnOf(of)}
      and r.state = 'scored' and not planning.conflict_of(r.person, ${of.school})) as scored,
    (select count(*)::int from planning.review r where r.province = ${of.province} and r.application_id = ${of.id} and r.turn = ${turnOf(of)}
      and r.state = 'assigned') as unanswered,
    (select count(*)::int from planning.objection o where o.province = ${of.province} and o.application_id = ${of.id} and o.upheld is null) as open,
    (select count(*)::int from planning.objection o where o.province = ${of.province} and o.application_id = ${of.id} and o.upheld
      and o.notice_id = ${notice?.id ?? null}::uuid) as upheld`.execute(ctx.tx);
  const counts = rows[0]!;
  const clean = new Set(files.filter(({ state }) => state !== "infected").map(({ id }) => id));
  return {
    round,
    files,
    facts: {
      lane: of.lane,
      minimum: round.reviewers,
      scored: counts.scored,
      unanswered: counts.unanswered,
      noticeUntil: notice?.until ?? null,
      today: dayInChina(ctx.now),
      openObjections: counts.open,
      upheldObjections: counts.upheld,
      formFaults: formFaults(formGroups(of), of.form, clean),
      forbidden: 0,
    },
  };
} // prettier-ignore
