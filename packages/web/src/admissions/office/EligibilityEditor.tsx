import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EligibilityRule } from "./api.ts";
import { freeKey, WordedRuleForm, WordedRules } from "./WordedRules.tsx";

/** Questions that a rule may ask (server: eligibility). */
const QUESTIONS = ["finalYear", "oneYear", "collegeStudent", "placeReserved", "examBan", "criminalMeasures"] as const; // prettier-ignore
type Question = (typeof QUESTIONS)[number];

interface Props {
  rules: EligibilityRule[];
  fixed: boolean;
  onChange: (rules: EligibilityRule[]) => void;
}

/** Who may not register: rules with their words and sources, taken away or added before registration begins. */
export function EligibilityEditor({ rules, fixed, onChange }: Props) {
  const { t } = useTranslation("seasons");
  return (
    <WordedRules
      title={t("set-up.eligibility")}
      note={t("set-up.eligibility-note")}
      add={t("eligibility.add")}
      rules={rules}
      keyOf={({ code }) => code}
      fixed={fixed}
      onRemove={(removed) => onChange(rules.filter(({ code }) => code !== removed))}
      form={(close) => (
        <NewRule
          taken={rules.map(({ code }) => code)}
          onAdd={(rule) => {
            onChange([...rules, rule]);
            close();
          }}
          onClose={close}
        />
      )}
    />
  );
}

function NewRule(props: { taken: string[]; onAdd: (rule: EligibilityRule) => void; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const [when, setWhen] = useState<Partial<Record<Question, boolean>>>({});
  const [otherProgramme, setOther] = useState(false);
  const asks = Object.keys(when).length > 0;
  const ask = (question: Question, value: string) => {
    const { [question]: _, ...others } = when;
    setWhen(value === "" ? others : { ...others, [question]: value === "yes" });
  };
  return (
    <WordedRuleForm
      labels={{ zh: t("eligibility.zh"), en: t("eligibility.en"), take: t("eligibility.take") }}
      whole={asks || otherProgramme}
      needs={t("eligibility.needs")}
      onTake={(worded) =>
        props.onAdd({
          code: freeKey("own", props.taken),
          ...worded,
          ...(asks ? { when } : {}),
          ...(otherProgramme ? { otherProgramme } : {}),
        })
      }
      onClose={props.onClose}
    >
      {QUESTIONS.map((question) => (
        <label key={question}>
          <span>{t(`question.${question}`)}</span>
          <select value={when[question] === undefined ? "" : when[question] ? "yes" : "no"} onChange={(event) => ask(question, event.target.value)}>
            <option value="">{t("eligibility.any")}</option>
            <option value="yes">{t("eligibility.yes")}</option>
            <option value="no">{t("eligibility.no")}</option>
          </select>
        </label>
      ))}
      <label className="season-check">
        <input type="checkbox" checked={otherProgramme} onChange={(event) => setOther(event.target.checked)} />
        {t("eligibility.other-programme")}
      </label>
    </WordedRuleForm>
  ); // prettier-ignore
}
