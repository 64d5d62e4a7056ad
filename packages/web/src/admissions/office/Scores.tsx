import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatList, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import {
  useScoreChecks,
  useScoreImport,
  useScoreImports,
  useWrite,
  type ScoreFigure,
  type ScoreImport,
  type Season,
} from "./api.ts";
import { FileTask } from "./FileTask.tsx";
import { PointsChart } from "./PointsChart.tsx";
import { SeasonSteps, Sum, useThisSeason } from "./pieces.tsx"; // prettier-ignore

/** Task: scores come in as files, are looked through, handed in by one person and released by another. */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const taking = ["confirmed", "seated"].includes(season.state);
  const released = ["offered", "filed", "closed"].includes(season.state);
  return (
    <>
      <Section
        title={t("scores.where")}
        aside={<Link to={`/admission/${season.id}/scores/reviews`}>{t("reviews.title")}</Link>}
      >
        <p>{t(taking ? "scores.taking" : released ? "scores.released" : season.state === "scored" ? "scores.two" : "scores.early")}</p>
        <SeasonSteps season={season} only={["submit-scores", "return-scores", "release-scores"]} />
      </Section>
      {(taking || released || season.state === "scored") && <Checks season={season} />}
      {released && <PointsChart season={season} />}
      <Files season={season} taking={taking} />
    </>
  ); // prettier-ignore
}

function Checks({ season }: { season: Season }) {
  const { t } = useTranslation("seasons");
  const found = useScoreChecks(season.id);
  const name = (key: string) => season.categories.find((one) => one.key === key)?.name ?? key;
  const max = (subject: string) => season.subjects.find(({ key }) => key === subject)?.max ?? 100;
  if (found.isPending) return <Loading rows={4} />;
  if (!found.data) return <Failure error={found.error} />;
  const { figures, missing, warnings } = found.data;
  const columns: Column<ScoreFigure>[] = [
    { key: "category", title: t("category.title"), value: (row) => name(row.category) },
    { key: "subject", title: t("score.subject"), value: (row) => row.name },
    { key: "scored", title: t("score.scored"), number: true, sum: true, value: (row) => row.scored },
    { key: "absent", title: t("score.absent"), number: true, sum: true, value: (row) => row.absent },
    { key: "zeros", title: t("score.zeros"), number: true, sum: true, value: (row) => row.zeros },
    { key: "mean", title: t("score.mean"), number: true, value: (row) => row.mean, render: (row) => row.mean?.toFixed(1) ?? "—" },
    { key: "spread", title: t("score.spread"), note: t("score.spread-note"), value: (row) => row.mean, render: (row) => <Spread of={row} max={max(row.subject)} /> },
  ]; // prettier-ignore
  return (
    <Section title={t("scores.checks")} note={t("scores.checks-note")}>
      {missing.map((one) => (
        <p key={one.subject} className="doubt">
          {t("scores.missing", { subject: one.name, count: one.count })}
        </p>
      ))}
      {warnings.map((warning) => (
        <p key={warning} className="doubt">
          {warning}
        </p>
      ))}
      {figures.length > 0 && (
        <DataTable
          caption={t("scores.checks")}
          rows={figures}
          columns={columns}
          rowKey={(row) => `${row.category} ${row.subject}`}
          fileName={`scores-${season.year}`}
        />
      )}
    </Section>
  );
}

/** From the lowest to the highest, one deviation about the mean dark, on a line from 0 to full marks. */
function Spread({ of, max }: { of: ScoreFigure; max: number }) {
  const { mean, lowest, highest } = of;
  if (mean === null || lowest === null || highest === null) return <>—</>;
  const deviation = of.deviation ?? 0;
  const at = (value: number) => `${(Math.max(0, Math.min(max, value)) / max) * 100}%`;
  const from = Math.max(lowest, mean - deviation);
  const until = Math.min(highest, mean + deviation);
  const words = `${lowest} – ${highest}, ${mean.toFixed(1)} ± ${deviation.toFixed(1)}`;
  return (
    <span className="spread" role="img" aria-label={words} title={words}>
      <i style={{ left: at(lowest), width: at(highest - lowest) }} />
      <i className="within" style={{ left: at(from), width: at(until - from) }} />
      <i className="mean" style={{ left: at(mean) }} />
    </span>
  );
}

function Files({ season, taking }: { season: Season; taking: boolean }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const found = useScoreImports(season.id);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Section
      title={t("scores.files")}
      note={t("scores.files-note", {
        subjects: formatList(
          season.subjects.map(({ name }) => name),
          language,
        ),
      })}
    >
      {taking && (
        <FileTask<ScoreImport>
          path={`/api/seasons/${season.id}/score-imports`}
          words={t("scores.drop")}
          onTaken={({ id }) => setChosen(id)}
        />
      )}
      {found.error && <Failure error={found.error} />}
      <ul className="season-lines">
        {found.data?.items.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="link"
              aria-expanded={chosen === one.id}
              onClick={() => setChosen(chosen === one.id ? null : one.id)}
            >
              {one.fileName}
            </button>{" "}
            <span className={one.state === "failed" ? "tag red" : one.state === "done" ? "tag good" : "tag"}>
              {t(`score-file.${one.state}`)}
            </span>{" "}
            <Sum {...one} />{" "}
            <small>
              {one.createdBy} {formatDate(one.createdAt, language, true)}
            </small>
            {chosen === one.id && <Preview id={one.id} taking={taking} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What taking a file in would change, what strikes the eye, and what of it is not taken. */
function Preview({ id, taking }: { id: string; taking: boolean }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const found = useScoreImport(id);
  const take = useWrite();
  const n = (value: number) => formatNumber(value, language);
  if (!found.data) return <Loading rows={3} />;
  const { preview, faults = [], state, message, rejected } = found.data;
  return (
    <div className="season-preview">
      {message && <p className="doubt">{message}</p>}
      {preview && (
        <ul className="notes">
          {preview.subjects.map((one) => (
            <li key={one.subject}>
              {t("scores.preview", { name: one.name, added: n(one.added), changed: n(one.changed), same: n(one.same) })}
            </li>
          ))}
        </ul>
      )}
      {preview?.warnings.map((warning) => <p key={warning} className="doubt">{warning}</p>)}
      {faults.length > 0 && (
        <details>
          <summary>{t("import.rejected", { count: rejected })}</summary>
          <ul className="notes">
            {faults.map((fault) => (
              <li key={`${fault.row} ${fault.field}`}>
                {t("import.row", { row: fault.row })} {fault.number} {fault.field} {fault.value} — {fault.reason}
              </li>
            ))}
          </ul>
          <a href={`/api/score-imports/${id}/rejected.csv?lang=${language}`} download>{t("import.download")}</a>
        </details>
      )}
      {take.error && <Failure error={take.error} />}
      {state === "checked" && taking && (
        <button type="button" className="button primary" disabled={take.isPending} onClick={() => take.mutate({ path: `/api/score-imports/${id}/take-in` })}>
          {t("scores.take")}
        </button>
      )}
      {taking && ["waiting", "checking", "checked", "done"].includes(state) && (
        <button type="button" className="button" disabled={take.isPending} onClick={() => take.mutate({ path: `/api/score-imports/${id}/cancel` })}>
          {t(state === "done" ? "scores.back" : "scores.cancel")}
        </button>
      )}
    </div>
  ); // prettier-ignore
}
