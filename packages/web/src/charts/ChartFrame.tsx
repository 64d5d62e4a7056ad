import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { download, toCsv, type Cell } from "../parts/csv.ts";

export interface ChartTable {
  head: string[];
  rows: Cell[][];
}

export interface ChartFrameProps {
  title: string;
  /** what is counted, of when, and how it was come by */
  note?: ReactNode;
  fileName: string;
  table: ChartTable;
  children: ReactNode;
}

/** Every chart has its words, its table and its download. On paper the chart stands without the buttons. */
export function ChartFrame({ title, note, fileName, table, children }: ChartFrameProps) {
  const { t } = useTranslation("charts");
  const language = useLanguage();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="chart">
      <figcaption>
        <b>{title}</b>
        {note && <span className="chart-note">{note}</span>}
        <span className="chart-tools">
          <button type="button" className="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {t(asTable ? "show-chart" : "show-table")}
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() =>
              download(`${fileName}.csv`, "text/csv;charset=utf-8", toCsv(table.head, table.rows))
            }
          >
            CSV
          </button>
        </span>
      </figcaption>
      {asTable ? (
        <div className="chart-table" tabIndex={0} role="region" aria-label={title}>
          <table className="data">
            <caption className="hidden">{title}</caption>
            <thead>
              <tr>
                {table.head.map((name, index) => (
                  <th
                    key={index}
                    scope="col"
                    className={typeof table.rows[0]?.[index] === "number" ? "n" : undefined}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.slice(0, 400).map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) =>
                    column === 0 ? (
                      <th key={column} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={column} className={typeof cell === "number" ? "n" : undefined}>
                        {typeof cell === "number"
                          ? formatNumber(cell, language, Number.isInteger(cell) ? 0 : 2)
                          : (cell ?? "—")}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          {table.rows.length > 400 && (
            <p className="chart-note">{t("table-cut", { count: table.rows.length })}</p>
          )}
        </div>
      ) : (
        children
      )}
    </figure>
  );
}
