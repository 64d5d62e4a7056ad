import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useSay } from "../rounds/pieces.tsx";
import { KINDS, STATES, useAgreements, type Line } from "./api.ts";
import { StateTag } from "./pieces.tsx";

/** List: agreements of one's own organisation or region, what waits for one's signature first. */
export function Component() {
  const { t } = useTranslation("trainingAgreements");
  const me = useMe();
  const language = useLanguage();
  const say = useSay();
  const [filter, setFilter] = useState<Record<string, string>>({});
  const found = useAgreements(filter);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const toSign = rows.filter((row) => row.toSign);
  const keeps = ["school-officer", "enterprise-officer"].includes(me.data?.user?.role ?? "");
  const set = (key: string, value: string) => setFilter(({ [key]: _, ...rest }) => (value === "" ? rest : { ...rest, [key]: value }));
  const columns: Column<Line>[] = [
    { key: "title", title: t("name"), wide: true, value: (row) => row.title, render: (row) => <Link to={`/training-agreements/${row.id}`}>{row.title}</Link> },
    { key: "kind", title: t("kind"), value: (row) => say(row.kindName) },
    { key: "state", title: t("state"), value: (row) => say(row.stateName), render: (row) => <StateTag of={row} /> },
    { key: "school", title: t("party.school"), wide: true, value: (row) => row.schoolName },
    { key: "enterprise", title: t("party.enterprise"), wide: true, value: (row) => row.enterpriseName },
    { key: "programme", title: t("programme"), value: (row) => row.programmeName },
    { key: "people", title: t("people"), number: true, value: (row) => row.people },
    { key: "from", title: t("from"), value: (row) => row.fromOn, render: (row) => formatDate(row.fromOn, language) },
    { key: "to", title: t("to"), value: (row) => row.toOn, render: (row) => formatDate(row.toOn, language) },
  ];
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={keeps && <Link className="button primary" to="/training-agreements/new">{t("new")}</Link>}
    >
      {toSign.length > 0 && (
        <ul className="contract-waiting">
          {toSign.map((row) => (
            <li key={row.id}>
              <Link to={`/training-agreements/${row.id}`}>{t("waits", { title: row.title })}</Link>
            </li>
          ))}
        </ul>
      )}
      <div className="filters">
        <label>
          {t("kind")}
          <select value={filter.kind ?? ""} onChange={({ target }) => set("kind", target.value)}>
            <option value="">{t("all")}</option>
            {KINDS.map((one) => <option key={one} value={one}>{t(`kind.${one}`)}</option>)}
          </select>
        </label>
        <label>
          {t("state")}
          <select value={filter.state ?? ""} onChange={({ target }) => set("state", target.value)}>
            <option value="">{t("all")}</option>
            {STATES.map((one) => <option key={one} value={one}>{t(`state.${one}`)}</option>)}
          </select>
        </label>
        <label>
          {t("search")}
          <input type="search" value={filter.q ?? ""} onChange={({ target }) => set("q", target.value)} />
        </label>
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("none")}><p>{t("none-words")}</p></Empty>}
      {rows.length > 0 && (
        <DataTable tall caption={t("title")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="training-agreements" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore
