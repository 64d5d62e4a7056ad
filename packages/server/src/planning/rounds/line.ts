import type { z } from "zod";
import { dayInChina, etagOf, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { programmeName } from "../names.ts";
import type { ApplicationRow } from "./applications.sql.ts";
import { daysBetween } from "./calendar.ts";
import { DECIDED, dueStep, procedure } from "./procedure.ts";
import type { RoundRow } from "./rounds.ts";
import type * as s from "./schemas.ts";

export const applicationEtag = (row: ApplicationRow): string =>
  etagOf(row.id, row.revision, row.actions.length);

export type Line = z.infer<typeof s.applicationLine>;

/** An application as a line of a list. */
export function applicationLine(ctx: Context, row: ApplicationRow, round: RoundRow): Line {
  const state = procedure.stateOf(row.actions);
  const step = round.calendar.find(({ key }) => key === dueStep(state, row.lane));
  return {
    id: row.id,
    round: { id: row.round_id, year: row.round_year },
    school: { id: row.school, name: row.school_name },
    city: { code: row.city, name: regionName(row.city) },
    kind: row.kind,
    change: row.change,
    programme: { code: row.programme, name: row.programme_name },
    newProgramme: row.new_programme ? { code: row.new_programme, name: programmeName(row.new_programme) } : null,
    level: row.level,
    lane: row.lane,
    state,
    stateWords: procedure.states[state],
    since: new Date(row.actions.at(-1)!.at).toISOString(),
    due: step && !DECIDED.includes(state) ? { step: step.key, day: step.due, daysLeft: daysBetween(dayInChina(ctx.now), step.due) } : null,
    sample: row.sample,
  };
} // prettier-ignore
