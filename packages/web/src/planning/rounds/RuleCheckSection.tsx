import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useRuleCheck, type RuleCheck } from "./api.ts";
import { useSay } from "./pieces.tsx";
import "./application.css";

/** What the rules in force say to an application now, before its formal check. */
export function RulesNow({ id }: { id: string }) {
  const { t } = useTranslation("rounds");
  const found = useRuleCheck(id, true);
  return (
    <Section title={t("rules.title")} note={t("rules.note")}>
      {found.isPending && <Loading rows={2} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Findings check={found.data} />}
    </Section>
  );
}

/** What they said when its form was checked. */
export function RulesThen({ check }: { check: RuleCheck }) {
  const { t } = useTranslation("rounds");
  return (
    <Section title={t("rules.title")} note={t("rules.then")}>
      <Findings check={check} />
    </Section>
  );
}

function Findings({ check }: { check: RuleCheck }) {
  const { t } = useTranslation("rounds");
  const say = useSay();
  const language = useLanguage();
  const { growth, forbids, notJudged, ruleSets, year } = check;
  if (growth === null) return <p>{t("rules.no-growth")}</p>;
  return (
    <>
      <p className={forbids.length > 0 ? "doubt" : undefined}>
        {forbids.length > 0
          ? t(`rules.forbid-${growth}`, { count: forbids.length })
          : year === null
            ? t("rules.no-run")
            : t("rules.clear")}
      </p>
      {forbids.length > 0 && (
        <ol className="findings">
          {forbids.map((one) => (
            <li key={one.rule + one.words.zh}>
              {say(one.words)} <small title={one.source}>{one.rule}</small>
            </li>
          ))}
        </ol>
      )}
      {notJudged.length > 0 && (
        <details>
          <summary>{t("rules.not-judged", { count: notJudged.length })}</summary>
          <ul className="findings">
            {notJudged.map((one) => (
              <li key={one.rule + one.words.zh}>{say(one.words)}</li>
            ))}
          </ul>
        </details>
      )}
      {ruleSets.length > 0 && (
        <p className="section-note">
          {t("rules.asked")}{" "}
          {ruleSets.map((set, i) => (
            <span key={set.id}>
              {i > 0 && (language === "en" ? ", " : "、")}
              <Link to={`/rule-sets/${set.id}`}>{t("rules.version", { name: say(set.name), version: set.version })}</Link>
            </span>
          ))}
          {year !== null && ` · ${t("rules.facts", { year })}`}
        </p>
      )}
    </>
  ); // prettier-ignore
}
