import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ChartFrame } from "../charts/ChartFrame.tsx";
import { LazyChart } from "../charts/Lazy.tsx";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import type { Tokens } from "../theme.ts";
import { useCutoffHistory, type PastCutoff } from "./api.ts";
import { SampleTag, useBatchName } from "./pieces.tsx";

/** How far down its list a unit went, year by year. */
export function HistoryDialog(props: {
  school: string;
  programme: string;
  name: string;
  onClose: () => void;
}) {
  const { t } = useTranslation("admissions");
  const found = useCutoffHistory(props.school, props.programme);
  const rows = found.data?.items ?? [];
  return (
    <Dialog label={props.name} onClose={props.onClose}>
      <h2>{props.name}</h2>
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <>
          <p>
            <b>{t("history.none")}</b>
          </p>
          <p>{t("history.none-words")}</p>
        </>
      )}
      {rows.length > 0 && <PastCutoffs rows={rows} name={props.name} />}
      <div className="actions">
        <button type="button" className="button" onClick={props.onClose}>
          {t("close")}
        </button>
      </div>
    </Dialog>
  ); // prettier-ignore
}

function PastCutoffs({ rows, name }: { rows: PastCutoff[]; name: string }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const batchName = useBatchName();
  const general = rows
    .filter(({ quota, round, lastRank }) => quota === "" && round === 1 && lastRank !== null)
    .toSorted((a, b) => a.year - b.year);
  const option = useCallback(
    (tokens: Tokens) => ({
      grid: { left: 64, right: 24, top: 20, bottom: 28 },
      xAxis: { type: "category", data: general.map(({ year }) => String(year)) },
      // the first place is on top: up means harder
      yAxis: { type: "value", inverse: true, min: 1, axisLabel: { formatter: (value: number) => formatNumber(value, language) } },
      series: [
        {
          type: "line",
          data: general.map(({ lastRank }) => lastRank),
          symbolSize: 7,
          lineStyle: { color: tokens.blue, width: 2 },
          label: { show: true, position: "top", color: tokens.ink, formatter: ({ value }: { value: number }) => formatNumber(value, language) },
        },
      ],
    }),
    // the rows that are drawn are derived from `rows`
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [rows, language],
  ); // prettier-ignore
  return (
    <>
      {general.length > 1 && (
        <ChartFrame
          title={t("history.chart")}
          note={t("history.note")}
          fileName="last-ranks"
          table={{
            head: [t("year"), t("cutoff.rank"), t("cutoff.score"), t("cutoff.admitted")],
            rows: general.map((row) => [row.year, row.lastRank, row.lastScore, row.admitted]),
          }}
        >
          <LazyChart option={option} height={200} label={t("history.of", { name })} />
        </ChartFrame>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("history.of", { name })}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t("year")}</th>
              <th scope="col">{t("batch")}</th>
              <th scope="col" className="n">{t("unit.capacity")}</th>
              <th scope="col" className="n">{t("cutoff.admitted")}</th>
              <th scope="col" className="n">{t("cutoff.score")}</th>
              <th scope="col" className="n">{t("cutoff.rank")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.season} ${row.unit} ${row.round} ${row.quota}`}>
                <th scope="row">
                  {row.year} <SampleTag sample={row.sample} />
                  {row.publisher !== null && (
                    <small>{row.url ? <a href={row.url} target="_blank" rel="noreferrer">{t("history.published", { publisher: row.publisher })}</a> : t("history.published", { publisher: row.publisher })}</small>
                  )}
                </th>
                <td>
                  {batchName(row.batch, row.round)} {row.quota}
                </td>
                <td className="n">{formatNumber(row.capacity, language)}</td>
                <td className="n">{formatNumber(row.admitted, language)}</td>
                <td className="n">{row.lastScore ?? "—"}</td>
                <td className="n">{formatNumber(row.lastRank, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  ); // prettier-ignore
}
