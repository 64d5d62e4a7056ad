import { useTranslation } from "react-i18next";
import { useBatchName } from "../pieces.tsx";
import type { Quota, Rules, Subject } from "./api.ts";
import "./set-up.css";

/** Lines below which nobody is admitted, by batch; special quotas and how their places are filled. */
export function LinesEditor({
  rules,
  subjects,
  fixed,
  onChange,
}: {
  rules: Rules;
  subjects: Subject[];
  fixed: boolean;
  onChange: (patch: Partial<Rules>) => void;
}) {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const quotas = rules.quotas ?? [];
  const columnLines = (min: Record<string, number | string> = {}) =>
    Object.entries(min)
      .map(([column, lowest]) => `${subjects.find(({ key }) => key === column)?.name ?? column} ≥ ${lowest}`)
      .join(" · ");
  const setLine = (id: string, text: string) =>
    onChange({ batches: rules.batches.map((batch) => (batch.id === id ? withLine(batch, text) : batch)) });
  const setQuota = (id: string, patch: Partial<Quota>) =>
    onChange({ quotas: quotas.map((quota) => (quota.id === id ? { ...quota, ...patch } : quota)) });
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("set-up.lines")}>
        <fieldset className="season-plain" disabled={fixed}><table className="data">
          <thead>
            <tr>
              <th scope="col">{t("batch")}</th>
              <th scope="col">{t("lines.total")}</th>
              <th scope="col">{t("lines.columns")}</th>
            </tr>
          </thead>
          <tbody>
            {rules.batches.map((batch) => (
              <tr key={batch.id}>
                <th scope="row">{batchName(batch.id)}</th>
                <td>
                  <input inputMode="decimal" pattern="\d+(\.\d{1,4})?" aria-label={`${batchName(batch.id)} ${t("lines.total")}`} value={String(batch.minScore ?? "")} onChange={(event) => setLine(batch.id, event.target.value)} />
                </td>
                <td>
                  {columnLines(batch.min)}
                  {Object.entries(batch.categories ?? {}).map(([category, line]) => (
                    <span key={category} className="cell-sub">
                      {category} {line.minScore !== undefined && `≥ ${line.minScore}`} {columnLines(line.min)}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table></fieldset>
      </div>
      <h3 className="season-sub">{t("quota.title")}</h3>
      {quotas.length === 0 ? (
        <p className="section-note">{t("quota.none")}</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t("quota.title")}>
          <fieldset className="season-plain" disabled={fixed}><table className="data">
            <thead>
              <tr>
                <th scope="col">{t("quota.id")}</th>
                <th scope="col">{t("quota.line")}</th>
                <th scope="col">{t("quota.order")}</th>
                <th scope="col">{t("quota.back")}</th>
              </tr>
            </thead>
            <tbody>
              {quotas.map((quota) => (
                <tr key={quota.id}>
                  <th scope="row">{quota.id}</th>
                  <td>
                    <input inputMode="decimal" pattern="\d+(\.\d{1,4})?" aria-label={`${quota.id} ${t("quota.line")}`} value={String(quota.minScore ?? "")} onChange={(event) => setQuota(quota.id, { minScore: decimal(event.target.value)! })} />
                  </td>
                  <td>
                    <select aria-label={`${quota.id} ${t("quota.order")}`} value={quota.order ?? "reserve-first"} onChange={(event) => setQuota(quota.id, { order: event.target.value as "reserve-first" })}>
                      <option value="reserve-first">{t("quota.reserve-first")}</option>
                      <option value="general-first">{t("quota.general-first")}</option>
                    </select>
                  </td>
                  <td>
                    <input type="checkbox" aria-label={`${quota.id} ${t("quota.back")}`} checked={quota.flowBack ?? true} onChange={(event) => setQuota(quota.id, { flowBack: event.target.checked })} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table></fieldset>
        </div>
      )}
    </>
  ); // prettier-ignore
}

const decimal = (text: string): number | string | undefined =>
  text === "" ? undefined : text === String(Number(text)) ? Number(text) : text;

function withLine<T extends { minScore?: number | string }>(batch: T, text: string): T {
  const value = decimal(text);
  const { minScore: _, ...rest } = batch;
  return (value === undefined ? rest : { ...batch, minScore: value }) as T;
}
