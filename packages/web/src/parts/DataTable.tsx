import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DefinitionLink } from "./Figure.tsx";
import { download, toCsv, type Cell } from "./csv.ts";
import { workbook, XLSX_TYPE } from "./xlsx.ts";

export interface Column<R> {
  key: string;
  title: string;
  /** what the cell means, shown on the header */
  note?: string;
  /** where the figure is defined; linked beside the header */
  definition?: string | undefined;
  render?: (row: R) => ReactNode;
  /** plain value: for sorting, sums and export */
  value: (row: R) => Cell;
  number?: boolean;
  sum?: boolean;
  /** name of the order the server knows; without it only complete lists are sorted, here */
  sort?: string;
  width?: string;
  wide?: boolean;
}

export interface TableProps<R> {
  caption: string;
  rows: R[];
  columns: Column<R>[];
  rowKey: (row: R) => string;
  sort?: string;
  onSort?: (sort: string | null) => void;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  total?: number | null | undefined;
  totalIsEstimate?: boolean | undefined;
  /** columns of the export where it holds more than the page shows */
  exportColumns?: Column<R>[];
  fileName?: string;
  /** fetches every row that the filters allow, for the export; up to 10,000 */
  allRows?: () => Promise<R[]>;
  selected?: string | null;
  onRow?: (row: R) => void;
  tall?: boolean;
}

const WINDOW_FROM = 150;

