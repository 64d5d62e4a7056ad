import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Est, Num } from "../parts/Figure.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { useSettled } from "../shell/SearchDialog.tsx";
import { scopeQuery, useSourceList, type ProgrammeLine } from "./api.ts";
import { useBalance } from "./Balance.tsx";
import { allLines } from "./OccupationList.tsx";
import { useLinks } from "./pieces/links.ts";
import { priceText } from "./pieces/Prices.tsx";

/** List: every programme with its graduates, how many find a post, and what one more would be worth. */
export function Component() {
  const { t } = useTranslation("planning");
  const { source, year } = useBalance();
  const { scope, to } = useScope();
  const links = useLinks(source);
  const [sort, setSort] = useFilter("sort");
  const [text, setText] = useFilter("q");
  const [group, setGroup] = useFilter("class");
  const asked = useSettled(text);
  const query = { ...scopeQuery(scope), year, sort: sort || "-surplus", q: asked, class: group };
  const found = useSourceList<ProgrammeLine>(source, "programmes", query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const offerings = (code: string): string => to(`/balance/offerings?programme=${code}`);
  const columns: Column<ProgrammeLine>[] = [
    {
      key: "name",
      title: t("column.programme"),
      sort: "name",
      wide: true,
      value: (row) => row.name,
      render: (row) => (
        <>
          <Link to={links.programme(row.code)}>{row.name}</Link> <small>{row.code}</small>
        </>
      ),
    },
    { key: "level", title: t("column.level"), value: (row) => t(`shell:level.${row.level}`) },
    {
      key: "supply",
      title: t("column.supply"),
      sort: "supply",
      number: true,
      sum: true,
      value: (row) => row.supply?.value ?? null,
      render: (row) => <Est of={row.supply} suppressed={row.suppressed} to={offerings(row.code)} />,
    },
    {
      key: "matched",
      title: t("column.matched"),
      sort: "matched",
      number: true,
      sum: true,
      value: (row) => row.matched,
      render: (row) => <Num value={row.matched} suppressed={row.suppressed} to={links.programme(row.code)} />,
    },
    {
      key: "surplus",
      title: t("column.surplus"),
      sort: "surplus",
      number: true,
      sum: true,
      value: (row) => row.surplus?.value ?? null,
      render: (row) => (
        <span className="long">
          <Est of={row.surplus} suppressed={row.suppressed} />
        </span>
      ),
    },
    {
      key: "countsOnly",
      title: t("column.counts-only"),
      note: t("column.counts-only-note"),
      number: true,
      value: (row) => row.countsOnly,
      render: (row) => <Num value={row.countsOnly} suppressed={row.suppressed} />,
    },
    {
      key: "price",
      title: t("column.price"),
      note: t("price.note"),
      sort: "price",
      number: true,
      value: (row) => row.price?.max ?? null,
      render: (row) => priceText(row.price),
    },
  ];
  return (
    <>
      <div className="filters">
        <label>
          {t("filter.find-programme")}
          <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        {group && (
          <button type="button" className="button" onClick={() => setGroup(null)}>
            {t("filter.class", { code: group })} ×
          </button>
        )}
      </div>
      {found.isPending && <Loading rows={12} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("list.empty")}>
          <p>{t("list.empty-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("view.programmes")}
          rows={rows}
          columns={columns}
          rowKey={(row) => `${row.level}${row.code}`}
          sort={sort || "-surplus"}
          onSort={(next) => setSort(next)}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          total={found.data?.pages[0]?.total}
          fileName={`${t("view.programmes")}-${year}`}
          allRows={() => allLines<ProgrammeLine>(`${source.base}/programmes`, query)}
        />
      )}
    </>
  );
}
