import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { useCities } from "../../shell/ScopeBar.tsx";
import { useLanguage } from "../../i18n/index.ts";
import { useIndicators, type IndicatorInfo } from "./api.ts";
import { DecisionMark, inLanguage, TrustMark, useFigure } from "./pieces.tsx";
import { partsOf, thresholdOf, type Condition, type Leaf, type Rule, type RuleScope } from "./rules.ts";
import "./rules.css";

interface Wording {
  /** a single condition and its threshold */
  leaf: (leaf: Leaf) => [words: string, threshold: string];
  /** a whole condition on one line */
  condition: (condition: Condition) => string;
  scope: (scope: RuleScope | undefined) => string;
  action: (rule: Pick<Rule, "action">) => string;
  find: (indicator: string) => IndicatorInfo | undefined;
}

/** Rules in words: the same sentences for the page of a rule set, its editor and its differences. */
export function useWording(): Wording {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const figure = useFigure();
  const indicators = useIndicators().data?.items ?? [];
  const find = (key: string) => indicators.find((indicator) => indicator.key === key);
  const cities = useCities(useMe().data?.installation.province?.code).data?.items ?? [];
  const cityName = (code: string) => cities.find((city) => city.code === code)?.name ?? code;
  const and = t("list.and");
  const leaf: Wording["leaf"] = (one) => {
    const info = find(one.indicator);
    const name = info ? inLanguage(info.name, language) : one.indicator;
    const years = (one.years ?? 1) > 1 ? t("words.years", { count: one.years ?? 1 }) : "";
    const threshold = thresholdOf(one);
    const ranked = !("op" in one);
    const text =
      threshold === null ? t("words.open") : figure(threshold, ranked ? "share" : (info?.unit ?? "count"));
    if (!ranked) return [`${name}${years}${t(`words.op.${one.op}`)}`, text];
    const within = t(`within.${one.within}`);
    const side = "lowest" in one ? "lowest" : "highest";
    return [`${name}${years}${t(`words.${side}`, { within })}`, text];
  };
  const condition = (one: Condition): string => {
    const joined = partsOf(one);
    if (!joined) return leaf(one as Leaf).join("");
    const parts = joined.parts.map((part) => (partsOf(part) ? `（${condition(part)}）` : condition(part)));
    if (joined.kind === "of")
      return t("words.at-least-of", {
        count: "of" in one ? one.atLeast : 1,
        parts: parts.join(t("list.semicolon")),
      });
    return parts.join(t(`words.join.${joined.kind}`));
  };
  const scope: Wording["scope"] = (one) => {
    const parts = [
      one?.levels && one.levels.map((level) => t(`shell:level.${level}`)).join(and),
      one?.categories &&
        (one.categories.length > 0 ? t("scope.categories-of", { codes: one.categories.join(and) }) : ""),
      one?.programmes &&
        (one.programmes.length > 0 ? t("scope.programmes-of", { codes: one.programmes.join(and) }) : ""),
      one?.cities &&
        (one.cities.length > 0 ? t("scope.cities-of", { codes: one.cities.map(cityName).join(and) }) : ""),
      one?.controlled !== undefined && t(one.controlled ? "scope.controlled" : "scope.uncontrolled"),
    ].filter((part): part is string => typeof part === "string");
    if (parts.length === 0) return t("scope.everything");
    return parts.map((part) => (part === "" ? t("scope.nobody") : part)).join(t("list.semicolon"));
  };
  const action: Wording["action"] = ({ action: one }) => {
    const list = (words: string[]): string => words.join(and);
    const parts = [
      one.decision && t("action.decision", { decision: t(`decision.${one.decision}`) }),
      one.alternatives?.length &&
        t("action.alternatives", { list: list(one.alternatives.map((d) => t(`decision.${d}`))) }),
      one.forbids?.length &&
        t("action.forbids", { list: list(one.forbids.map((growth) => t(`growth.${growth}`))) }),
    ].filter((part): part is string => typeof part === "string");
    return parts.length === 0 ? t("action.remark") : parts.join(t("list.semicolon"));
  };
  return { leaf, condition, scope, action, find };
}

/** A condition as a sentence with its thresholds lifted out, or as a list where several are joined. */
export function ConditionWords({ condition, wording }: { condition: Condition; wording: Wording }) {
  const { t } = useTranslation("adjustment");
  const joined = partsOf(condition);
  if (!joined) {
    const one = condition as Leaf;
    const [words, threshold] = wording.leaf(one);
    const open = thresholdOf(one) === null;
    return (
      <span>
        {words}
        <b className={open ? "threshold open" : "threshold"}>{threshold}</b>
      </span>
    );
  }
  const { kind, parts } = joined;
  return (
    <div className="condition-group">
      <span className="condition-join">
        {kind === "of"
          ? t("words.head.of", { count: "of" in condition ? condition.atLeast : 1 })
          : t(`words.head.${kind}`)}
      </span>
      <ul>
        {parts.map((part, i) => (
          <li key={i}>
            <ConditionWords condition={part} wording={wording} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A rule as it is read: when, for whom, what follows, and on what it rests. */
export function RuleWords({
  rule,
  aside,
  children,
}: {
  rule: Rule;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const wording = useWording();
  const { decision, alternatives, forbids } = rule.action;
  return (
    <article className={`rule ${rule.kind}`} id={`rule-${rule.id}`}>
      <header>
        <h3>{inLanguage(rule.name, language)}</h3>
        <span className="rule-side">
          <span className={rule.kind === "block" ? "tag red" : "tag"}>{t(`kind.${rule.kind}`)}</span>
          <TrustMark trust={rule.basis.trust} />
          {aside}
        </span>
      </header>
      <dl className="facts">
        <dt>{t(rule.kind === "target" ? "rule.target" : "rule.when")}</dt>
        <dd>
          <ConditionWords condition={rule.when} wording={wording} />
        </dd>
        <dt>{t("rule.scope")}</dt>
        <dd>{wording.scope(rule.scope)}</dd>
        {rule.kind !== "target" && (
          <>
            <dt>{t("rule.then")}</dt>
            <dd className="rule-then">
              {decision && <DecisionMark decision={decision} />}
              {!!alternatives?.length && (
                <span>
                  {t("action.or")}{" "}
                  {alternatives.map((one) => (
                    <Fragment key={one}>
                      <DecisionMark decision={one} small />{" "}
                    </Fragment>
                  ))}
                </span>
              )}
              {!!forbids?.length && (
                <span>
                  {t("action.forbids", {
                    list: forbids.map((one) => t(`growth.${one}`)).join(t("list.and")),
                  })}
                </span>
              )}
              {!decision && !alternatives?.length && !forbids?.length && <span>{t("action.remark")}</span>}
            </dd>
          </>
        )}
        <dt>{t("rule.basis")}</dt>
        <dd>
          {rule.basis.article} <small className="rule-source">{rule.basis.source}</small>
          {rule.basis.quote && <q className="rule-quote">{rule.basis.quote}</q>}
        </dd>
        {rule.note && (
          <>
            <dt>{t("rule.note")}</dt>
            <dd>{inLanguage(rule.note, language)}</dd>
          </>
        )}
      </dl>
      <small className="rule-id">{rule.id}</small>
      {children}
    </article>
  );
}
