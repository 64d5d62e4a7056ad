import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/index.ts";
import { Section } from "../../../parts/Page.tsx";
import { CARD_FIGURES, MISSING_FIGURES } from "../Parameters.tsx";
import { inLanguage } from "../pieces.tsx";
import { doubtful, type ConditionLines, type RuleSetContent } from "../rules.ts";
import { useWording } from "../RuleWords.tsx";
import { BasisFields, Check, NumberField } from "./fields.tsx";

/** What a list of missing programmes begins with, as the national rules have it. */
const MISSING_START = {
  cityShortage: 30,
  regionShortage: 60,
  minWeight: 0.3,
  perCity: 10,
  region: 30,
  schools: 5,
};

interface Props {
  content: RuleSetContent;
  change: (patch: Partial<RuleSetContent>) => void;
}

/** The memory of cards, what counts as missing, and the weights of equivalent students. */
export function MemoryEditor({ content, change }: Props) {
  const { t } = useTranslation("adjustment");
  const { cards, missing, equivalents } = content;
  return (
    <>
      <Section title={t("param.cards")} note={t("edit.cards-note")}>
        <div className="editor-grid">
          <Check
            label={t("edit.cards-on")}
            value={cards !== null}
            onChange={(on) =>
              change({
                cards: on
                  ? {
                      warnYears: 3,
                      suspendYears: null,
                      cleanYears: 2,
                      basis: { article: "Tixi", source: t("edit.own-source"), trust: "design" },
                    }
                  : null,
              })
            }
          />
          {cards &&
            CARD_FIGURES.map((key) => (
              <NumberField
                key={key}
                label={t(`param.${key}`)}
                path={`cards.${key}`}
                value={cards[key]}
                unit={t("edit.years-unit")}
                placeholder={t("edit.never")}
                onChange={(value) => change({ cards: { ...cards, [key]: value } })}
              />
            ))}
          {cards && (
            <BasisFields
              basis={cards.basis}
              path="cards.basis"
              onChange={(basis) => change({ cards: { ...cards, basis } })}
            />
          )}
        </div>
      </Section>
      <Section title={t("param.missing")} note={t("edit.missing-note")}>
        <div className="editor-grid">
          <Check
            label={t("edit.missing-on")}
            value={missing !== null}
            onChange={(on) =>
              change({
                missing: on
                  ? {
                      ...MISSING_START,
                      basis: { article: "Tixi", source: t("edit.own-source"), trust: "design" },
                    }
                  : null,
              })
            }
          />
          {missing &&
            MISSING_FIGURES.map((key) => (
              <NumberField
                key={key}
                label={t(`param.missing.${key}`)}
                path={`missing.${key}`}
                value={missing[key]}
                onChange={(value) => change({ missing: { ...missing, [key]: value ?? 0 } })}
              />
            ))}
          {missing && (
            <BasisFields
              basis={missing.basis}
              path="missing.basis"
              onChange={(basis) => change({ missing: { ...missing, basis } })}
            />
          )}
        </div>
      </Section>
      <Section title={t("param.equivalents")}>
        <div className="editor-grid">
          {Object.entries(equivalents).map(([key, value]) => (
            <NumberField
              key={key}
              label={t(`param.equivalents.${key}`, { defaultValue: key })}
              path={`equivalents.${key}`}
              value={value}
              onChange={(next) => change({ equivalents: { ...equivalents, [key]: next ?? 0 } })}
            />
          ))}
        </div>
      </Section>
    </>
  );
}

/** The norms of school conditions: a figure that is changed by hand is the office's own until its source is known. */
export function LinesEditor(props: {
  name: "limit" | "qualified";
  lines: ConditionLines;
  onChange: (lines: ConditionLines) => void;
}) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const wording = useWording();
  const { name, lines, onChange } = props;
  const types = Object.keys(lines.lines);
  const items = [...new Set(types.flatMap((type) => Object.keys(lines.lines[type] ?? {})))];
  const set = (type: string, item: string, value: number | null) => {
    const { [item]: _before, ...rest } = lines.lines[type] ?? {};
    const next =
      value === null ? rest : { ...lines.lines[type], [item]: { value, trust: "design" as const } };
    onChange({ ...lines, lines: { ...lines.lines, [type]: next } });
  };
  return (
    <Section title={inLanguage(lines.name, language)} note={t("edit.lines-note")}>
      <details>
        <summary>{t("edit.lines-open", { count: items.length })}</summary>
        <div className="editor-grid">
          <BasisFields
            basis={lines.basis}
            path={`${name}.basis`}
            onChange={(basis) => onChange({ ...lines, basis })}
          />
        </div>
        <div className="table-scroll" tabIndex={0}>
          <table className="data lines">
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
                const label = info ? inLanguage(info.name, language) : item;
                return (
                  <tr key={item}>
                    <th scope="row">
                      {label}{" "}
                      {info && info.unit !== "share" && (
                        <small>{t(`unit.${info.unit}`, { value: "" }).trim()}</small>
                      )}
                    </th>
                    {types.map((type) => {
                      const at = lines.lines[type]?.[item];
                      return (
                        <td key={type} className={at && doubtful(at.trust) ? "n unsure" : "n"}>
                          <NumberField
                            bare
                            label={`${label} ${t(`school-type.${type}`)}`}
                            path={`${name}.lines.${type}.${item}.value`}
                            value={at?.value ?? null}
                            percent={info?.unit === "share"}
                            placeholder="—"
                            onChange={(value) => set(type, item, value)}
                          />
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </details>
    </Section>
  );
}
