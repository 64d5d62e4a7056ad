import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { useCycles, useDraftRelease, useReleases, type Release } from "./api.ts";
import { ReleaseState } from "./pieces/ReleaseState.tsx";
import "./planning.css";

/** List: the demand releases of this installation, and the drafting of a new one. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { to } = useScope();
  const releases = useReleases();
  const [draft, setDraft] = useFilter("draft");
  const rows = releases.data?.items ?? [];
  const columns: Column<Release>[] = [
    {
      key: "title",
      title: t("release.title"),
      wide: true,
      value: (row) => row.title,
      render: (row) => <Link to={to(`/releases/${row.id}`)}>{row.title}</Link>,
    },
    { key: "version", title: t("release.version"), value: (row) => row.version },
    {
      key: "year",
      title: t("cycle.year"),
      number: true,
      value: (row) => row.year,
      render: (row) => String(row.year),
    },
    {
      key: "state",
      title: t("cycle.state"),
      value: (row) => t(`release.state.${row.state}`),
      render: (row) => <ReleaseState state={row.state} />,
    },
    {
      key: "published",
      title: t("release.published-on"),
      value: (row) => row.publishedAt,
      render: (row) => formatDate(row.publishedAt, language),
    },
    { key: "by", title: t("cycle.by"), value: (row) => row.actions.at(-1)?.by ?? "" },
  ];
  return (
    <Page
      title={t("shell:place.releases")}
      lead={t("release.lead")}
      actions={
        <button type="button" className="button primary" onClick={() => setDraft("new")}>
          {t("release.new")}
        </button>
      }
    >
      {draft && <Draft cycleId={draft === "new" ? null : draft} onClose={() => setDraft(null)} />}
      {releases.isPending && <Loading rows={5} />}
      {releases.error && <Failure error={releases.error} retry={() => void releases.refetch()} />}
      {releases.data && rows.length === 0 && !draft && (
        <Empty title={t("release.none")}>
          <p>{t("release.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("shell:place.releases")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="releases"
        />
      )}
    </Page>
  );
}

function Draft({ cycleId, onClose }: { cycleId: string | null; onClose: () => void }) {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const navigate = useNavigate();
  const me = useMe();
  const cycles = useCycles();
  const draft = useDraftRelease();
  const done = (cycles.data?.items ?? []).filter((cycle) => cycle.state === "done");
  const [chosen, setChosen] = useState(cycleId);
  const cycle = done.find((item) => item.id === chosen) ?? done[0];
  const usual = cycle
    ? t("release.usual-title", { year: cycle.year, place: me.data?.installation.province?.name ?? "" })
    : "";
  const [title, setTitle] = useState<string | null>(null);
  const [note, setNote] = useState("");
  if (cycles.isPending) return <Loading rows={4} />;
  if (!cycle)
    return (
      <Empty
        title={t("release.no-cycle")}
        actions={
          <Link className="button" to="/cycles">
            {t("balance.empty-run")}
          </Link>
        }
      >
        <p>{t("balance.empty-words")}</p>
      </Empty>
    );
  return (
    <Section title={t("release.new")} note={t("release.new-note")}>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          draft.mutate(
            { cycleId: cycle.id, title: title ?? usual, note },
            { onSuccess: (release) => void navigate(`/releases/${release.id}`) },
          );
        }}
      >
        <label>
          <span>{t("release.from-cycle")}</span>
          <select value={cycle.id} onChange={(event) => setChosen(event.target.value)}>
            {done.map((item) => (
              <option key={item.id} value={item.id}>
                {t("cycle.name", { year: item.year })} · {formatDate(item.finishedAt, language, true)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("release.title")}</span>
          <input
            required
            minLength={2}
            maxLength={100}
            value={title ?? usual}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        <label>
          <span>{t("release.note")}</span>
          <textarea
            rows={3}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {draft.error && <Failure error={draft.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={draft.isPending}>
            {t("release.draft")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("release.cancel")}
          </button>
        </div>
      </form>
    </Section>
  );
}