/** A dense table: sorts, sums, exports what is seen, and draws only the rows near the screen. */
export function DataTable<R>(props: TableProps<R>) {
  const { t } = useTranslation("parts");
  const language = useLanguage();
  const [own, setOwn] = useState<string | null>(null);
  const sort = props.onSort ? (props.sort ?? null) : own;
  const rows = useMemo(
    () => (props.onSort ? props.rows : sortRows(props.rows, props.columns, sort)),
    [props.rows, props.columns, props.onSort, sort],
  );
  const body = useRef<HTMLTableSectionElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const rowHeight = props.tall ? 56 : 37;
  const [from, to] = useWindow(body, rows.length, rowHeight);
  const { hasMore, loadingMore, onMore } = props;

  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasMore || !onMore) return;
    const watch = new IntersectionObserver(
      (entries) => entries[0]?.isIntersecting && !loadingMore && onMore(),
      { rootMargin: "600px" },
    );
    watch.observe(mark);
    return () => watch.disconnect();
  }, [hasMore, loadingMore, onMore, rows.length]);

  const exporting = async (kind: "csv" | "xlsx"): Promise<void> => {
    const all = props.allRows ? await props.allRows() : rows;
    const columns = props.exportColumns ?? props.columns;
    const head = columns.map((column) => column.title);
    const lines = all.map((row) => columns.map((column) => column.value(row)));
    const name = props.fileName ?? props.caption;
    if (kind === "csv") download(`${name}.csv`, "text/csv;charset=utf-8", toCsv(head, lines));
    else download(`${name}.xlsx`, XLSX_TYPE, workbook(props.caption, head, lines));
  };

  const shown = rows.slice(from, to);
  const sums = props.columns.some((column) => column.sum);
  return (
    <div className="table-block">
      <div className="table-bar">
        <span className="table-count" role="status">
          {t("table.rows", { shown: formatNumber(rows.length, language), count: rows.length })}
          {props.total !== null &&
            props.total !== undefined &&
            props.total > rows.length &&
            ` / ${props.totalIsEstimate ? "≈ " : ""}${formatNumber(props.total, language)}`}
        </span>
        {props.fileName && rows.length > 0 && (
          <span className="table-tools">
            <button type="button" className="quiet" onClick={() => void exporting("xlsx")}>
              XLSX
            </button>
            <button type="button" className="quiet" onClick={() => void exporting("csv")}>
              CSV
            </button>
          </span>
        )}
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={props.caption}>
        <table className={props.tall ? "data tall" : "data"}>
          <caption className="hidden">{props.caption}</caption>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <HeadCell
                  key={column.key}
                  column={column}
                  sort={sort}
                  sortable={props.onSort ? !!column.sort : !props.hasMore}
                  onSort={(next) => (props.onSort ? props.onSort(next) : setOwn(next))}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {from > 0 && <Spacer columns={props.columns.length} height={from * rowHeight} />}
            {shown.map((row) => {
              const key = props.rowKey(row);
              return (
                <tr
                  key={key}
                  className={props.onRow ? "clickable" : undefined}
                  aria-selected={props.selected === undefined ? undefined : props.selected === key}
                  onClick={
                    props.onRow
                      ? (event) => {
                          if (!(event.target as HTMLElement).closest("a, button")) props.onRow?.(row);
                        }
                      : undefined
                  }
                >
                  {props.columns.map((column, index) => {
                    const content = column.render ? column.render(row) : plain(column.value(row), language);
                    const name =
                      [column.number ? "n" : "", column.wide ? "wide" : ""].join(" ").trim() || undefined;
                    return index === 0 ? (
                      <th key={column.key} scope="row" className={name}>
                        {content}
                      </th>
                    ) : (
                      <td key={column.key} className={name}>
                        {content}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
            {to < rows.length && (
              <Spacer columns={props.columns.length} height={(rows.length - to) * rowHeight} />
            )}
          </tbody>
          {sums && rows.length > 1 && (
            <tfoot>
              <tr>
                {props.columns.map((column, index) => (
                  <td key={column.key} className={column.number ? "n" : undefined}>
                    {index === 0
                      ? t(props.hasMore ? "table.sum-shown" : "table.sum")
                      : column.sum
                        ? formatNumber(sumOf(rows, column), language)
                        : ""}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <div ref={end} className="table-end">
        {hasMore && (
          <button type="button" className="quiet" disabled={loadingMore} onClick={onMore}>
            {t(loadingMore ? "table.loading" : "table.more")}
          </button>
        )}
      </div>
    </div>
  );
}

function HeadCell<R>(props: {
  column: Column<R>;
  sort: string | null;
  sortable: boolean;
  onSort: (sort: string | null) => void;
}) {
  const { column } = props;
  // a column of links has no name of its own and no order
  if (column.title === "") return <td />;
  const name = column.sort ?? column.key;
  const state = props.sort === `-${name}` ? "descending" : props.sort === name ? "ascending" : "none";
  const next =
    state === "none"
      ? column.number
        ? `-${name}`
        : name
      : state === (column.number ? "descending" : "ascending")
        ? column.number
          ? name
          : `-${name}`
        : null;
  return (
    <th
      scope="col"
      className={column.number ? "n" : undefined}
      style={column.width ? { width: column.width } : undefined}
      aria-sort={props.sortable ? state : undefined}
      title={column.note}
    >
      {props.sortable ? (
        <button type="button" onClick={() => props.onSort(next)}>
          {column.title}
          <span aria-hidden="true">{state === "descending" ? "↓" : state === "ascending" ? "↑" : ""}</span>
        </button>
      ) : (
        column.title
      )}
      {column.definition && <DefinitionLink of={column.title} to={column.definition} />}
    </th>
  );
}

function Spacer({ columns, height }: { columns: number; height: number }) {
  return (
    <tr aria-hidden="true" className="spacer">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

const plain = (value: Cell, language: "zh-CN" | "en"): ReactNode =>
  typeof value === "number" ? formatNumber(value, language) : (value ?? "—");

function sumOf<R>(rows: R[], column: Column<R>): number {
  let sum = 0;
  for (const row of rows) {
    const value = column.value(row);
    if (typeof value === "number") sum += value;
  }
  return sum;
}

/** Sorts by a column ("-name" for descending); missing values come last either way. */
export function sortRows<R>(rows: R[], columns: Column<R>[], sort: string | null): R[] {
  if (!sort) return rows;
  const down = sort.startsWith("-");
  const name = down ? sort.slice(1) : sort;
  const column = columns.find((item) => (item.sort ?? item.key) === name);
  if (!column) return rows;
  const chinese = new Intl.Collator("zh-CN");
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === null || x === undefined) return y === null || y === undefined ? 0 : 1;
    if (y === null || y === undefined) return -1;
    const order =
      typeof x === "number" && typeof y === "number" ? x - y : chinese.compare(String(x), String(y));
    return down ? -order : order;
  });
}

/** First and last row to draw: all of a short table, of a long one those within two screens. */
function useWindow(
  body: React.RefObject<HTMLTableSectionElement | null>,
  count: number,
  rowHeight: number,
): [number, number] {
  const [range, setRange] = useState<[number, number]>([0, WINDOW_FROM]);
  useEffect(() => {
    if (count <= WINDOW_FROM) return;
    const measure = (): void => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor((-top - window.innerHeight) / rowHeight));
      const last = Math.min(count, Math.ceil((-top + 2 * window.innerHeight) / rowHeight));
      setRange((current) =>
        Math.abs(current[0] - first) < 8 && Math.abs(current[1] - last) < 8
          ? current
          : [first, Math.max(last, 40)],
      );
    };
    measure();
    window.addEventListener("scroll", measure, { passive: true });
    window.addEventListener("resize", measure);
    return () => {
      window.removeEventListener("scroll", measure);
      window.removeEventListener("resize", measure);
    };
  }, [body, count, rowHeight]);
  return count <= WINDOW_FROM ? [0, count] : range;
}
