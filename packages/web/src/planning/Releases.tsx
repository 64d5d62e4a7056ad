import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { useCycles, useDraftRelease, useReleases, type Release } from "./api.ts";
import { DraftForm } from "./pieces/DraftForm.tsx";
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
    <DraftForm
      heading={t("release.new")}
      words={t("release.new-note")}
      from={t("release.from-cycle")}
      choice={cycle.id}
      choices={done.map((item) => ({
        value: item.id,
        name: `${t("cycle.name", { year: item.year })} · ${formatDate(item.finishedAt, language, true)}`,
      }))}
      onChoose={setChosen}
      title={t("release.title")}
      usualTitle={usual}
      note={t("release.note")}
      submit={t("release.draft")}
      cancel={t("release.cancel")}
      pending={draft.isPending}
      error={draft.error}
      onDraft={(of) =>
        draft.mutate(
          { cycleId: cycle.id, ...of },
          { onSuccess: (release) => void navigate(`/releases/${release.id}`) },
        )
      }
      onClose={onClose}
    />
  );
}
