import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import {
  allOf,
  candidatesPath,
  useCandidates,
  useHolds,
  useWrite,
  type CandidateLine,
  type Decided,
  type Season,
} from "./api.ts";
import { CandidateLists } from "./CandidateLists.tsx";
import { useSay, useThisSeason } from "./pieces.tsx"; // prettier-ignore

type Decision = "confirm" | "return" | "refuse";
const STATES = ["draft", "submitted", "returned", "confirmed", "refused", "withdrawn", "exempted", "exempt-admitted"]; // prettier-ignore
const KINDS = ["current", "earlier", "social", "veteran"];

/** List: who takes part, filtered, confirmed many at once with an answer for each. */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const say = useSay();
  const [state, setState] = useFilter("state");
  const [category, setCategory] = useFilter("category");
  const [kind, setKind] = useFilter("kind");
  const [quota, setQuota] = useFilter("quota");
  const [unseated, setUnseated] = useFilter("unseated");
  const [exempt, setExempt] = useFilter("exempt");
  const [q, setQ] = useFilter("q");
  const query = { state, category, kind, quota, q, unseated: unseated || null, exempt: exempt || null };
  const found = useCandidates(season.id, query);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const [answer, setAnswer] = useState<Decided | null>(null);
  const holds = useHolds(season.region);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = rows.filter((row) => row.state === "submitted");
  const columns: Column<CandidateLine>[] = [
    {
      key: "pick",
      title: "",
      value: () => null,
      render: (row) =>
        row.state === "submitted" && (
          <input
            type="checkbox"
            aria-label={t("candidate.pick", { name: row.name })}
            checked={chosen.has(row.id)}
            onChange={(event) => {
              const next = new Set(chosen);
              if (event.target.checked) next.add(row.id);
              else next.delete(row.id);
              setChosen(next);
            }}
          />
        ),
    },
    { key: "number", title: t("candidate.number"), value: (row) => row.number },
    { key: "name", title: t("candidate.name"), value: (row) => row.name, render: (row) => <Link to={`/admission/${season.id}/candidates/${row.id}`}>{row.name}</Link> },
    { key: "category", title: t("category.title"), value: (row) => row.category.name },
    { key: "kind", title: t("candidate.kind"), value: (row) => t(`kind.${row.kind}`) },
    { key: "school", title: t("candidate.school"), wide: true, value: (row) => row.school?.name ?? null },
    { key: "quota", title: t("candidate.quota"), value: (row) => row.claims.join(" "), render: (row) => row.claims.map((one) => <span key={one} className={row.quotas.includes(one) ? "tag good" : "tag"}>{one}</span>) },
    { key: "state", title: t("state"), value: (row) => say(row.stateWords), render: (row) => <span className={TAG[row.state]}>{say(row.stateWords)}</span> },
    { key: "since", title: t("since"), value: (row) => row.since, render: (row) => formatDate(row.since, language) },
  ]; // prettier-ignore
  return (
    <>
      <States season={season} state={state} onState={setState} />
      <div className="filters">
        <label>
          {t("candidate.search")}
          <input defaultValue={q} onChange={(event) => setQ(event.target.value)} />
        </label>
        <Choice label={t("category.title")} value={category} onChange={setCategory} options={season.categories.map(({ key, name }) => [key, name])} />
        <Choice label={t("state")} value={state} onChange={setState} options={STATES.map((one) => [one, t(`candidate-state.${one}`)])} />
        <Choice label={t("candidate.kind")} value={kind} onChange={setKind} options={KINDS.map((one) => [one, t(`kind.${one}`)])} />
        {season.quotas.length > 0 && <Choice label={t("candidate.quota")} value={quota} onChange={setQuota} options={season.quotas.map((one) => [one, one])} />}
        <label className="check">
          <input type="checkbox" checked={unseated !== ""} onChange={(event) => setUnseated(event.target.checked ? "true" : null)} />
          {t("candidate.unseated")}
        </label>
        {season.exemptions.awards.length > 0 && (
          <label className="check">
            <input type="checkbox" checked={exempt !== ""} onChange={(event) => setExempt(event.target.checked ? "true" : null)} />
            {t("candidate.exempt")}
          </label>
        )}
      </div>
      {holds && waiting.length > 0 && (
        <div className="actions season-bulk">
          <button type="button" className="button" onClick={() => setChosen(new Set(chosen.size === waiting.length ? [] : waiting.map(({ id }) => id)))}>
            {t("candidate.all", { count: waiting.length })}
          </button>
          {(["confirm", "return", "refuse"] as const).map((action) => (
            <button key={action} type="button" className={action === "confirm" ? "button primary" : "button"} disabled={chosen.size === 0} onClick={() => setDeciding(action)}>
              {t(`decide.${action}`, { count: chosen.size })}
            </button>
          ))}
        </div>
      )}
      {deciding && (
        <Decide
          season={season}
          decision={deciding}
          ids={[...chosen]}
          onClose={(given) => {
            setDeciding(null);
            if (given) {
              setAnswer(given);
              setChosen(new Set());
            }
          }}
        />
      )}
      {answer && <Answered answer={answer} rows={rows} onClose={() => setAnswer(null)} />}
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("candidate.none")}>
          <p>{t("candidate.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("part.candidates")}
          rows={rows}
          columns={holds && waiting.length > 0 ? columns : columns.slice(1)}
          rowKey={(row) => row.id}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          fileName={`candidates-${season.year}`}
          exportColumns={columns.slice(1)}
          allRows={() => allOf<CandidateLine>(candidatesPath(season.id), query)}
        />
      )}
      {holds && <CandidateLists season={season} />}
    </>
  ); // prettier-ignore

  function States({ season, state, onState }: { season: Season; state: string; onState: (value: string | null) => void }) {
    return (
      <ul className="season-counts">
        {season.work?.candidates.map((one) => (
          <li key={one.state}>
            <button type="button" className="link" aria-pressed={state === one.state} onClick={() => onState(state === one.state ? null : one.state)}>
              <b className="num">{formatNumber(one.count, language)}</b> {say(one.words)}
            </button>
          </li>
        ))}
      </ul>
    );
  } // prettier-ignore
}

