import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useBatchName } from "../pieces.tsx";
import type { Batch, Category, Quota, Rules, Subject } from "./api.ts";
import "./set-up.css";

interface Props {
  rules: Rules;
  subjects: Subject[];
  categories: Category[];
  fixed: boolean;
  onChange: (patch: Partial<Rules>) => void;
}

/** Lines below which nobody is admitted, by batch and category; special quotas and how their places are filled. */
export function LinesEditor({ rules, subjects, categories, fixed, onChange }: Props) {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const quotas = rules.quotas ?? [];
  /** what a line may be about: subjects, and sums of them */
  const measured = [...subjects, ...Object.keys(rules.sums ?? {}).map((key) => ({ key, name: key }))];
  const setBatch = (id: string, change: (batch: Batch) => Batch) =>
    onChange({ batches: rules.batches.map((batch) => (batch.id === id ? change(batch) : batch)) });
  const setCategory = (id: string, category: string, line: Line | null) =>
    setBatch(id, ({ categories: lines = {}, ...batch }) => {
      const { [category]: _, ...others } = lines;
      const now = line === null ? others : { ...lines, [category]: line };
      return Object.keys(now).length === 0 ? batch : { ...batch, categories: now };
    });
  const setQuota = (id: string, patch: Partial<Quota>) =>
    onChange({ quotas: quotas.map((quota) => (quota.id === id ? { ...quota, ...patch } : quota)) });
  const name = (key: string) => categories.find((one) => one.key === key)?.name ?? key;
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("set-up.lines")}>
        <fieldset className="season-plain season-measures" disabled={fixed}><table className="data">
          <thead>
            <tr>
              <th scope="col">{t("batch")}</th>
              <th scope="col">{t("category.title")}</th>
              <th scope="col">{t("lines.total")}</th>
              {measured.map(({ key, name: subject }) => (
                <th key={key} scope="col">{t("lines.of", { subject })}</th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {rules.batches.map((batch) => {
              const own = Object.entries(batch.categories ?? {});
              const free = categories.filter(({ key }) => !own.some(([taken]) => taken === key));
              return (
                <Fragment key={batch.id}>
                  <tr>
                    <th scope="row">{batchName(batch.id)}</th>
                    <td>{t("lines.all")}</td>
                    <LineCells of={batchName(batch.id)} line={batch} measured={measured} onChange={({ minScore, min }) => setBatch(batch.id, ({ minScore: _, min: __, ...rest }) => ({ ...rest, ...lineOf(minScore, min) }))} />
                    <td>
                      {!fixed && free.length > 0 && (
                        <select aria-label={`${batchName(batch.id)} ${t("lines.add")}`} value="" onChange={(event) => setCategory(batch.id, event.target.value, {})}>
                          <option value="">{t("lines.add")}</option>
                          {free.map(({ key }) => (
                            <option key={key} value={key}>{name(key)}</option>
                          ))}
                        </select>
                      )}
                    </td>
                  </tr>
                  {own.map(([category, line]) => (
                    <tr key={category}>
                      <td />
                      <th scope="row">{name(category)}</th>
                      <LineCells of={`${batchName(batch.id)} ${name(category)}`} line={line} measured={measured} onChange={({ minScore, min }) => setCategory(batch.id, category, lineOf(minScore, min))} />
                      <td>
                        {!fixed && (
                          <button type="button" className="button small" aria-label={`${t("remove")} ${batchName(batch.id)} ${name(category)}`} onClick={() => setCategory(batch.id, category, null)}>
                            {t("remove")}
                          </button>
                        )}
                      </td>
                    </tr>
                  ))}
                </Fragment>
              );
            })}
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

type Line = Pick<Batch, "minScore" | "min">;

/** A line without the parts that hold nothing. */
const lineOf = (minScore: Line["minScore"], min: Line["min"] = {}): Line => ({
  ...(minScore === undefined ? {} : { minScore }),
  ...(Object.keys(min).length === 0 ? {} : { min }),
});

/** The lowest composed score, and the lowest of each subject and sum. */
function LineCells(props: { of: string; line: Line; measured: Pick<Subject, "key" | "name">[]; onChange: (line: Line) => void }) {
  const { t } = useTranslation("seasons");
  const { minScore, min = {} } = props.line;
  const set = (column: string, text: string) => {
    const { [column]: _, ...others } = min;
    const lowest = decimal(text);
    props.onChange({ minScore, min: lowest === undefined ? others : { ...others, [column]: lowest } });
  };
  const field = (label: string, value: number | string | undefined, onChange: (text: string) => void) => (
    <input inputMode="decimal" pattern="\d+(\.\d{1,4})?" aria-label={`${props.of} ${label}`} value={String(value ?? "")} onChange={(event) => onChange(event.target.value)} />
  );
  return (
    <>
      <td>{field(t("lines.total"), minScore, (text) => props.onChange({ minScore: decimal(text), min }))}</td>
      {props.measured.map(({ key, name: subject }) => (
        <td key={key}>{field(t("lines.of", { subject }), min[key], (text) => set(key, text))}</td>
      ))}
    </>
  );
} // prettier-ignore
