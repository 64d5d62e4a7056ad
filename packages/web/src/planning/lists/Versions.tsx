import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { DraftForm } from "../pieces/DraftForm.tsx";
import { draftVersion, isKind, KINDS, useVersions, useWrite, type ListKind, type Version } from "./api.ts";
import { StateTag } from "./pieces.tsx";
import "./lists.css";

/** List: the versions of the three lists, and the drafting of the next. */
export function Component() {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const found = useVersions();
  const [draft, setDraft] = useFilter("draft");
  const rows = found.data?.items ?? [];
  const columns: Column<Version>[] = [
    {
      key: "title",
      title: t("versions.name"),
      wide: true,
      value: (row) => row.title,
      render: (row) => <Link to={`/lists/versions/${row.id}`}>{row.title}</Link>,
    },
    { key: "kind", title: t("items.kind"), value: (row) => t(`kind.${row.kind}`) },
    { key: "version", title: t("versions.version"), value: (row) => `${row.year} ${row.version}` },
    { key: "entries", title: t("versions.rows"), number: true, value: (row) => row.entries },
    {
      key: "state",
      title: t("items.state"),
      value: (row) => t(`state.${row.state}`),
      render: (row) => <StateTag state={row.state} />,
    },
    {
      key: "published",
      title: t("versions.published"),
      value: (row) => row.publishedAt,
      render: (row) => formatDate(row.publishedAt, language),
    },
    { key: "by", title: t("items.by"), value: (row) => row.actions.at(-1)?.by ?? "" },
  ];
  return (
    <Page
      title={t("versions.title")}
      crumbs={[{ name: t("shell:place.lists"), path: "/lists" }]}
      lead={t("versions.lead")}
      actions={
        <button type="button" className="button primary" onClick={() => setDraft("demand")}>
          {t("versions.new")}
        </button>
      }
    >
      {isKind(draft) && <Draft kind={draft} setKind={setDraft} onClose={() => setDraft(null)} />}
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && !draft && (
        <Empty title={t("versions.none")}>
          <p>{t("versions.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("versions.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="list-versions"
        />
      )}
    </Page>
  );
}

function Draft({
  kind,
  setKind,
  onClose,
}: {
  kind: ListKind;
  setKind: (kind: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("lists");
  const me = useMe();
  const navigate = useNavigate();
  const usual = t("versions.usual-title", {
    place: me.data?.installation.province?.name ?? "",
    kind: t(`kind.${kind}`),
  });
  const draft = useWrite(draftVersion);
  return (
    <DraftForm
      heading={t("versions.new")}
      words={t(`versions.new-${kind}`)}
      from={t("items.kind")}
      choice={kind}
      choices={KINDS.map((one) => ({ value: one, name: t(`kind.${one}`) }))}
      onChoose={setKind}
      title={t("versions.name")}
      usualTitle={usual}
      note={t("versions.note")}
      submit={t("versions.draft")}
      cancel={t("cancel")}
      pending={draft.isPending}
      error={draft.error}
      onDraft={(of) =>
        draft.mutate(
          { kind, ...of },
          { onSuccess: (version) => void navigate(`/lists/versions/${version.id}`) },
        )
      }
      onClose={onClose}
    />
  );
}