export const TAG: Record<string, string> = {
  draft: "tag",
  submitted: "tag shortage",
  returned: "tag",
  confirmed: "tag good",
  refused: "tag red",
  withdrawn: "tag",
  exempted: "tag blue",
  "exempt-admitted": "tag good",
};

function Choice(props: {
  label: string;
  value: string;
  onChange: (value: string | null) => void;
  options: [string, string][];
}) {
  const { t } = useTranslation("seasons");
  return (
    <label>
      {props.label}
      <select value={props.value} onChange={(event) => props.onChange(event.target.value || null)}>
        <option value="">{t("all")}</option>
        {props.options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Decide(props: {
  season: Season;
  decision: Decision;
  ids: string[];
  onClose: (answer?: Decided) => void;
}) {
  const { t } = useTranslation("seasons");
  const write = useWrite<Decided>();
  const title = t(`decide.${props.decision}`, { count: props.ids.length });
  const reason = props.decision !== "confirm";
  return (
    <Dialog label={title} onClose={() => props.onClose()}>
      <h2>{title}</h2>
      <p>{t(`decide-words.${props.decision}`)}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const note = String(new FormData(event.currentTarget).get("note") ?? "").trim();
          write.mutate(
            {
              path: `${candidatesPath(props.season.id)}/decide`,
              body: { action: props.decision, candidates: props.ids, ...(note === "" ? {} : { note }) },
            },
            { onSuccess: (answer) => props.onClose(answer) },
          );
        }}
      >
        <label>
          <span>{t(reason ? "reason" : "note")}</span>
          <textarea name="note" rows={3} maxLength={1000} required={reason} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button
            type="submit"
            className={props.decision === "refuse" ? "button danger" : "button primary"}
            disabled={write.isPending}
          >
            {title}
          </button>
          <button type="button" className="button" onClick={() => props.onClose()}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What became of each of those who were decided on; who was not is named with the reason. */
function Answered(props: { answer: Decided; rows: CandidateLine[]; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const refused = props.answer.items.filter(({ ok }) => !ok);
  return (
    <div className="season-answer" role="status">
      <p>
        {t("decide.done", { done: props.answer.done, refused: refused.length })}{" "}
        <button type="button" className="link" onClick={props.onClose}>
          {t("close")}
        </button>
      </p>
      {refused.length > 0 && (
        <ul className="notes">
          {refused.slice(0, 30).map((one) => (
            <li key={one.id}>
              {props.rows.find(({ id }) => id === one.id)?.name ?? one.id} — {one.reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
