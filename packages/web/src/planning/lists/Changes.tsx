import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber, type Language } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure, Loading } from "../../parts/States.tsx";
import { useDifferences, type Base, type Differences, type FieldValue } from "./api.ts";

const shown = (value: FieldValue, language: Language): string =>
  typeof value === "number" ? formatNumber(value, language, Number.isInteger(value) ? 0 : 2) : (value ?? "—");

/** So many of each are shown at first, and more when asked for. */
const STEP = 100;

/** What a version adds, drops and changes: each changed field with its old and new value. */
export function Changes({ base, id, from, most }: { base: Base; id: string; from: string; most?: number }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const [shownRows, setShownRows] = useState(most ?? STEP);
  const found = useDifferences(base, id, from);
  if (found.isPending) return <Loading rows={6} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { added, removed, changed, unchanged } = found.data;
  const cut = <T,>(all: T[]): T[] => all.slice(0, shownRows);
  const rest = [added, removed, changed].reduce((all, rows) => all + Math.max(0, rows.length - shownRows), 0);
  return (
    <>
      <p className="answer">
        {t("differences.answer", {
          added: formatNumber(added.length, language),
          removed: formatNumber(removed.length, language),
          changed: formatNumber(changed.length, language),
          unchanged: formatNumber(unchanged, language),
        })}
      </p>
      <Names title={t("differences.added")} mark="+" rows={cut(added)} />
      <Names title={t("differences.removed")} mark="−" rows={cut(removed)} />
      {changed.length > 0 && (
        <>
          <h3>{t("differences.changed")}</h3>
          <div className="table-scroll" tabIndex={0}>
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{t("items.name")}</th>
                  <th scope="col">{t("differences.field")}</th>
                  <th scope="col">{t("differences.old")}</th>
                  <th scope="col">{t("differences.new")}</th>
                </tr>
              </thead>
              <tbody>
                {cut(changed).flatMap((one) =>
                  one.fields.map((field, i) => (
                    <tr key={one.itemId + field.field}>
                      <th scope="row">
                        {i === 0 && (
                          <>
                            {one.title} <small>{one.city}</small>
                          </>
                        )}
                      </th>
                      <td>{t(`field.${field.field}`)}</td>
                      <td>{shown(field.from, language)}</td>
                      <td>
                        <b>{shown(field.to, language)}</b>
                      </td>
                    </tr>
                  )),
                )}
              </tbody>
            </table>
          </div>
        </>
      )}
      {rest > 0 && (
        <p>
          <button type="button" className="button small" onClick={() => setShownRows(shownRows + STEP)}>
            {t("differences.more", { count: rest, shown: formatNumber(rest, language) })}
          </button>
        </p>
      )}
    </>
  );
}

function Names({ title, mark, rows }: { title: string; mark: string; rows: Differences["added"] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="changed-names">
        {rows.map((one) => (
          <li key={one.itemId}>
            <b aria-hidden="true">{mark}</b> {one.title} <small>{one.city}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
