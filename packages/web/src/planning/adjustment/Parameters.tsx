import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { MISSING } from "../../format.ts";
import { inLanguage, TrustMark, useFigure } from "./pieces.tsx";
import { doubtful, type ConditionLines, type RuleSetContent } from "./rules.ts";
import { useWording } from "./RuleWords.tsx";

export const CARD_FIGURES = ["warnYears", "suspendYears", "cleanYears"] as const;
export const MISSING_FIGURES = [
  "cityShortage",
  "regionShortage",
  "minWeight",
  "perCity",
  "region",
  "schools",
] as const;

/** The memory of cards, what counts as missing, how old figures may be, and the weights of equivalent students. */
export function ParametersView({ content }: { content: RuleSetContent }) {
  const { t } = useTranslation("adjustment");
  const province = useMe().data?.installation.province;
  const { cards, missing } = content;
  return (
    <Section title={t("param.title")}>
      <dl className="facts">
        <dt>{t("param.jurisdiction")}</dt>
        <dd>
          {content.jurisdiction === "000000"
            ? t("edit.whole-country")
            : content.jurisdiction === province?.code
              ? province.name
              : content.jurisdiction}
        </dd>
        <dt>{t("param.maxAge")}</dt>
        <dd>{t("param.maxAge-words", { count: content.maxAge })}</dd>
        <dt>{t("param.cards")}</dt>
        <dd>
          {cards === null ? (
            t("param.cards-none")
          ) : (
            <>
              {CARD_FIGURES.map((key) => (
                <span key={key} className="param">
                  {cards[key] === null
                    ? t(`param.${key}-none`)
                    : t(`param.${key}-words`, { count: cards[key] ?? 0 })}
                </span>
              ))}
              <TrustMark trust={cards.basis.trust} />
            </>
          )}
        </dd>
        <dt>{t("param.missing")}</dt>
        <dd>
          {missing === null ? (
            t("param.missing-none")
          ) : (
            <>
              {MISSING_FIGURES.map((key) => (
                <span key={key} className="param">
                  {t(`param.missing.${key}`)} {missing[key]}
                </span>
              ))}
              <TrustMark trust={missing.basis.trust} />
            </>
          )}
        </dd>
        <dt>{t("param.equivalents")}</dt>
        <dd>
          {Object.entries(content.equivalents).map(([key, value]) => (
            <span key={key} className="param">
              {t(`param.equivalents.${key}`, { defaultValue: key })} {value}
            </span>
          ))}
        </dd>
      </dl>
    </Section>
  );
}

/** The norms of school conditions that rules count against: item × type of school, each figure with how sure it is. */
export function LinesView({ lines }: { lines: ConditionLines }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const wording = useWording();
  const figure = useFigure();
  const types = Object.keys(lines.lines);
  const items = [...new Set(types.flatMap((type) => Object.keys(lines.lines[type] ?? {})))];
  return (
    <Section title={inLanguage(lines.name, language)} note={`${lines.basis.article} · ${lines.basis.source}`}>
      <div className="table-scroll" tabIndex={0}>
        <table className="data lines">
          <caption className="hidden">{inLanguage(lines.name, language)}</caption>
          <thead>
            <tr>
              <th scope="col">{t("column.item")}</th>
              {types.map((type) => (
                <th key={type} scope="col" className="n">
                  {t(`school-type.${type}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => {
              const info = wording.find(item);
              return (
                <tr key={item}>
                  <th scope="row">{info ? inLanguage(info.name, language) : item}</th>
                  {types.map((type) => {
                    const at = lines.lines[type]?.[item];
                    return (
                      <td key={type} className="n">
                        {at ? (
                          <abbr
                            className={doubtful(at.trust) ? "unsure" : undefined}
                            title={t(`trust.${at.trust}-words`)}
                          >
                            {figure(at.value, info?.unit ?? "count")}
                            {doubtful(at.trust) && <i aria-hidden="true">?</i>}
                          </abbr>
                        ) : (
                          <abbr title={t("lines.none")}>{MISSING}</abbr>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
