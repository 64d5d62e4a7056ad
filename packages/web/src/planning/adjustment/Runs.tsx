import type { TFunction } from "i18next";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { useIsOffice, useRuns, type Run } from "./api.ts";
import { readCounts } from "./counts.ts";
import { DecisionBars } from "./DecisionBars.tsx";
import { NewRun } from "./NewRun.tsx";
import { DemoMark, inLanguage, RunState } from "./pieces.tsx";
import "../planning.css";
import "./adjustment.css";

/** The run that counts: of the latest round, what was decided last; nothing that was withdrawn. */
export const currentRun = (runs: readonly Run[]): Run | undefined => {
  const standing = runs.filter((run) => run.round && run.stage !== "withdrawn" && run.state !== "failed");
  const year = Math.max(...standing.map((run) => run.round?.year ?? 0));
  return standing.find((run) => run.round?.year === year);
};

/** Question: which offerings are to be adjusted this year, and what is to be done next? */
export function Component() {
  const { t } = useTranslation("adjustment");
  const office = useIsOffice();
  const found = useRuns();
  const [form, setForm] = useFilter("new");
  const runs = found.data?.items ?? [];
  const current = currentRun(runs);
  return (
    <Page
      title={t("runs.question", { context: current ? "year" : "", year: current?.round?.year })}
      lead={t("runs.lead")}
      actions={
        office && (
          <button type="button" className="button" onClick={() => setForm(form ? null : "round")}>
            {t("runs.new")}
          </button>
        )
      }
    >
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {form && office && <NewRun onClose={() => setForm(null)} />}
      {found.data && !current && !form && (
        <Empty
          title={t("runs.none")}
          actions={
            office && (
              <button type="button" className="button primary" onClick={() => setForm("round")}>
                {t("runs.new")}
              </button>
            )
          }
        >
          <p>{t("runs.none-words")}</p>
        </Empty>
      )}
      {current && <Current run={current} />}
      {runs.length > 0 && <Past runs={runs} />}
    </Page>
  );
}

function Current({ run }: { run: Run }) {
  const office = useIsOffice();
  const { t } = useTranslation("adjustment");
  const { to } = useScope();
  return (
    <>
      <Answer run={run} />
      <div className="two">
        {run.decisions && (
          <div>
            <h3 className="bars-head">
              {t(isDecided(run) ? "bars.decided" : run.changed > 0 ? "bars.now" : "bars.proposed")}
            </h3>
            <DecisionBars
              counts={run.decisions}
              to={(decision) => to(`/adjustments/${run.id}?decision=${decision}`)}
            />
          </div>
        )}
        <div className="next-step">
          <h3>{t("next.title")}</h3>
          <p>
            <RunState run={run} /> {t(run.state === "done" ? `next.${run.stage}` : `next.${run.state}`)}
          </p>
          {run.unanswered > 0 && (
            <p>
              <Link to={`/adjustments/${run.id}/objections`}>
                {t("next.unanswered", { count: run.unanswered })}
              </Link>
            </p>
          )}
          <div className="actions">
            <Link className="button primary" to={to(`/adjustments/${run.id}`)}>
              {t("runs.open")}
            </Link>
            {office && (
              <Link className="button" to={`/adjustments/${run.id}/missing`}>
                {t("runs.missing")}
              </Link>
            )}
          </div>
        </div>
      </div>
    </>
  );
}

/** Whether people have decided: until then the cards are proposals. */
export const isDecided = ({ stage }: Run): boolean =>
  stage === "decided" || stage === "published" || stage === "superseded";

/** The answer as a sentence with its numbers: the decision where there is one, what the rules propose where not. */
export function Answer({ run }: { run: Run }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const found = readCounts(run.counts);
  const counts = run.decisions;
  if (!found || !counts) return null;
  const of = (value: number | undefined): string => formatNumber(value ?? 0, language);
  const number = <b className="reading" />;
  return (
    <p className="answer">
      <Trans
        t={t}
        i18nKey={isDecided(run) ? "answer-decided" : run.changed > 0 ? "answer-now" : "answer"}
        values={{
          total: of(found.offerings),
          withdraw: of(counts.withdraw),
          suspend: of(counts.suspend),
          warn: of(counts.warn),
          expand: of(counts.expand),
          add: of(counts.add),
        }}
        components={{ n: number, grave: <b className="reading grave" />, up: <b className="reading long" /> }}
      />
      {run.changed > 0 && (
        <small className="answer-changes">
          {t(isDecided(run) ? "changes.decided" : "changes.so-far", { count: run.changed })}
          {run.changes
            .map(({ from, to, count }) =>
              t("changes.one", { from: t(`decision.${from}`), to: t(`decision.${to}`), count }),
            )
            .join(t("list.semicolon"))}
          {t("changes.end")}
        </small>
      )}
    </p>
  );
}

function Past({ runs }: { runs: Run[] }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const [shown, setShown] = useState<"all" | "rounds" | "back">("all");
  const rows = runs.filter((run) => shown === "all" || (shown === "rounds") === (run.round !== null));
  const columns: Column<Run>[] = [
    {
      key: "for",
      title: t("run.for"),
      wide: true,
      value: (run) => titleOf(run, t),
      render: (run) => <Link to={`/adjustments/${run.id}`}>{titleOf(run, t)}</Link>,
    },
    {
      key: "state",
      title: t("run.state"),
      value: (run) => (run.state === "done" ? t(`stage.${run.stage}`) : t(`run.state.${run.state}`)),
      render: (run) => <RunState run={run} />,
    },
    {
      key: "rules",
      title: t("run.rules"),
      value: (run) => inLanguage(run.ruleSet.name, language),
      render: (run) => (
        <>
          <Link to={`/rule-sets/${run.ruleSet.id}`}>{inLanguage(run.ruleSet.name, language)}</Link>{" "}
          <small>{t("version", { version: run.ruleSet.version })}</small> {run.ruleSet.demo && <DemoMark />}
        </>
      ),
    },
    ...(["withdraw", "suspend", "warn", "expand"] as const).map((decision): Column<Run> => ({
      key: decision,
      title: t(`decision.${decision}`),
      number: true,
      value: (run) => run.decisions?.[decision] ?? null,
    })),
    {
      key: "changed",
      title: t("run.changed"),
      note: t("run.changed-note"),
      number: true,
      value: (run) => run.changed,
    },
    { key: "objections", title: t("run.objections"), number: true, value: (run) => run.objections },
    { key: "by", title: t("run.by"), value: (run) => run.createdBy },
    {
      key: "at",
      title: t("run.at"),
      value: (run) => run.createdAt,
      render: (run) => formatDate(run.createdAt, language, true),
    },
  ];
  return (
    <Section
      title={t("runs.past")}
      aside={
        <select
          className="field"
          aria-label={t("runs.show")}
          value={shown}
          onChange={(event) => setShown(event.target.value as typeof shown)}
        >
          {(["all", "rounds", "back"] as const).map((kind) => (
            <option key={kind} value={kind}>
              {t(`runs.show-${kind}`)}
            </option>
          ))}
        </select>
      }
    >
      <DataTable
        caption={t("runs.past")}
        rows={rows}
        columns={columns}
        rowKey={(run) => run.id}
        fileName="adjustments"
      />
    </Section>
  );
}

export const titleOf = (run: Run, t: TFunction<"adjustment">): string =>
  run.round
    ? run.round.title || t("run.title", { year: run.round.year })
    : t("run.title-back", { year: run.year + 1 });
