import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isLive, useJob } from "../../api/jobs.ts";
import { formatNumber, formatShare, formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useBatchName } from "../pieces.tsx";
import { useFilings, usePresets, useSeasons, useWrite, type Rules, type Simulation } from "./api.ts";
import { useSay } from "./pieces.tsx";
import "./runs.css";
import "./set-up.css";

const DRAWN = { candidates: 3000, units: 120, preferences: 12, seed: 1 };

/** Task: rules are tried on a drawn season or on one that is over, and two sets of them are held side by side. */
export function Component() {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const say = useSay();
  const presets = usePresets();
  const seasons = useSeasons();
  const filings = useFilings(null);
  const [on, setOn] = useState("drawn");
  const [drawn, setDrawn] = useState(DRAWN);
  const [texts, setTexts] = useState<[string, string]>(["", ""]);
  const [names, setNames] = useState<[string, string]>(["", ""]);
  const [fault, setFault] = useState<string | null>(null);
  const write = useWrite<{ job: string }>();
  const job = useJob(write.data?.job);
  const closed = new Set(seasons.data?.items.filter(({ state }) => state === "closed").map(({ id }) => id));
  const past =
    filings.data?.items.filter(({ state, season }) => state === "confirmed" && closed.has(season)) ?? [];
  const choose = (i: 0 | 1, id: string) => {
    const preset = presets.data?.items.find((one) => one.id === id);
    setTexts(replaced(texts, i, preset ? JSON.stringify(preset.rules, null, 2) : ""));
    setNames(replaced(names, i, preset ? say(preset.name) : ""));
  };
  const begin = () => {
    const wanted = texts.filter((text, i) => i === 0 || text.trim() !== "");
    try {
      const rules = wanted.map((text) => (text.trim() === "" ? null : (JSON.parse(text) as Rules)));
      setFault(null);
      write.mutate({
        path: "/api/filing-simulations",
        body: { on: on === "drawn" ? drawn : { filing: on }, rules },
      });
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const result = job.data?.state === "done" ? (job.data.result as unknown as Simulation | null) : null;
  const shown = names.map((name, i) => name || t(i === 0 ? "simulation.first" : "simulation.second"));
  return (
    <Page title={t("simulation.title")} crumbs={[{ name: t("title"), path: "/admission" }]} lead={t("simulation.lead")}>
      <Section title={t("simulation.on")}>
        <div className="filters">
          <label>
            {t("simulation.data")}
            <select value={on} onChange={(event) => setOn(event.target.value)}>
              <option value="drawn">{t("simulation.drawn")}</option>
              {past.map((run) => <option key={run.id} value={run.id}>{run.seasonName} {batchName(run.batch, run.round)}</option>)}
            </select>
          </label>
          {on === "drawn" && (Object.keys(DRAWN) as (keyof typeof DRAWN)[]).map((key) => (
            <label key={key}>
              {t(`simulation.${key}`)}
              <input type="number" min={key === "seed" ? 0 : 1} value={drawn[key]} onChange={(event) => setDrawn({ ...drawn, [key]: Number(event.target.value) })} />
            </label>
          ))}
        </div>
      </Section>
      <div className="season-two">
        {([0, 1] as const).map((i) => (
          <Section key={i} title={t(i === 0 ? "simulation.first" : "simulation.second")}>
            <div className="filters">
              <label>
                {t("new.preset")}
                <select defaultValue="" onChange={(event) => choose(i, event.target.value)}>
                  <option value="">{t(i === 0 ? (on === "drawn" ? "new.choose" : "simulation.as-was") : "simulation.none")}</option>
                  {presets.data?.items.map((one) => <option key={one.id} value={one.id}>{say(one.name)}</option>)}
                </select>
              </label>
            </div>
            <textarea className="rules-text" rows={14} spellCheck={false} aria-label={`${t(i === 0 ? "simulation.first" : "simulation.second")} rules.json`} value={texts[i]} onChange={(event) => setTexts(replaced(texts, i, event.target.value))} />
          </Section>
        ))}
      </div>
      {fault && <p className="field-error" role="alert">{fault}</p>}
      {write.error && <Failure error={write.error} />}
      <div className="actions season-bulk">
        <button type="button" className="button primary" disabled={write.isPending || isLive(job.data?.state) || (on === "drawn" && texts[0].trim() === "")} onClick={begin}>
          {t(isLive(job.data?.state) ? "simulation.running" : "simulation.start")}
        </button>
      </div>
      {job.data?.state === "failed" && <p className="doubt" role="alert">{job.data.message}</p>}
      {result && <Result of={result} names={shown} />}
    </Page>
  ); // prettier-ignore
}

const replaced = (pair: [string, string], i: 0 | 1, value: string): [string, string] =>
  i === 0 ? [value, pair[1]] : [pair[0], value];

function Result({ of, names }: { of: Simulation; names: string[] }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const lines: [string, (run: Simulation["runs"][number]) => string][] = [
    ["engine", (run) => t(`engine.${run.engine}`, run.engine)],
    ["candidates", (run) => n(run.candidates)],
    ["places", (run) => n(run.places)],
    ["admitted", (run) => n(run.admitted)],
    ["first-choice", (run) => `${n(run.byChoice[0])} (${formatShare(run.byChoice[0] / Math.max(1, run.admitted), 1)})`],
    ["three-choices", (run) => n(run.byChoice[0] + run.byChoice[1] + run.byChoice[2])],
    ["vacancies", (run) => n(run.vacancies)],
  ]; // prettier-ignore
  const columns: Column<NonNullable<Simulation["compared"]>["cutoffs"][number]>[] = [
    { key: "unit", title: t("unit.unit"), value: (row) => row.unit + (row.quota && ` ${row.quota}`) },
    { key: "first", title: names[0]!, number: true, value: (row) => row.first },
    { key: "second", title: names[1] ?? "", number: true, value: (row) => row.second },
    { key: "moved", title: t("simulation.moved"), number: true, value: (row) => (row.first === null || row.second === null ? null : row.second - row.first), render: (row) => (row.first === null || row.second === null ? "—" : formatSigned(row.second - row.first, language)) },
  ]; // prettier-ignore
  return (
    <Section title={t("simulation.result")}>
      {of.compared && (
        <p className="run-sentence">
          {t("simulation.sentence", {
            elsewhere: n(of.compared.elsewhere),
            only: n(of.compared.onlyFirst),
            second: n(of.compared.onlySecond),
          })}
        </p>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("simulation.result")}>
        <table className="data">
          <thead>
            <tr>
              <td />
              {of.runs.map((_, i) => (
                <th key={i} scope="col" className="n">
                  {names[i]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(([key, value]) => (
              <tr key={key}>
                <th scope="row">{t(`simulated.${key}`)}</th>
                {of.runs.map((run, i) => (
                  <td key={i} className="n">
                    {value(run)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {of.compared && of.compared.cutoffs.length > 0 && (
        <>
          <h3 className="season-sub">{t("simulation.cutoffs", { count: of.compared.pools })}</h3>
          <DataTable
            caption={t("simulation.cutoffs", { count: of.compared.pools })}
            rows={of.compared.cutoffs}
            columns={columns}
            rowKey={(row) => `${row.unit} ${row.quota}`}
            fileName="simulation"
          />
        </>
      )}
    </Section>
  );
}
