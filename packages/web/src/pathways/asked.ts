/**
 * What somebody says of himself, in the address after the `#`: it can be shared as a link, and browsers send that part
 * to no server, so that no log has it.
 */
import { useCallback, useMemo } from "react";
import { useLocation, useNavigate } from "react-router";
import { AWARDS, CERTIFICATES, ENDS, MOST_COMPARED, STANDS, WITH_PROGRAMME, type Asked } from "./api.ts";

export const NOTHING: Asked = {
  stage: "junior",
  programme: null,
  status: "graduated",
  yearOfStudy: null,
  agreement: null,
  region: null,
  score: null,
  award: "none",
  certificate: "none",
  veteran: false,
  working: false,
  categories: [],
  programmes: [],
  occupations: [],
  ends: [],
};

const of = <T extends string>(known: readonly T[], value: string | null): T | null =>
  known.find((one) => one === value) ?? null;
const matching = (value: string | null, form: RegExp): string | null =>
  value !== null && form.test(value) ? value : null;
const within = (value: string | null, from: number, to: number): number | null => {
  const number = value === null || value === "" ? NaN : Number(value);
  return Number.isFinite(number) && number >= from && number <= to ? number : null;
};
const whole = (value: number | null): number | null => (value === null ? null : Math.trunc(value));

/** Reads an address; null = it does not say where one stands. What cannot be is left out. */
export function readAsked(params: URLSearchParams): Asked | null {
  const stage = of(STANDS, params.get("at"));
  if (stage === null) return null;
  const programmed = WITH_PROGRAMME.includes(stage);
  const year = whole(within(params.get("year"), 2000, 2100));
  const yearOfStudy = whole(within(params.get("study"), 1, 6));
  return {
    ...NOTHING,
    stage,
    programme: programmed ? matching(params.get("programme"), /^[2-7]\d{5}K?$/) : null,
    status: yearOfStudy === null ? "graduated" : "studying",
    yearOfStudy,
    agreement: matching(params.get("agreement"), /^[0-9a-f-]{36}$/),
    ...(year === null ? {} : { year }),
    region: matching(params.get("region"), /^\d{6}$/),
    score: within(params.get("score"), 0, 2000),
    award: of(AWARDS, params.get("award")) ?? "none",
    certificate: of(CERTIFICATES, params.get("certificate")) ?? "none",
    veteran: params.has("veteran"),
    working: params.has("working"),
    categories: params.getAll("category").filter((one) => /^\d{2}$/.test(one)),
    programmes: params.getAll("want").filter((one) => one.length > 0 && one.length <= 60),
    occupations: params.getAll("work").filter((one) => /^\d-\d{2}-\d{2}-\d{2}$/.test(one)),
    ends: ENDS.filter((one) => params.getAll("end").includes(one)),
  };
}

/** The same as an address; what is not said leaves no trace there. */
export function writeAsked(asked: Asked): URLSearchParams {
  const params = new URLSearchParams({ at: asked.stage });
  const set = (name: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  };
  set("programme", asked.programme);
  set("study", asked.status === "studying" ? asked.yearOfStudy : null);
  set("agreement", asked.agreement);
  set("year", asked.year);
  set("region", asked.region);
  set("score", asked.score);
  set("award", asked.award === "none" ? null : asked.award);
  set("certificate", asked.certificate === "none" ? null : asked.certificate);
  set("veteran", asked.veteran ? 1 : null);
  set("working", asked.working ? 1 : null);
  for (const one of asked.categories) params.append("category", one);
  for (const one of asked.programmes) params.append("want", one);
  for (const one of asked.occupations) params.append("work", one);
  for (const one of asked.ends) params.append("end", one);
  return params;
}

/** Whether enough is said to look for ways: at the stages that have programmes one has to be named. */
export const canAsk = (asked: Asked | null): asked is Asked =>
  asked !== null && (!WITH_PROGRAMME.includes(asked.stage) || asked.programme !== null);

export const readRoutes = (params: URLSearchParams): string[] =>
  [...new Set(params.getAll("route"))].slice(0, MOST_COMPARED);

/** What is asked, the chosen routes and how both stand in the address. */
export function useAsked() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const params = useMemo(() => new URLSearchParams(hash.slice(1)), [hash]);
  const asked = useMemo(() => readAsked(params), [params]);
  const routes = useMemo(() => readRoutes(params), [params]);
  const put = useCallback(
    (next: Asked | null, chosen: readonly string[]) =>
      void navigate({ hash: hashOf(next, chosen) }, { replace: true, preventScrollReset: true }),
    [navigate],
  );
  return { asked, routes, put };
}

export function hashOf(asked: Asked | null, routes: readonly string[] = []): string {
  const params = asked === null ? new URLSearchParams() : writeAsked(asked);
  for (const key of routes) params.append("route", key);
  const text = params.toString();
  return text === "" ? "" : `#${text}`;
}
