import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { useExemptions, type Season } from "../api.ts";
import { useSay } from "../pieces.tsx";

/** 免试: which awards exempt, and how many are admitted by them, or on notice; nobody is named. */
export function Exemptions({ season }: { season: Season }) {
  const { t } = useTranslation("admissions");
  const say = useSay();
  const language = useLanguage();
  const found = useExemptions(season.id);
  const { awards, seats } = season.exemptions;
  const items = found.data?.items ?? [];
  if (awards.length === 0) return null;
  return (
    <Section title={t("exempt.title")} note={t(`exempt.${seats}`)}>
      <ul className="bars plain">
        {awards.map((award) => (
          <li key={award.key}>
            {say(award.words)} <small>{award.source}</small>
          </li>
        ))}
      </ul>
      {items.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t("exempt.on-notice")}>
          <table className="data">
            <caption>{t("exempt.on-notice")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("unit.id")}</th>
                <th scope="col">{t("exempt.award")}</th>
                <th scope="col" className="n">{t("exempt.persons")}</th>
                <th scope="col">{t("exempt.state")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={`${one.unit} ${one.award} ${one.from} ${one.admitted}`}>
                  <th scope="row">
                    {one.unitName} <small className="num">{one.unit}</small>
                  </th>
                  <td>{say(one.awardWords)}</td>
                  <td className="n">{one.persons}</td>
                  <td>
                    {one.admitted
                      ? t("exempt.admitted")
                      : t("exempt.notice", { from: formatDate(one.from, language), until: formatDate(one.until, language) })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  ); // prettier-ignore
}
