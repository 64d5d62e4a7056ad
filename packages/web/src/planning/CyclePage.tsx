import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { isLive, useJob } from "../api/jobs.ts";
import { formatDate, formatDuration, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useCancelCycle, useCycle, type Cycle } from "./api.ts";
import { CycleState } from "./pieces/CycleState.tsx";
import "./planning.css";

/** Task and record of one cycle: progress while it runs; then what went in, how long each stage took, with what it was computed. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { id } = useParams();
  const found = useCycle(id ?? null);
  const cancel = useCancelCycle(id ?? "");
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const cycle = found.data;
  return (
    <Page
      title={t("cycle.name", { year: cycle.year })}
      crumbs={[{ name: t("shell:place.cycles"), path: "/cycles" }]}
      lead={
        <>
          <CycleState state={cycle.state} /> {cycle.createdBy} · {formatDate(cycle.createdAt, language, true)}
        </>
      }
      actions={
        cycle.state === "done" ? (
          <>
            <Link className="button primary" to={`/balance?cycle=${cycle.id}`}>
              {t("cycle.open")}
            </Link>
            <Link className="button" to={`/releases?draft=${cycle.id}`}>
              {t("balance.release")}
            </Link>
          </>
        ) : isLive(cycle.state) ? (
          <button
            type="button"
            className="button danger"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t("cycle.cancel")}
          </button>
        ) : undefined
      }
    >
      {cancel.error && <Failure error={cancel.error} />}
      {isLive(cycle.state) && <Progress cycle={cycle} />}
      {cycle.message && <p className="doubt">{cycle.message}</p>}
      {cycle.state === "done" && <Done cycle={cycle} />}
    </Page>
  );
}

const STAGES = ["read", "dedupe", "demand", "supply", "forecast", "balance", "disclosure", "tables", "store"];

function Progress({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation("planning");
  const job = useJob(cycle.job);
  const now = STAGES.indexOf(job.data?.stage ?? "");
  return (
    <ol className="steps" aria-live="polite">
      {STAGES.map((stage, i) => (
        <li key={stage} className={i < now ? "past" : i === now ? "now" : ""}>
          <span>{i + 1}</span>
          {t(`stage.${stage}`)}
        </li>
      ))}
    </ol>
  );
}

function Done({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const total = cycle.stages.reduce((sum, stage) => sum + stage.ms, 0);
  const counts = Object.entries(cycle.counts).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return (
    <>
      <Section title={t("cycle.counts")}>
        <dl className="facts">
          {counts.map(([key, value]) => (
            <div key={key} className="fact-row">
              <dt>{t(`count.${key}`, { defaultValue: key })}</dt>
              <dd className="num">{formatNumber(value, language)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t("cycle.stages")} aside={formatDuration(total, language)}>
        <ol className="stages">
          {cycle.stages.map((stage, i) => (
            <li key={`${stage.name}${i}`}>
              <span>{t(`stage.${stage.name}`, { defaultValue: stage.name })}</span>
              <i style={{ width: `${Math.max(0.5, (stage.ms / Math.max(1, total)) * 100)}%` }} />
              <span className="num">{formatDuration(stage.ms, language)}</span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t("cycle.inputs")}>
        <Inputs inputs={cycle.inputs} />
      </Section>
      <Section title={t("cycle.made-with")}>
        <details>
          <summary>{t("cycle.parameters")}</summary>
          <pre className="json">{JSON.stringify(cycle.parameters, null, 2)}</pre>
        </details>
        <details>
          <summary>{t("cycle.versions")}</summary>
          <pre className="json">{JSON.stringify(cycle.versions, null, 2)}</pre>
        </details>
      </Section>
    </>
  );
}

export function Inputs({
  inputs,
}: {
  inputs: { name: string; kind?: string; sha256: string; rows?: number }[];
}) {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  return (
    <div className="table-scroll">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t("file.name")}</th>
            <th scope="col" className="n">
              {t("file.rows")}
            </th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {inputs.map((input) => (
            <tr key={input.sha256 + input.name}>
              <th scope="row">{input.name}</th>
              <td className="n">{formatNumber(input.rows, language)}</td>
              <td className="hash">{input.sha256}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
