import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate, formatList } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useCandidates, useDecide, useSeasons, type CandidateLine, type Decided, type SeasonLine } from "../api.ts"; // prettier-ignore
import { StepDialog } from "../candidate/StepDialog.tsx";
import { StateTag, useSay } from "../pieces.tsx";
import { CandidateDialog } from "./CandidateDialog.tsx";
import { SeasonChoice } from "./SeasonChoice.tsx";
import { SchoolTabs } from "./SchoolTabs.tsx";
import "./school.css";

/** Task: whose registrations does my school confirm? In bulk, with an answer for each. */
export function Component() {
  const { t } = useTranslation("admissions");
  const seasons = useSeasons();
  const [asked, setAsked] = useFilter("season");
  if (seasons.isPending) return <Loading rows={8} />;
  if (seasons.error) return <Failure error={seasons.error} retry={() => void seasons.refetch()} />;
  const { items } = seasons.data;
  const season =
    items.find(({ id }) => id === asked) ?? items.find(({ registering }) => registering) ?? items[0];
  return (
    <Page title={t("school.title")} lead={season?.name ?? t("school.lead")}>
      <SchoolTabs />
      {season ? (
        <>
          <SeasonChoice seasons={items} chosen={season.id} onChoose={setAsked} />
          <Registrations key={season.id} season={season} />
        </>
      ) : (
        <Empty title={t("school.none")}>
          <p>{t("school.none-words")}</p>
        </Empty>
      )}
    </Page>
  ); // prettier-ignore
}

const STATES = ["submitted", "returned", "confirmed", "refused", "draft", "withdrawn"] as const;
/** Shown where there is somebody. */
const RARE = ["exempted", "exempt-admitted"] as const;

function Registrations({ season }: { season: SeasonLine }) {
  const { t } = useTranslation("admissions");
  const [state, setState] = useState<string>("submitted");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<"return" | "refuse" | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const found = useCandidates(season.id, { state });
  const decide = useDecide(season.id);
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const counts = new Map(found.data?.pages[0]?.states.map((one) => [one.state, one.count]));
  const columns = useColumns(chosen, setChosen, state === "submitted");
  const act = (action: "confirm" | "return" | "refuse", note?: string): void =>
    decide.mutate(
      { action, candidates: [...chosen], ...(note === undefined ? {} : { note }) },
      {
        onSuccess: (answer) => {
          setChosen(new Set(answer.items.filter(({ ok }) => !ok).map(({ id }) => id)));
          setAsking(null);
        },
      },
    );
  const all = rows.length > 0 && rows.every(({ id }) => chosen.has(id));
  return (
    <>
      <div className="tabs" role="group" aria-label={t("school.states")}>
        {[...STATES, ...RARE.filter((one) => counts.has(one))].map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === state}
            onClick={() => {
              setState(one);
              setChosen(new Set());
            }}
          >
            {t(`candidate-state.${one}`)} <small className="num">{counts.get(one) ?? 0}</small>
          </button>
        ))}
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("school.empty")}>
          <p>{t(state === "submitted" ? "school.empty-submitted" : "school.empty-other")}</p>
        </Empty>
      )}
      {decide.data && <Answers answer={decide.data} rows={rows} />}
      {decide.error && <Failure error={decide.error} />}
      {state === "submitted" && rows.length > 0 && (
        <div className="bulk" role="group" aria-label={t("school.bulk")}>
          <label>
            <input
              type="checkbox"
              checked={all}
              onChange={() => setChosen(new Set(all ? [] : rows.map(({ id }) => id)))}
            />
            {t("school.all", { count: rows.length })}
          </label>
          <span className="num">{t("school.chosen", { count: chosen.size })}</span>
          <button
            type="button"
            className="button primary"
            disabled={chosen.size === 0 || decide.isPending}
            onClick={() => act("confirm")}
          >
            {t("school.confirm")}
          </button>
          <button
            type="button"
            className="button"
            disabled={chosen.size === 0 || decide.isPending}
            onClick={() => setAsking("return")}
          >
            {t("school.return")}
          </button>
          <button
            type="button"
            className="button danger"
            disabled={chosen.size === 0 || decide.isPending}
            onClick={() => setAsking("refuse")}
          >
            {t("school.refuse")}
          </button>
        </div>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("school.title")}
          rows={rows}
          columns={columns(setShown)}
          rowKey={({ id }) => id}
          fileName="candidates"
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
        />
      )}
      {asking && (
        <StepDialog
          title={t(`school.${asking}`)}
          words={t(`school.${asking}-words`, { count: chosen.size })}
          reason
          danger={asking === "refuse"}
          pending={decide.isPending}
          error={decide.error}
          onClose={() => setAsking(null)}
          onDo={(note) => act(asking, note)}
        />
      )}
      {shown && <CandidateDialog id={shown} onClose={() => setShown(null)} />}
    </>
  );
}

/** What became of each that was acted on; those that were not taken stay chosen, with the reason. */
function Answers({ answer, rows }: { answer: Decided; rows: CandidateLine[] }) {
  const { t } = useTranslation("admissions");
  const refused = answer.items.filter(({ ok }) => !ok);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (
    <Section title={t("school.done", { count: answer.done })}>
      {refused.length > 0 && (
        <ul className="unmet" role="status">
          {refused.map(({ id, reason }) => (
            <li key={id}>
              <b>{names.get(id) ?? id}</b> {reason}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function useColumns(
  chosen: ReadonlySet<string>,
  setChosen: (chosen: ReadonlySet<string>) => void,
  selectable: boolean,
): (show: (id: string) => void) => Column<CandidateLine>[] {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (show) => [
    {
      key: "name",
      title: t("ticket.name"),
      value: ({ name }) => name,
      render: (row) => (
        <span className="pick">
          {selectable && (
            <input
              type="checkbox"
              aria-label={t("school.choose", { name: row.name })}
              checked={chosen.has(row.id)}
              onChange={() => toggle(row.id)}
            />
          )}
          <button type="button" className="link" onClick={() => show(row.id)}>
            {row.name}
          </button>
        </span>
      ),
    },
    { key: "number", title: t("ticket.number"), value: ({ number }) => number },
    { key: "category", title: t("form.category"), value: ({ category }) => category.name },
    { key: "kind", title: t("form.kind"), value: ({ kind }) => t(`kind.${kind}`) },
    { key: "claims", title: t("form.quotas"), value: ({ claims }) => formatList(claims, language) },
    {
      key: "state",
      title: t("state"),
      value: ({ stateWords }) => say(stateWords),
      render: (row) => <StateTag state={row.state} words={row.stateWords} />,
    },
    { key: "since", title: t("since"), value: ({ since }) => formatDate(since, language, true) },
  ];
}
