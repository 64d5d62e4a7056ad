import { Trans, useTranslation } from "react-i18next";
import { formatInterval, formatNumber, type Interval } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Overview } from "../api.ts";

/** The answer of the question page: one sentence with its numbers and their intervals. */
export function Answer({ overview, year, place }: { overview: Overview; year: number; place: string }) {
  const { t } = useTranslation("planning");
  const { figures } = overview;
  return (
    <p className="answer">
      <Trans
        t={t}
        i18nKey="answer"
        values={{ year, place }}
        components={{
          demand: <Reading of={figures.demand} />,
          supply: <Reading of={figures.supply} />,
          matched: <Reading of={figures.matched} />,
          shortage: <Reading of={figures.shortage} tone="short" />,
          surplus: <Reading of={figures.surplus} tone="long" />,
        }}
      />
    </p>
  );
}

function Reading({ of, tone }: { of: Interval | null; tone?: string }) {
  const language = useLanguage();
  const { t } = useTranslation("planning");
  const interval = formatInterval(of, language);
  return (
    <b className={`reading ${tone ?? ""}`} title={interval ? t("interval-of", { interval }) : undefined}>
      {formatNumber(of?.value, language)}
      {interval && <small> ({interval})</small>}
    </b>
  );
}

/** The counts-only comparison of the same demand and supply, beside the balanced one. */
export function CountsOnly({ overview }: { overview: Overview }) {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { countsOnly, figures } = overview;
  const rows: [string, number | null | undefined, number | null][] = [
    [t("counts.shortage"), figures.shortage?.value, countsOnly.shortage],
    [t("counts.surplus"), figures.surplus?.value, countsOnly.surplus],
  ];
  return (
    <div className="counts">
      <table className="data">
        <caption className="hidden">{t("counts.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("counts.unit")}</th>
            <th scope="col" className="n">
              {t("counts.balanced")}
            </th>
            <th scope="col" className="n">
              {t("counts.counted")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, balanced, counted]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="n">
                <b>{formatNumber(balanced, language)}</b>
              </td>
              <td className="n">{formatNumber(counted, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="section-note">{t("counts.note")}</p>
    </div>
  );
}
