import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { address } from "../api/client.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { FILTERS, useEntries, type Entry, type Filter } from "./api.ts";
import { ChainState } from "./ChainState.tsx";
import "./audit.css";

/** Question: who did what, for whom, when and why? Asked by an auditor. */
export function Component() {
  const { t } = useTranslation("audit");
  const [search, setSearch] = useSearchParams();
  const filter: Filter = Object.fromEntries(
    FILTERS.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
  );
  const entries = useEntries(filter);
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const exportAs = (format: string) => address("/api/audit/export", { ...filter, format });
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <>
          <a className="button" href={exportAs("xlsx")} download>
            {t("export", { format: "XLSX" })}
          </a>
          <a className="button" href={exportAs("csv")} download>
            {t("export", { format: "CSV" })}
          </a>
        </>
      }
    >
      <ChainState />
      <Filters
        key={search.toString()}
        filter={filter}
        apply={(next) => setSearch(new URLSearchParams(Object.entries(next).filter(([, value]) => value)))}
      />
      {entries.isPending && <Loading rows={8} />}
      {entries.error && <Failure error={entries.error} retry={() => void entries.refetch()} />}
      {entries.data && rows.length === 0 && (
        <Empty title={t("none")}>
          <p>{t("none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <Entries
          rows={rows}
          hasMore={entries.hasNextPage}
          loadingMore={entries.isFetchingNextPage}
          more={() => void entries.fetchNextPage()}
        />
      )}
    </Page>
  );
}

function Entries(props: { rows: Entry[]; hasMore: boolean; loadingMore: boolean; more: () => void }) {
  const { t } = useTranslation("audit");
  const language = useLanguage();
  const columns: Column<Entry>[] = [
    {
      key: "at",
      title: t("at"),
      value: (row) => row.at,
      render: (row) => <Link to={`/audit/${row.id}`}>{formatDate(row.at, language, true)}</Link>,
    },
    {
      key: "who",
      title: t("who"),
      value: (row) => row.actor.name,
      render: (row) => (
        <>
          {row.actor.name} <span className="faint">{t(`shell:role.${row.actor.role}`)}</span>
          {row.actingFor && <span className="faint"> {t("for", { name: row.actingFor })}</span>}
        </>
      ),
    },
    {
      key: "kind",
      title: t("kind"),
      value: (row) => t(`kind.${row.kind}`),
      render: (row) => (
        <span className={row.kind === "read" ? "tag blue" : "tag"}>{t(`kind.${row.kind}`)}</span>
      ),
    },
    {
      key: "action",
      title: t("action"),
      value: (row) => row.action,
      render: (row) => <code>{row.action}</code>,
    },
    {
      key: "subject",
      title: t("subject"),
      wide: true,
      value: (row) => row.subject,
      render: (row) => <code className="audit-subject">{row.subject}</code>,
    },
    { key: "why", title: t("why"), value: (row) => row.why },
    {
      key: "seq",
      title: t("seq"),
      number: true,
      value: (row) => row.seq,
      render: (row) => row.seq ?? t("waiting"),
    },
  ];
  return (
    <DataTable
      caption={t("title")}
      rows={props.rows}
      columns={columns}
      rowKey={(row) => row.id}
      hasMore={props.hasMore}
      loadingMore={props.loadingMore}
      onMore={props.more}
    />
  );
}

function Filters({ filter, apply }: { filter: Filter; apply: (filter: Filter) => void }) {
  const { t } = useTranslation("audit");
  const [next, setNext] = useState<Filter>(filter);
  const set = (name: (typeof FILTERS)[number]) => (event: { target: { value: string } }) =>
    setNext({ ...next, [name]: event.target.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(next);
  };
  return (
    <form className="filters audit-filters" onSubmit={submit} role="search">
      <label>
        <span>{t("from")}</span>
        <input type="date" value={next.from ?? ""} max={next.to} onChange={set("from")} />
      </label>
      <label>
        <span>{t("to")}</span>
        <input type="date" value={next.to ?? ""} min={next.from} onChange={set("to")} />
      </label>
      <label>
        <span>{t("who")}</span>
        <input value={next.who ?? ""} maxLength={100} onChange={set("who")} />
      </label>
      <label>
        <span>{t("action")}</span>
        <input value={next.action ?? ""} maxLength={100} placeholder="personal." onChange={set("action")} />
      </label>
      <label>
        <span>{t("subject")}</span>
        <input value={next.subject ?? ""} maxLength={200} placeholder="person:" onChange={set("subject")} />
      </label>
      <label>
        <span>{t("kind")}</span>
        <select value={next.kind ?? ""} onChange={set("kind")}>
          <option value="">{t("kind.all")}</option>
          <option value="write">{t("kind.write")}</option>
          <option value="read">{t("kind.read")}</option>
        </select>
      </label>
      <div className="actions">
        <button type="submit" className="button primary">
          {t("search")}
        </button>
        {Object.keys(filter).length > 0 && (
          <button type="button" className="button" onClick={() => apply({})}>
            {t("clear")}
          </button>
        )}
      </div>
    </form>
  );
}
