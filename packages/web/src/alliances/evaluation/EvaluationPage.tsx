import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Tabs, useSay } from "../pieces.tsx";
import {
  GROUPS,
  useEvaluation,
  useEvaluationWrite,
  type Evaluation,
  type Evidence,
  type Result,
} from "./api.ts";
import "./evaluation.css"; // prettier-ignore

/** Question: how does this alliance stand in the national evaluation, what is missing, and what proves it? */
export function Component() {
  const { id } = useParams();
  const [year, setYear] = useState<number | null>(null);
  const found = useEvaluation(id, year);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Standing of={found.data} onYear={setYear} />;
}

const TONES: Readonly<Record<string, string>> = { reached: "good", clear: "good", short: "shortage", hit: "red", unknown: "", met: "good", "base-short": "shortage", "negative-hit": "red" }; // prettier-ignore

function Standing({ of, onYear }: { of: Evaluation; onYear: (year: number) => void }) {
  const { t } = useTranslation("evaluation");
  const language = useLanguage();
  const say = useSay();
  const write = useEvaluationWrite(of.alliance);
  const [told, setTold] = useState<Result | null>(null);
  const thisYear = new Date().getFullYear();
  const gaps = of.results.filter(({ gap }) => gap !== null);
  const report = (year: number, no?: number): string => `/api/alliances/${of.alliance}/evaluation/report.docx?year=${year}${no === undefined ? "" : `&no=${no}`}`;
  return (
    <Page
      title={t("title", { alliance: of.allianceName })}
      crumbs={[{ name: t("alliances"), path: "/alliances" }, { name: of.allianceName, path: `/alliances/${of.alliance}` }]}
      lead={
        <>
          <span className={`tag ${TONES[of.outcome]}`}>{t(`outcome.${of.outcome}`)}</span> {t("score", { score: formatNumber(of.score, language, Number.isInteger(of.score) ? 0 : 1), unknown: of.unknown })}
          {of.running && ` · ${t("running")}`}
          {of.sample && ` · ${t("sample")}`}
        </>
      }
      actions={
        <>
          <label className="evaluation-year">
            {t("year")}{" "}
            <select value={of.year} onChange={({ target }) => onYear(Number(target.value))}>
              {Array.from({ length: 5 }, (_, i) => thisYear - i).map((one) => <option key={one}>{one}</option>)}
            </select>
          </label>
          {of.mayKeep && <button type="button" className="button" disabled={write.isPending} onClick={() => write.mutate({ method: "POST", path: "editions", body: { year: of.year } })}>{t("keep")}</button>}
          <a className="button primary" href={report(of.year)} download>{t("report")}</a>
        </>
      }
    >
      <Tabs id={of.alliance} />
      <p className="doubt">{say(of.notOfficial)}</p>
      {write.error && <Failure error={write.error} />}
      {told && <TellDialog of={of} result={told} onClose={() => setTold(null)} />}
      <Section title={t("gaps")} note={gaps.length === 0 ? t("no-gap") : t("gap-count", { count: gaps.length })}>
        <ul className="evaluation-gaps">
          {gaps.map((one) => (
            <li key={one.key}>
              <span className={`tag ${TONES[one.verdict]}`}>{t(`group.${one.group}`)}</span> <a href={`#${one.key}`}>{say(one.name)}</a>：{say(one.gap!)}
            </li>
          ))}
        </ul>
      </Section>
      {GROUPS.map((group) => (
        <Section key={group} title={t(`group.${group}`)} note={t(`group-note.${group}`)}>
          <ol className="evaluation-results">
            {of.results.filter((one) => one.group === group).map((one) => <Line key={one.key} of={of} result={one} onTell={() => setTold(one)} />)}
          </ol>
        </Section>
      ))}
      <Section title={t("editions")} note={t("editions-note")}>
        {of.editions.length === 0 && <p>{t("no-edition")}</p>}
        <ul className="evaluation-editions">
          {of.editions.map((one) => (
            <li key={`${one.year} ${one.no}`}>
              {t("edition", { year: one.year, no: one.no })} <span className={`tag ${TONES[one.outcome]}`}>{t(`outcome.${one.outcome}`)}</span> {t("points", { points: formatNumber(one.score, language, Number.isInteger(one.score) ? 0 : 1) })} · {one.by} <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>{" "}
              <a href={report(one.year, one.no)} download>{t("word")}</a>
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
} // prettier-ignore

function Line({ of, result: one, onTell }: { of: Evaluation; result: Result; onTell: () => void }) {
  const { t } = useTranslation("evaluation");
  const language = useLanguage();
  const say = useSay();
  const figure = (value: number | null): string =>
    value === null ? "—" : one.unit === "yes" ? t(value > 0 ? "yes" : "no") : t(`unit.${one.unit}`, { value: formatNumber(value, language, Number.isInteger(value) ? 0 : 1) });
  return (
    <li id={one.key}>
      <div>
        <h3>{say(one.name)} <span className={`tag ${TONES[one.verdict]}`}>{t(`verdict.${one.verdict}`)}</span></h3>
        <p>{say(one.observed)} <small>{one.rule}{one.cooperation && ` · ${t(`cooperation.${one.cooperation}`)}`}</small></p>
      </div>
      <dl>
        <div><dt>{t(one.source === "stated" ? "stated" : "figure")}</dt><dd>{figure(one.value)}</dd></div>
        <div><dt>{t(one.group === "negative" ? "limit" : one.key === "park-rank" ? "at-most" : "target")}</dt><dd>{figure(one.target)}</dd></div>
        {one.group === "substantive" && <div><dt>{t("points-of")}</dt><dd>{one.points === null ? "—" : formatNumber(one.points, language, Number.isInteger(one.points) ? 0 : 1)} / {one.weight}</dd></div>}
      </dl>
      {one.proof && <p className="evaluation-words">{t("proof")}：{one.proof}</p>}
      {one.words && <p className="evaluation-words">{one.words}</p>}
      <div className="evaluation-under">
        {one.evidence.length > 0 && (
          <details>
            <summary>{t("evidence", { count: one.evidence.length })}</summary>
            <ul>
              {one.evidence.map((it, i) => <li key={i}><EvidenceLink alliance={of.alliance} of={it} />{it.on && <small> {formatDate(it.on, language)}</small>}</li>)}
            </ul>
          </details>
        )}
        {of.mayKeep && <button type="button" className="quiet" aria-label={t("tell-of", { what: t(one.stated ? "state" : "tell"), name: say(one.name) })} onClick={onTell}>{t(one.stated ? "state" : "tell")}</button>}
      </div>
    </li>
  );
} // prettier-ignore

/** Where the thing itself is seen; only what the reader of an alliance may open is linked. */
function EvidenceLink({ alliance, of }: { alliance: string; of: Evidence }) {
  const path = { meeting: `/council-meetings/${of.id}`, resolution: `/alliances/${alliance}/tasks`, task: `/alliances/${alliance}/tasks`, contribution: `/alliances/${alliance}/ledger`, entry: `/alliances/${alliance}/ledger`, chain: `/alliances/${alliance}/chain`, member: `/alliances/${alliance}`, document: `/alliances/${alliance}`, "training-plan": `/public/training-plans/${of.id}`, timetable: `/timetables/${of.id}` }[of.kind]; // prettier-ignore
  return path ? <Link to={path}>{of.title}</Link> : <>{of.title}</>;
}

function TellDialog({ of, result, onClose }: { of: Evaluation; result: Result; onClose: () => void }) {
  const { t } = useTranslation("evaluation");
  const say = useSay();
  const write = useEvaluationWrite(of.alliance);
  const [value, setValue] = useState(result.source === "stated" ? String(result.value) : "");
  const [words, setWords] = useState(result.words);
  const [proof, setProof] = useState(result.proof);
  const take = (event: FormEvent) => {
    event.preventDefault();
    const body = { year: of.year, indicator: result.key, value: result.stated && value !== "" ? Number(value) : null, words, proof: result.stated && value !== "" ? proof : "" };
    write.mutate({ method: "PUT", path: "statements", body }, { onSuccess: onClose });
  };
  return (
    <Dialog label={say(result.name)} onClose={onClose}>
      <form className="form wider" onSubmit={take}>
        <h2>{say(result.name)}</h2>
        <p>{say(result.observed)}</p>
        {result.stated && (
          <>
            <label><span>{t("stated-value")}</span><input type="number" min={0} step="any" value={value} onChange={({ target }) => setValue(target.value)} /></label>
            <label><span>{t("stated-proof")}</span><input maxLength={400} required={value !== ""} value={proof} onChange={({ target }) => setProof(target.value)} /></label>
          </>
        )}
        <label><span>{t("own-words")}</span><textarea rows={4} maxLength={2000} value={words} onChange={({ target }) => setWords(target.value)} /></label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button className="button primary" disabled={write.isPending}>{t("save")}</button>
          <button type="button" className="button" onClick={onClose}>{t("back")}</button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
