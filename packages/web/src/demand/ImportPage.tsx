import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { isLive } from "../api/jobs.ts";
import { formatBytes, formatDate, formatDuration, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import {
  useFields,
  useImport,
  useImportAction,
  useRejections,
  type Import,
  type RejectionLine,
} from "./api.ts";
import "./demand.css";
import { ImportProgress } from "./ImportProgress.tsx";
import { MappingEditor } from "./MappingEditor.tsx";
import "./imports.css";

/** Task: one file, from its columns to what became of every row. */
export function Component() {
  const { t } = useTranslation("demand");
  const { id } = useParams();
  const found = useImport(id);
  const item = found.data;
  const crumbs = [{ name: t("imports.title"), path: "/imports" }];
  if (found.isPending) return <Loading />;
  if (!item) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <Page
      title={item.fileName}
      crumbs={crumbs}
      lead={[t(`kind.${item.kind}`), formatBytes(item.bytes), item.format?.toUpperCase(), item.encoding]
        .filter(Boolean)
        .join(" · ")}
    >
      <Steps item={item} />
      {item.alreadyImported && item.alreadyImported !== item.id && (
        <p className="doubt">
          {t("import.already")}{" "}
          <Link to={`/imports/${item.alreadyImported}`}>{t("import.already-open")}</Link>
        </p>
      )}
      {item.state === "inspected" && (
        <Section title={t("mapping.title")} note={t("mapping.note")}>
          <MappingEditor item={item} />
        </Section>
      )}
      {isLive(item.state) && <Running item={item} />}
      {item.state === "failed" && <Failure error={new Error(item.message ?? t("import.failed"))} />}
      {(item.state === "done" || item.state === "cancelled") && <Result item={item} />}
    </Page>
  );
}

function Steps({ item }: { item: Import }) {
  const { t } = useTranslation("demand");
  const at = item.state === "inspected" ? 1 : isLive(item.state) ? 2 : 3;
  return (
    <ol className="steps">
      {["received", "columns", "rows", "result"].map((step, index) => (
        <li
          key={step}
          className={index < at ? "past" : index === at ? "now" : ""}
          aria-current={index === at ? "step" : undefined}
        >
          <span>{index + 1}</span>
          {t(`import.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Running({ item }: { item: Import }) {
  const { t } = useTranslation("demand");
  const cancel = useImportAction(item.id);
  return (
    <Section title={t("import.running")} note={t("import.running-note")}>
      <ImportProgress item={item} large />
      <Tally item={item} />
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate("cancel")}
        >
          {t("import.cancel")}
        </button>
      </div>
      {cancel.error && <Failure error={cancel.error} />}
    </Section>
  );
}

/** in = accepted + duplicate + rejected, written as the equation it is. */
function Tally({ item }: { item: Import }) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const part = (key: "accepted" | "duplicate" | "rejected", colour: string) => (
    <div className={colour}>
      <b className="num">{formatNumber(item[key], language)}</b>
      <span>{t(`import.${key}`)}</span>
    </div>
  );
  return (
    <div className="tally">
      <div>
        <b className="num">{formatNumber(item.rowsRead, language)}</b>
        <span>{t("import.read")}</span>
      </div>
      <i>=</i>
      {part("accepted", "")}
      <i>+</i>
      {part("duplicate", "")}
      <i>+</i>
      {part("rejected", item.rejected > 0 ? "tally-red" : "")}
    </div>
  );
}

function Result({ item }: { item: Import }) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const { to } = useScope();
  const rejections = useRejections(item.id, item.rejected > 0);
  const fields = useFields(item.kind);
  const labels = new Map(
    fields.data?.map(({ field, label }) => [field, language === "en" ? label.en : label.zh]),
  );
  const rows = rejections.data?.pages.flatMap((page) => page.items) ?? [];
  const took =
    item.startedAt && item.finishedAt ? Date.parse(item.finishedAt) - Date.parse(item.startedAt) : null;
  const columns: Column<RejectionLine>[] = [
    { key: "row", title: t("import.row"), number: true, value: (row) => row.row, width: "80px" },
    { key: "field", title: t("import.field"), value: (row) => labels.get(row.field) ?? row.field },
    {
      key: "value",
      title: t("import.value"),
      value: (row) => row.value,
      render: (row) => <q>{row.value}</q>,
    },
    { key: "reason", title: t("import.reason"), wide: true, value: (row) => row.reason },
  ];
  return (
    <>
      <Section title={t(item.state === "cancelled" ? "import.cancelled" : "import.result")}>
        <Tally item={item} />
        {!!item.breaching && (
          <p className="section-note">
            <Link to={`/postings?importId=${item.id}&flag=any`}>
              {t("import.breaching", { count: item.breaching })}
            </Link>
          </p>
        )}
        {item.message && <p className="section-note">{item.message}</p>}
        <dl className="facts">
          <dt>{t("import.finished")}</dt>
          <dd>
            {formatDate(item.finishedAt, language, true)}
            {took !== null && ` · ${formatDuration(took, language)}`}
          </dd>
          <dt>{t("import.by")}</dt>
          <dd>{item.createdBy ?? "—"}</dd>
          <dt>SHA-256</dt>
          <dd>
            <code className="hash">{item.sha256}</code>
          </dd>
        </dl>
        <div className="actions next-actions">
          {item.kind === "postings" && item.accepted > 0 && (
            <>
              <Link className="button primary" to={to(`/review?importId=${item.id}`)}>
                {t("import.next-review")}
              </Link>
              <Link className="button" to={to(`/postings?importId=${item.id}`)}>
                {t("import.next-postings")}
              </Link>
            </>
          )}
          {item.kind === "conditions" && item.accepted > 0 && (
            <Link className="button primary" to={to("/conditions")}>
              {t("import.next-conditions")}
            </Link>
          )}
          {item.kind !== "postings" && item.kind !== "conditions" && item.accepted > 0 && (
            <Link className="button primary" to={to("/cycles")}>
              {t("import.next-cycle")}
            </Link>
          )}
          <Link className="button" to="/imports">
            {t("import.next-import")}
          </Link>
        </div>
      </Section>
      {item.rejected > 0 && (
        <Section
          title={t("import.rejected-title", { count: item.rejected })}
          note={t("import.rejected-note")}
          aside={
            <a className="button small" href={`/api/imports/${item.id}/rejected.csv`} download>
              {t("import.rejected-download")}
            </a>
          }
        >
          {rejections.isPending && <Loading />}
          {rejections.error && <Failure error={rejections.error} />}
          {rows.length > 0 && (
            <DataTable
              caption={t("import.rejected-title", { count: item.rejected })}
              rows={rows}
              columns={columns}
              rowKey={(row) => `${row.row}-${row.field}`}
              hasMore={rejections.hasNextPage}
              loadingMore={rejections.isFetchingNextPage}
              onMore={() => void rejections.fetchNextPage()}
            />
          )}
        </Section>
      )}
    </>
  );
}
