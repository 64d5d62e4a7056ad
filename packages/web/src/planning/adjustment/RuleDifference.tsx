import { useTranslation } from "react-i18next";
import { MISSING } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { inLanguage, useFigure } from "./pieces.tsx";
import { difference, isSame, type Rule, type RuleSetContent } from "./rules.ts";
import { useWording } from "./RuleWords.tsx";

type Value = string | number | boolean | null | undefined;

/** What changed between two versions of rules, in words. */
export function RuleDifference({ before, after }: { before: RuleSetContent; after: RuleSetContent }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const part = useRulePart();
  const place = usePlace();
  const { added, removed, changed, figures } = difference(before, after);
  if (isSame({ added, removed, changed, figures }))
    return <p className="section-note">{t("difference.none")}</p>;
  return (
    <ul className="difference">
      {added.map((rule) => (
        <li key={rule.id}>
          <span className="tag good">{t("difference.added")}</span> {inLanguage(rule.name, language)}
          <p>{part(rule, "when")}</p>
        </li>
      ))}
      {removed.map((rule) => (
        <li key={rule.id}>
          <span className="tag red">{t("difference.removed")}</span> {inLanguage(rule.name, language)}
          <p>{part(rule, "when")}</p>
        </li>
      ))}
      {changed.map(({ before: was, after: is, parts }) => (
        <li key={is.id}>
          <span className="tag blue">{t("difference.changed")}</span> {inLanguage(is.name, language)}
          <dl className="facts">
            {parts.map((name) => (
              <div key={name} className="fact-row">
                <dt>{t(`rule.${name}`)}</dt>
                <dd>
                  <del>{part(was, name)}</del> <span aria-hidden="true">→</span> <ins>{part(is, name)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
      {figures.map(({ path, before: was, after: is }) => (
        <li key={path}>
          <span className="tag blue">{t("difference.changed")}</span> {place.name(path)}{" "}
          <del>{place.value(path, was)}</del> <span aria-hidden="true">→</span>{" "}
          <ins>{place.value(path, is)}</ins>
        </li>
      ))}
    </ul>
  );
}

/** One part of a rule as a text. */
function useRulePart(): (rule: Rule, part: keyof Rule) => string {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const wording = useWording();
  return (rule, part) => {
    switch (part) {
      case "when":
        return wording.condition(rule.when);
      case "scope":
        return wording.scope(rule.scope);
      case "action":
        return wording.action(rule);
      case "kind":
        return t(`kind.${rule.kind}`);
      case "basis":
        return [rule.basis.article, rule.basis.source, t(`trust.${rule.basis.trust}`)].join("，");
      case "note":
        return inLanguage(rule.note, language) || MISSING;
      case "name":
        return inLanguage(rule.name, language);
      case "id":
        return rule.id;
    }
  };
}

/** A place of a rule set beside its rules, in words, and what stands there. */
function usePlace(): { name: (path: string) => string; value: (path: string, value: Value) => string } {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const wording = useWording();
  const figure = useFigure();
  return {
    name: (path) => {
      const [line, lines, type, item, what] = path.split(".");
      if (lines === "lines" && type && item)
        return t("difference.line", {
          line: t(`param.${line}`),
          type: t(`school-type.${type}`),
          item: inLanguage(wording.find(item)?.name, language) || item,
          what: what === "trust" ? t("difference.line-trust") : "",
        });
      return t(`param.${path}`, { defaultValue: path });
    },
    value: (path, value) => {
      if (value === undefined || value === null || value === "") return MISSING;
      if (typeof value === "boolean") return t(value ? "yes" : "no");
      const item = path.split(".")[3];
      if (path.endsWith(".trust") || path === "trust") return t(`trust.${String(value)}`);
      if (typeof value === "number" && item) return figure(value, wording.find(item)?.unit ?? "count");
      return String(value);
    },
  };
}
