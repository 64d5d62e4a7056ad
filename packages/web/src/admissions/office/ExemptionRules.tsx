import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Award, Exemptions } from "./api.ts";
import { freeKey, WordedRuleForm, WordedRules } from "./WordedRules.tsx";

const LEVELS = ["college", "bachelor", "undergraduate"] as const;

interface Props {
  exemptions: Exemptions;
  fixed: boolean;
  onChange: (exemptions: Exemptions) => void;
}

/** 技能拔尖免试: which competitions exempt, for which level, and whose seat it is. */
export function ExemptionRules({ exemptions, fixed, onChange }: Props) {
  const { t } = useTranslation("seasons");
  const { awards } = exemptions;
  return (
    <WordedRules
      title={t("exempt.title")}
      note={t("exempt.note")}
      add={t("exempt.add")}
      rules={awards}
      keyOf={({ key }) => key}
      detail={({ levels }) => levels.map((level) => t(`level.${level}`)).join("、")}
      fixed={fixed}
      onRemove={(removed) => onChange({ ...exemptions, awards: awards.filter(({ key }) => key !== removed) })}
      form={(close) => (
        <NewAward
          taken={awards.map(({ key }) => key)}
          onAdd={(award) => {
            onChange({ ...exemptions, awards: [...awards, award] });
            close();
          }}
          onClose={close}
        />
      )}
    >
      <fieldset className="season-fields" disabled={fixed}>
        <label>
          <span>{t("exempt.seats")}</span>
          <select value={exemptions.seats} onChange={(event) => onChange({ ...exemptions, seats: event.target.value as "within" })}>
            <option value="within">{t("exempt.within")}</option>
            <option value="above">{t("exempt.above")}</option>
          </select>
        </label>
        <label>
          <span>{t("exempt.days")}</span>
          <input type="number" min={5} max={60} value={exemptions.noticeDays} onChange={(event) => onChange({ ...exemptions, noticeDays: Number(event.target.value) })} />
        </label>
      </fieldset>
      {awards.length === 0 && <p className="section-note">{t("exempt.none")}</p>}
    </WordedRules>
  ); // prettier-ignore
}

function NewAward(props: { taken: string[]; onAdd: (award: Award) => void; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const [levels, setLevels] = useState<Award["levels"]>(["college"]);
  return (
    <WordedRuleForm
      labels={{ zh: t("exempt.zh"), en: t("exempt.en"), take: t("exempt.take") }}
      whole={levels.length > 0}
      onTake={(worded) => props.onAdd({ key: freeKey("award", props.taken), ...worded, levels })}
      onClose={props.onClose}
    >
      <fieldset className="season-choices">
        <legend>{t("exempt.levels")}</legend>
        {LEVELS.map((level) => (
          <label key={level}>
            <input type="checkbox" checked={levels.includes(level)} onChange={(event) => setLevels(event.target.checked ? [...levels, level] : levels.filter((one) => one !== level))} />
            {t(`level.${level}`)}
          </label>
        ))}
      </fieldset>
    </WordedRuleForm>
  ); // prettier-ignore
}
