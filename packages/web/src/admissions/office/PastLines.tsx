import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import {
  allOf,
  linesPath,
  pastLinesPath,
  useHolds,
  usePastLines,
  usePastLineSources,
  useWrite,
  type PastLine,
  type PastLineSource,
  type Season,
} from "./api.ts";
import { FileTask } from "./FileTask.tsx";
import { Sum, useThisSeason } from "./pieces.tsx";

/** Question: how far down did units go in years that were not filed here, and where is that from? */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const holds = useHolds(season.region);
  const found = usePastLineSources(season.id);
  const [shown, setShown] = useFilter("source");
  const sources = found.data?.items ?? [];
  const source = sources.find(({ id }) => id === shown);
  const years = [...new Set(sources.flatMap((one) => one.years.map(({ year }) => year)))].sort();
  const lines = sources.reduce((sum, { accepted }) => sum + accepted, 0);
  return (
    <>
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && sources.length === 0 && (
        <Empty title={t("lines.none")}>
          <p>{t("lines.none-words")}</p>
        </Empty>
      )}
      {sources.length > 0 && (
        <Section title={t("lines.question")}>
          <p>{t("lines.answer", { sources: sources.length, lines: formatNumber(lines, language), years: years.join(language === "en" ? ", " : "、") })}</p>
          <ul className="season-lines">
            {sources.map((one) => (
              <SourceLine key={one.id} season={season} source={one} holds={holds} onShow={() => setShown(one.id)} />
            ))}
          </ul>
        </Section>
      )}
      {source && <Lines season={season} source={source} />}
      {holds && <Bring season={season} />}
    </>
  ); // prettier-ignore
}

const nameOf = (season: Season, category: string): string =>
  season.categories.find(({ key }) => key === category)?.name ?? category;

/** A published table: where from, what became of its rows, what in it strikes the eye. */
function SourceLine(props: { season: Season; source: PastLineSource; holds: boolean; onShow: () => void }) {
  const { season, source, holds } = props;
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const write = useWrite();
  const [removing, setRemoving] = useState(false);
  const number = (value: number | null) => formatNumber(value, language);
  return (
    <li>
      <b>{source.url ? <a href={source.url} target="_blank" rel="noreferrer">{source.title}</a> : source.title}</b> {source.publisher}{" "}
      {source.sample && <span className="tag shortage sample-tag">{t("sample")}</span>} <Sum {...source} />{" "}
      <button type="button" className="link" onClick={props.onShow}>{t("lines.show")}</button>{" "}
      {holds && <button type="button" className="link" onClick={() => setRemoving(true)}>{t("lines.remove")}</button>}{" "}
      {holds && source.rejected > 0 && <a href={`/api/past-lines/${source.id}/rejected.csv?lang=${language}`} download>{t("import.rejected", { count: source.rejected })}</a>}
      <ul className="notes">
        {source.years.map((one) => (
          <li key={`${one.year} ${one.category}`}>
            {t("lines.year", { year: one.year, category: nameOf(season, one.category), lines: number(one.lines), best: number(one.best), last: number(one.last) })}
          </li>
        ))}
      </ul>
      {source.exceptionCount > 0 && (
        <details>
          <summary>{t("lines.exceptions", { count: source.exceptionCount })}</summary>
          <ul className="notes">
            {source.exceptions.map((one) => (
              <li key={`${one.row} ${one.before}`}>{t("lines.exception", { ...one, category: nameOf(season, one.category) })}</li>
            ))}
          </ul>
        </details>
      )}
      <small>
        {source.fileName} · SHA-256 <code>{source.sha256.slice(0, 12)}</code> · {source.createdBy} {formatDate(source.createdAt, language, true)}
      </small>
      {removing && (
        <Dialog label={t("lines.remove")} onClose={() => setRemoving(false)}>
          <h2>{source.title}</h2>
          <p>{t("lines.remove-words", { lines: number(source.accepted) })}</p>
          {write.error && <Failure error={write.error} />}
          <div className="actions">
            <button type="button" className="button" onClick={() => setRemoving(false)}>{t("cancel")}</button>
            <button type="button" className="button primary" disabled={write.isPending} onClick={() => write.mutate({ path: `/api/past-lines/${source.id}`, method: "DELETE" }, { onSuccess: () => setRemoving(false) })}>
              {t("lines.remove")}
            </button>
          </div>
        </Dialog>
      )}
    </li>
  ); // prettier-ignore
}

