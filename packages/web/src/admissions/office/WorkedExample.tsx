import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import type { Rules, Subject } from "./api.ts";
import { compare, composed } from "./worked.ts";
import "./set-up.css";

/** Scores of two candidates, changed at will, and which of the two stands first by the rules as they are here. */
export function WorkedExample({ rules, subjects }: { rules: Rules; subjects: Subject[] }) {
  const { t } = useTranslation("seasons");
  const columns = [...new Set([...Object.keys(rules.score), ...(rules.ties ?? [])])].filter((key) => key !== "total"); // prettier-ignore
  const name = (key: string) => subjects.find((one) => one.key === key)?.name ?? key;
  const [given, setGiven] = useState<[Record<string, string>, Record<string, string>]>([{}, {}]);
  // two who are equal in sum where there are two columns of one weight: what parts them is seen at once
  const start = (key: string, who: 0 | 1): string => {
    const max = subjects.find((one) => one.key === key)?.max ?? 100;
    const by = columns.indexOf(key) === 0 ? 6 : columns.indexOf(key) === 1 ? -6 : 0;
    return String(Math.max(0, Math.round(max * 0.7) + (who === 0 ? by : 0)));
  };
  const scores = ([0, 1] as const).map((who) =>
    Object.fromEntries(columns.map((key) => [key, given[who][key] ?? start(key, who)])),
  ) as [Record<string, string>, Record<string, string>];
  const standing = compare(rules, ...scores);
  const people = [t("worked.a"), t("worked.b")];
  return (
    <Section title={t("worked.title")} note={t("worked.note")}>
      <div className="worked">
        {scores.map((of, who) => {
          const sum = composed(rules, of);
          return (
            <div key={who} className={standing?.first === who ? "worked-first" : ""}>
              <h3>{people[who]}</h3>
              {columns.map((key) => (
                <label key={key}>
                  <span>{name(key)}</span>
                  <input
                    inputMode="decimal"
                    aria-label={`${people[who]} ${name(key)}`}
                    value={of[key]}
                    onChange={(event) =>
                      setGiven((now) => now.map((one, i) => (i === who ? { ...one, [key]: event.target.value } : one)) as typeof now)
                    }
                  />
                </label>
              ))}
              {sum && (
                <p className="num">
                  {sum.terms.map(({ weight, score }) => (weight === "1" ? score : `${weight} × ${score}`)).join(" + ")} = <b>{sum.total}</b>
                </p>
              )}
            </div>
          );
        })}
      </div>
      <p className="worked-says" role="status">
        {standing === null
          ? t("worked.incomplete")
          : standing.first === null
            ? t(`worked.${standing.by}`)
            : t(`worked.by-${standing.by}`, { who: people[standing.first], column: name(standing.column) })}
      </p>
    </Section>
  ); // prettier-ignore
}
