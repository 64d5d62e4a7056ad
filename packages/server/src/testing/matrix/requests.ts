import type { Actor } from "../../platform/context.ts";
import { covers, type AccessTable, type Reach, type Subject } from "../../platform/http/access.ts";
import type { RouteEntry } from "../../platform/http/app.ts";
import type { Module } from "../../platform/module.ts";
import type { TestApp } from "../../platform/testing/test-app.ts";
import type { Player } from "./cast.ts";

/**
 * How a route is tried by everybody.
 * `thing`: one thing that belongs to a subject; out of reach it is not found. `list`: whoever has the right gets an
 * answer, and `marker` stands in it exactly where the subject is within reach. `open`: anybody may ask, and the
 * sentence says why.
 */
export type Trial =
  | ({ kind: "thing"; subject: Subject | ((actor: Actor) => Subject) } & Request)
  | ({ kind: "list"; subject: Subject | ((actor: Actor) => Subject); marker?: string } & Request)
  | { kind: "open"; why: string };

export interface Request {
  url: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** what is answered out of reach: 404 unless the thing itself is known to all (403), or somebody else's own is asked for */
  outside?: 403 | 404;
  /** a refusal of the use-case itself, which only one who was let in gets */
  refusal?: number;
  /** it is gone once somebody who may has done it */
  once?: boolean;
}

/** By `METHOD /path` as it is registered. */
export type Trials = Readonly<Record<string, Trial>>;

const nameOf = ({ method, url }: RouteEntry) => `${method} ${url}`;

/**
 * Every route, asked by everybody; the right answer follows from the access tables alone.
 * @returns one sentence for each answer that is another; empty when all is well
 */
export async function requestFaults(
  world: TestApp,
  modules: readonly Module[],
  cast: readonly Player[],
  trials: Trials,
): Promise<string[]> {
  const faults: string[] = [];
  const tables = new Map<string, AccessTable>(modules.map(({ name, access }) => [name, access]));
  const left = new Set(Object.keys(trials));
  for (const route of world.app.routeBook) {
    const name = nameOf(route);
    const trial = trials[name];
    left.delete(name);
    if (!trial) {
      faults.push(`${name} has no trial in testing/matrix/trials: say whose things it shows or changes`);
      continue;
    }
    if ((route.access === "open") !== (trial.kind === "open")) {
      faults.push(`${name} is ${route.access === "open" ? "open" : "not open"}, the trial says otherwise`);
      continue;
    }
    if (route.access === "open" || trial.kind === "open") continue;
    const [module, action] = route.access;
    const access = tables.get(module);
    if (!access) {
      faults.push(`${name} names the module ${module}, which does not exist`);
      continue;
    }
    let done = false;
    for (const { actor, label } of cast) {
      const reach = access.reach(actor.role, action);
      const body = trial.body === undefined ? {} : { payload: trial.body as object };
      const answer = await world.call(actor, {
        method: route.method as "GET",
        url: trial.url,
        ...body,
        headers: { ...trial.headers },
      });
      const gone = trial.once === true && done && answer.statusCode === 404;
      done ||= answer.statusCode < 400;
      const fault = gone ? null : judge(trial, actor, reach, answer.statusCode, answer.body);
      if (fault) faults.push(`${name} as ${label}: ${fault}`);
    }
  }
  for (const name of left) faults.push(`${name} has a trial and is no route`);
  return faults;
}

/** What is wrong with an answer; null when it is the expected one. */
function judge(
  trial: Exclude<Trial, { kind: "open" }>,
  actor: Actor,
  reach: Reach | undefined,
  status: number,
  body: string,
): string | null {
  if (status >= 500) return `answers ${status} ${body.slice(0, 200)}`;
  const nobody = actor.userId === null;
  if (reach === undefined || (nobody && (reach === "self" || reach === "own"))) {
    const right = nobody ? 401 : 403;
    return status === right ? null : `${status}, should be refused with ${right}`;
  }
  const subject = typeof trial.subject === "function" ? trial.subject(actor) : trial.subject;
  const within = covers(reach, actor, subject);
  if (trial.kind === "list") {
    if (status === 403 || status === 404) return within ? `${status}, should be answered` : null;
    if (status !== 200) return `${status} ${body.slice(0, 200)}`;
    if (trial.marker === undefined) return null;
    const shown = body.includes(trial.marker);
    if (shown === within) return null;
    return shown ? "shows what lies outside his reach" : "does not show what lies within his reach";
  }
  // A wrong password or code is an answer to one who was let in.
  const letIn =
    ![403, 404].includes(status) && !(status === 401 && body.includes("/problems/sign-in-required"));
  if (within) return letIn ? null : `${status}, should be let in: ${body.slice(0, 200)}`;
  // An office of the province decides: those who may read of it are told so, all others find nothing.
  const right = reach === "office" && covers("around", actor, subject) ? 403 : (trial.outside ?? 404);
  return status === right ? null : `${status}, lies outside his reach and should be ${right}`;
}
