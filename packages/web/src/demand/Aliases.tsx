import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { cancelJob, isLive } from "../api/jobs.ts";
import { formatDate, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter } from "../shell/scope.ts";
import {
  useAliases,
  useRecoding,
  useReviewAlias,
  useStartRecoding,
  type AliasLine,
  type Recoding,
} from "./api.ts";
import "./demand.css";
import { Confidence, Occupation } from "./pieces.tsx";
import "./review.css";

const STATES = ["proposed", "accepted", "rejected"] as const;

/** List and task: words that corrections proposed are accepted or not; then the postings are coded again. */
export function Component() {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const [asked, setState] = useFilter("state");
  const state = STATES.find((known) => known === asked) ?? "proposed";
  const aliases = useAliases(state);
  const review = useReviewAlias();
  const rows = aliases.data?.pages.flatMap((page) => page.items) ?? [];
  const decide = (id: string, decision: "accept" | "reject"): void => review.mutate({ id, decision });
  const columns: Column<AliasLine>[] = [
    { key: "alias", title: t("alias.alias"), value: (row) => row.alias, render: (row) => <b>{row.alias}</b> },
    {
      key: "occupation",
      title: t("alias.occupation"),
      wide: true,
      value: (row) => row.occupation.name,
      render: (row) => <Occupation of={row.occupation} />,
    },
    {
      key: "times",
      title: t("alias.times"),
      note: t("alias.times-note"),
      number: true,
      value: (row) => row.times,
    },
    {
      key: "example",
      title: t("alias.example"),
      wide: true,
      value: (row) => row.example.title,
      render: (row) => <Link to={`/postings/${row.example.postingId}`}>{row.example.title}</Link>,
    },
    {
      key: "by",
      title: t(state === "proposed" ? "alias.proposed-by" : "alias.reviewed-by"),
      value: (row) => (state === "proposed" ? row.proposedBy : row.reviewedBy),
      render: (row) => (
        <>
          {(state === "proposed" ? row.proposedBy : row.reviewedBy) ?? "—"}
          <span className="cell-sub">
            {formatDate(state === "proposed" ? row.proposedAt : row.reviewedAt, language, true)}
          </span>
        </>
      ),
    },
    {
      key: "decide",
      title: t("alias.decision"),
      value: (row) => t(`alias.state.${row.state}`),
      render: (row) =>
        row.state === "proposed" ? (
          <span className="actions">
            <button
              type="button"
              className="button small"
              disabled={review.isPending}
              aria-label={t("alias.accept-of", { alias: row.alias })}
              onClick={() => decide(row.id, "accept")}
            >
              {t("alias.accept")}
            </button>
            <button
              type="button"
              className="quiet"
              disabled={review.isPending}
              aria-label={t("alias.reject-of", { alias: row.alias })}
              onClick={() => decide(row.id, "reject")}
            >
              {t("alias.reject")}
            </button>
          </span>
        ) : (
          <span className={row.state === "accepted" ? "tag good" : "tag"}>
            {t(`alias.state.${row.state}`)}
          </span>
        ),
    },
  ];
  return (
    <Page title={t("aliases.title")} lead={t("aliases.lead")}>
      <div className="tabs" role="group" aria-label={t("alias.decision")}>
        {STATES.map((item) => (
          <button
            key={item}
            type="button"
            aria-pressed={item === state}
            onClick={() => setState(item === "proposed" ? null : item)}
          >
            {t(`alias.state.${item}`)}
          </button>
        ))}
      </div>
      {aliases.isPending && <Loading />}
      {aliases.error && <Failure error={aliases.error} retry={() => void aliases.refetch()} />}
      {review.error && <Failure error={review.error} />}
      {aliases.data && rows.length === 0 && (
        <Empty
          title={t(`aliases.empty.${state}`)}
          actions={
            <Link className="button" to="/review">
              {t("aliases.to-review")}
            </Link>
          }
        >
          <p>{t("aliases.empty-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          tall
          caption={t("aliases.title")}
          fileName={t("aliases.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          hasMore={aliases.hasNextPage}
          loadingMore={aliases.isFetchingNextPage}
          onMore={() => void aliases.fetchNextPage()}
        />
      )}
      <Section title={t("recoding.title")} note={t("recoding.note")}>
        <Recode />
      </Section>
    </Page>
  );
}

/** Coding again, followed by its id in the address, so that a reload finds it where it is. */
function Recode() {
  const { t } = useTranslation("demand");
  const client = useQueryClient();
  const [id, setId] = useFilter("recoding");
  const start = useStartRecoding();
  const recoding = useRecoding(id);
  const it = recoding.data?.pages[0];
  const live = isLive(it?.state);
  useEffect(() => {
    if (it?.state === "done") void client.invalidateQueries({ queryKey: ["postings"] });
  }, [it?.state, client]);
  return (
    <>
      <div className="recoding">
        <button
          type="button"
          className="button primary"
          disabled={start.isPending || live}
          onClick={() => start.mutate(undefined, { onSuccess: (made) => setId(made.recodingId ?? made.id) })}
        >
          {t("recoding.start")}
        </button>
        {it && live && (
          <>
            <span role="status">{t("recoding.running", { count: it.checked, checked: it.checked })}</span>
            {it.jobId && (
              <button
                type="button"
                className="quiet"
                onClick={() => void cancelJob(it.jobId!).then(() => recoding.refetch())}
              >
                {t("import.cancel")}
              </button>
            )}
          </>
        )}
      </div>
      {start.error && <Failure error={start.error} />}
      {id !== "" && recoding.error && (
        <Failure error={recoding.error} retry={() => void recoding.refetch()} />
      )}
      {it && !live && (
        <Changes
          pages={recoding.data!.pages}
          more={recoding.hasNextPage}
          loading={recoding.isFetchingNextPage}
          onMore={() => void recoding.fetchNextPage()}
        />
      )}
    </>
  );
}

function Changes({
  pages,
  more,
  loading,
  onMore,
}: {
  pages: Recoding[];
  more: boolean;
  loading: boolean;
  onMore: () => void;
}) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const it = pages[0]!;
  if (it.state !== "done")
    return (
      <Failure
        error={new Error(it.message ?? t(`recoding.${it.state}`, { defaultValue: t("recoding.failed") }))}
      />
    );
  const rows = pages.flatMap((page) => page.items);
  const columns: Column<Recoding["items"][number]>[] = [
    {
      key: "title",
      title: t("posting.title"),
      wide: true,
      value: (row) => row.title,
      render: (row) => <Link to={`/postings/${row.postingId}`}>{row.title}</Link>,
    },
    {
      key: "from",
      title: t("recoding.from"),
      wide: true,
      value: (row) => row.from?.name ?? null,
      render: (row) => <Occupation of={row.from} />,
    },
    {
      key: "fromConfidence",
      title: t("posting.confidence"),
      value: (row) => row.fromConfidence,
      render: (row) => <Confidence value={row.fromConfidence} />,
    },
    {
      key: "to",
      title: t("recoding.to"),
      wide: true,
      value: (row) => row.to?.name ?? null,
      render: (row) => <Occupation of={row.to} />,
    },
    {
      key: "toConfidence",
      title: t("posting.confidence"),
      value: (row) => row.toConfidence,
      render: (row) => <Confidence value={row.toConfidence} />,
    },
  ];
  return (
    <>
      <p className="recoding-answer">
        {t("recoding.done", {
          count: it.changed,
          changed: formatNumber(it.changed, language),
          checked: formatNumber(it.checked, language),
          aliases: formatNumber(it.aliases, language),
        })}
        <small>
          {" "}
          {t("recoding.versions", { before: it.before ?? "—", after: it.after ?? "—" })} · {it.createdBy} ·{" "}
          {formatDate(it.finishedAt, language, true)}
        </small>
      </p>
      {rows.length > 0 && (
        <DataTable
          caption={t("recoding.changes")}
          fileName={t("recoding.changes")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.postingId}
          total={it.changed}
          hasMore={more}
          loadingMore={loading}
          onMore={onMore}
        />
      )}
    </>
  );
}
