import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMe } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { KINDS, useAlliances, type Line } from "./api.ts";
import { Tag } from "./pieces.tsx";

/** List: alliances that I keep, sit in or supervise. */
export function Component() {
  return <List open={false} />;
}

/** List: consortia and communities that work, for anybody. */
export function PublicList() {
  return <List open />;
}

function List({ open }: { open: boolean }) {
  const { t } = useTranslation("alliances");
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const kind = params.get("kind");
  const q = params.get("q");
  const found = useAlliances({ kind, q }, open);
  const columns = useColumns(open);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const user = me.data?.user;
  const own = user?.role === "secretariat" ? user.hat?.organisation?.id : undefined;
  const founding = !open && found.data !== undefined && !kind && !q && own !== undefined && !rows.some(({ id }) => id === own); // prettier-ignore
  const set = (name: string, value: string): void =>
    setParams(
      (old) => {
        if (value) old.set(name, value);
        else old.delete(name);
        return old;
      },
      { replace: true },
    );
  const title = t(open ? "public.title" : "title");
  return (
    <Page
      title={title}
      lead={t(open ? "public.lead" : "lead")}
      actions={
        founding && (
          <Link className="button primary" to="/alliances/new">
            {t("found")}
          </Link>
        )
      }
    >
      <div className="filters" role="search">
        <input type="search" aria-label={t("search")} placeholder={t("search")} defaultValue={q ?? ""} onChange={(event) => set("q", event.target.value.trim())} />
        <label>
          {t("kind")}
          <select value={kind ?? ""} onChange={(event) => set("kind", event.target.value)}>
            <option value="">{t("any")}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`kind.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t(open ? "public.none" : "none")}>
          <p>{t(open ? "public.none-words" : "none-words")}</p>
          {!open && <Link to="/public/alliances">{t("public.title")}</Link>}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable tall caption={title} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="alliances" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore

function useColumns(open: boolean): Column<Line>[] {
  const { t } = useTranslation("alliances");
  const language = useLanguage();
  return [
    { key: "name", title: t("name"), wide: true, value: (row) => row.name, render: (row) => <Link to={`${open ? "/public" : ""}/alliances/${row.id}`}>{row.name}</Link> },
    { key: "kind", title: t("kind"), value: (row) => t(`kind.${row.kind}`) },
    { key: "ground", title: t("ground"), wide: true, value: (row) => row.ground },
    { key: "region", title: t("region"), value: (row) => row.regionName },
    { key: "members", title: t("members"), number: true, value: (row) => row.members },
    { key: "founded", title: t("founded"), value: (row) => row.foundedOn, render: (row) => formatDate(row.foundedOn, language) },
    {
      key: "state",
      title: t("state"),
      value: (row) => t(row.runningSince ? "running" : "preparing"),
      render: (row) => <Tag state={row.runningSince ? "active" : ""}>{t(row.runningSince ? "running" : "preparing")}</Tag>,
    },
  ];
} // prettier-ignore
