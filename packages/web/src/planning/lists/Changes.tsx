import { useTranslation } from "react-i18next";
import { formatNumber, type Language } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure, Loading } from "../../parts/States.tsx";
import { useDifferences, type Base, type Differences, type FieldValue } from "./api.ts";

const shown = (value: FieldValue, language: Language): string =>
  typeof value === "number" ? formatNumber(value, language, Number.isInteger(value) ? 0 : 2) : (value ?? "—");

/** What a version adds, drops and changes: each changed field with its old and new value. */
export function Changes({ base, id, from, most }: { base: Base; id: string; from: string; most?: number }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const found = useDifferences(base, id, from);
  if (found.isPending) return <Loading rows={6} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { added, removed, changed, unchanged } = found.data;
  const cut = <T,>(all: T[]): T[] => (most ? all.slice(0, most) : all);
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
      <Names title={t("differences.added")} mark="+" rows={cut(added)} total={added.length} />
      <Names title={t("differences.removed")} mark="−" rows={cut(removed)} total={removed.length} />
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
                      <th scope="row">{i === 0 ? one.title : ""}</th>
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
          {most && changed.length > most && (
            <p className="section-note">
              {t("differences.more", {
                count: changed.length - most,
                shown: formatNumber(changed.length - most, language),
              })}
            </p>
          )}
        </>
      )}
    </>
  );
}

function Names({
  title,
  mark,
  rows,
  total,
}: {
  title: string;
  mark: string;
  rows: Differences["added"];
  total: number;
}) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
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
      {total > rows.length && (
        <p className="section-note">
          {t("differences.more", {
            count: total - rows.length,
            shown: formatNumber(total - rows.length, language),
          })}
        </p>
      )}
    </>
  );
}
