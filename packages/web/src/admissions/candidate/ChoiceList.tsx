import { useTranslation } from "react-i18next";
import { OrderList } from "../../parts/OrderList.tsx";
import type { Advice, NamedChoice, Warning } from "../shapes.ts";
import { AdviceLine } from "./AdviceLine.tsx";
import "./preferences.css";

const named = ({ schoolName, programmeName }: NamedChoice): string => `${schoolName} ${programmeName}`;

interface ListProps {
  choices: NamedChoice[];
  warnings: Warning[];
  advice: Advice | null;
  consentUsed: boolean;
  onChange: (choices: NamedChoice[]) => void;
}

/** The preferences in their order, each with what is known of it. */
export function ChoiceList({ choices, warnings, advice, consentUsed, onChange }: ListProps) {
  const { t } = useTranslation("admissions");
  if (choices.length === 0) return <p className="list-empty">{t("list.empty")}</p>;
  return (
    <OrderList
      items={choices}
      keyOf={({ unit }) => unit}
      nameOf={named}
      onChange={onChange}
      row={(choice, index) => {
        const about = advice?.items.find(({ unit }) => unit === choice.unit);
        return (
          <>
            <p>
              <b>{choice.schoolName}</b> {choice.programmeName} <small className="num">{choice.unit}</small>
            </p>
            {warnings
              .filter(({ no }) => no === index + 1)
              .map(({ kind, reason }) => (
                <p key={kind} className="choice-warning">
                  {t("list.void")} {reason}
                </p>
              ))}
            {about && (
              <AdviceLine advice={about} rank={advice?.rank ?? null} listed={advice?.listed ?? null} />
            )}
            {consentUsed && (
              <label className="consent">
                <input
                  type="checkbox"
                  checked={choice.consent}
                  onChange={(event) =>
                    onChange(
                      choices.map((one, i) =>
                        i === index ? { ...one, consent: event.target.checked } : one,
                      ),
                    )
                  }
                />
                {t("list.consent")}
              </label>
            )}
          </>
        );
      }}
    />
  );
}
