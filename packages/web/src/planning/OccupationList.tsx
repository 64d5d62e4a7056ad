import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Page as PageOf } from "../api/client.ts";
import { call } from "../api/client.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Est, Num } from "../parts/Figure.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { useSettled } from "../shell/SearchDialog.tsx";
import { scopeQuery, useSourceList, type OccupationLine } from "./api.ts";
import { useBalance } from "./Balance.tsx";
import { useLinks } from "./pieces/links.ts";
import { priceText } from "./pieces/Prices.tsx";

/** List: every occupation with demand, what is matched, and what is missing. */
export function Component() {
  const { t } = useTranslation("planning");
  const { source, year } = useBalance();
  const { scope, to } = useScope();
  const links = useLinks(source);
  const [sort, setSort] = useFilter("sort");
  const [text, setText] = useFilter("q");
  const asked = useSettled(text);
  const query = { ...scopeQuery(scope), year, sort: sort || "-shortage", q: asked };
  const found = useSourceList<OccupationLine>(source, "occupations", query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const postings = (code: string): string => to(`/balance/postings?occupation=${code}`);
  const columns: Column<OccupationLine>[] = [
    {
      key: "name",
      title: t("column.occupation"),
      sort: "name",
      wide: true,
      value: (row) => row.name,
      render: (row) => (
        <>
          <Link to={links.occupation(row.code)}>{row.name}</Link> <small>{row.code}</small>
        </>
      ),
    },
    {
      key: "demand",
      title: t("column.demand"),
      sort: "demand",
      number: true,
      sum: true,
      value: (row) => row.demand?.value ?? null,
      render: (row) => <Est of={row.demand} suppressed={row.suppressed} to={postings(row.code)} />,
    },
    {
      key: "matched",
      title: t("column.matched"),
      sort: "matched",
      number: true,
      sum: true,
      value: (row) => row.matched,
      render: (row) => (
        <Num value={row.matched} suppressed={row.suppressed} to={links.occupation(row.code)} />
      ),
    },
    {
      key: "shortage",
      title: t("column.shortage"),
      sort: "shortage",
      number: true,
      sum: true,
      value: (row) => row.shortage?.value ?? null,
      render: (row) => (
        <span className="short">
          <Est of={row.shortage} suppressed={row.suppressed} />
        </span>
      ),
    },
    {
      key: "price",
      title: t("column.scarcity"),
      note: t("column.scarcity-note"),
      sort: "price",
      number: true,
      value: (row) => row.price?.max ?? null,
      render: (row) => priceText(row.price),
    },
    {
      key: "employers",
      title: t("column.employers"),
      sort: "employers",
      number: true,
      value: (row) => row.employers,
      render: (row) => <Num value={row.employers} suppressed={row.suppressed} to={postings(row.code)} />,
    },
  ];
  return (
    <>
      <div className="filters">
        <label>
          {t("filter.find-occupation")}
          <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
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
          caption={t("view.occupations")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.code}
          sort={sort || "-shortage"}
          onSort={(next) => setSort(next)}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          total={found.data?.pages[0]?.total}
          fileName={`${t("view.occupations")}-${year}`}
          allRows={() => allLines<OccupationLine>(`${source.base}/occupations`, query)}
        />
      )}
    </>
  );
}

/** Every page of a list, at most 10,000 rows. */
export async function allLines<T>(
  path: string,
  query: Record<string, string | number | null | undefined>,
): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  do {
    const page: PageOf<T> = await call<PageOf<T>>(path, { query: { ...query, cursor, limit: 200 } });
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor && rows.length < 10_000);
  return rows;
}