/** The lines of one table as they were published. */
function Lines({ season, source }: { season: Season; source: PastLineSource }) {
  const { t } = useTranslation("seasons");
  const [q, setQ] = useFilter("q");
  const [category, setCategory] = useFilter("category");
  const query = { q, category };
  const found = usePastLines(source.id, query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<PastLine>[] = [
    { key: "row", title: t("lines.row"), number: true, value: (row) => row.row },
    { key: "year", title: t("lines.year-column"), value: (row) => String(row.year) },
    { key: "category", title: t("category.title"), value: (row) => nameOf(season, row.category) },
    { key: "batch", title: t("batch"), value: (row) => row.batch },
    { key: "school", title: t("unit.school"), wide: true, value: (row) => row.school },
    { key: "programme", title: t("unit.programme"), value: (row) => row.programme || null },
    { key: "group", title: t("lines.group"), value: (row) => row.group || null },
    { key: "kind", title: t("lines.kind"), value: (row) => row.kind || null },
    { key: "score", title: t("lines.score"), number: true, value: (row) => (row.score === null ? null : Number(row.score)) },
    { key: "rank", title: t("lines.rank"), number: true, value: (row) => row.rank },
  ]; // prettier-ignore
  return (
    <Section title={source.title}>
      <div className="filters">
        <label>
          {t("unit.search")}
          <input defaultValue={q} onChange={(event) => setQ(event.target.value)} />
        </label>
        <label>
          {t("category.title")}
          <select value={category} onChange={(event) => setCategory(event.target.value)}>
            <option value="">{t("all")}</option>
            {[...new Set(source.years.map((one) => one.category))].map((key) => <option key={key} value={key}>{nameOf(season, key)}</option>)}
          </select>
        </label>
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} />}
      {found.data && (
        <DataTable
          caption={source.title}
          rows={rows}
          columns={columns}
          rowKey={(row) => String(row.row)}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          fileName={`past-lines-${source.years[0]?.year ?? season.year}`}
          allRows={() => allOf<PastLine>(linesPath(source.id), query)}
        />
      )}
    </Section>
  ); // prettier-ignore
}

/** A table is handed in with where it was published. */
function Bring({ season }: { season: Season }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const [about, setAbout] = useState({ title: "", publisher: "", url: "" });
  const [taken, setTaken] = useState<PastLineSource | null>(null);
  const field = (key: keyof typeof about, label: string) => (
    <label>
      {label}
      <input
        type={key === "url" ? "url" : "text"}
        value={about[key]}
        onChange={(event) => setAbout({ ...about, [key]: event.target.value })}
      />
    </label>
  );
  const told = about.title.trim().length >= 2 && about.publisher.trim().length >= 2;
  return (
    <Section title={t("lines.title")} note={t("lines.note")}>
      <div className="filters">
        {field("title", t("lines.name"))}
        {field("publisher", t("lines.publisher"))}
        {field("url", t("lines.url"))}
      </div>
      {told ? (
        <FileTask<PastLineSource>
          path={`${pastLinesPath(season.id)}?${new URLSearchParams(about).toString()}`}
          words={t("lines.drop")}
          onTaken={setTaken}
        />
      ) : (
        <p className="section-note">{t("lines.first")}</p>
      )}
      {taken && (
        <div role="status">
          <p>
            <b>{taken.title}</b> <Sum {...taken} />
          </p>
          <ul className="notes">
            {taken.faults.slice(0, 10).map((fault) => (
              <li key={`${fault.row} ${fault.field}`}>
                {t("import.row", { row: fault.row })} {fault.value && `“${fault.value}”`}：
                {language === "en" ? fault.en : fault.zh}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
