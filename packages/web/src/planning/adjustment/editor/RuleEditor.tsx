import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/index.ts";
import { useMe } from "../../../api/session.ts";
import { useCities } from "../../../shell/ScopeBar.tsx";
import { LEVELS } from "../../../shell/scope.ts";
import type { RuleCheck } from "../api.ts";
import { inLanguage, TrustMark } from "../pieces.tsx";
import { DECISIONS, type Decision, type Growth, type Rule, type RuleScope } from "../rules.ts";
import { useWording } from "../RuleWords.tsx";
import { ConditionEditor } from "./ConditionEditor.tsx";
import { BasisFields, Choose, Codes, Faults, Field, Several, useFaultCount } from "./fields.tsx";

const GROWTHS: readonly Growth[] = ["add", "expand"];

/** Leaves out what was not chosen, so that a rule says only what it means. */
function without<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}

/** One rule: a sentence while it is closed, its parts to change when it is open. */
export function RuleEditor(props: {
  rule: Rule;
  path: string;
  monotony: RuleCheck["monotony"][number] | undefined;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const wording = useWording();
  const { rule, path, monotony, onChange, onRemove } = props;
  const faults = useFaultCount(path);
  const fresh = useRef(rule.name.zh === "");
  const [open, setOpen] = useState(rule.name.zh === "");
  return (
    <article
      className={`rule ${rule.kind}`}
      ref={(article) => {
        // a rule that was just added stands at the end of a long page
        if (fresh.current) article?.scrollIntoView({ block: "center" });
        fresh.current = false;
      }}
    >
      <header>
        <h3>{inLanguage(rule.name, language) || rule.id}</h3>
        <span className="rule-side">
          {faults > 0 && <span className="tag red">{t("edit.faults", { count: faults })}</span>}
          {monotony && (
            <abbr
              className={monotony.monotone ? "tag good" : "tag shortage"}
              title={t(monotony.monotone ? "edit.monotone-words" : "edit.torn-words")}
            >
              {t(monotony.monotone ? "edit.monotone" : "edit.torn")}
            </abbr>
          )}
          <TrustMark trust={rule.basis.trust} />
          <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "edit.close" : "edit.open")}
          </button>
          <button type="button" className="quiet" onClick={onRemove}>
            {t("edit.remove-rule")}
          </button>
        </span>
      </header>
      <p className="rule-line">
        {wording.condition(rule.when)}
        {rule.kind !== "target" && ` → ${wording.action(rule)}`}
      </p>
      {open && <Parts rule={rule} path={path} onChange={onChange} />}
    </article>
  );
}

function Parts({ rule, path, onChange }: { rule: Rule; path: string; onChange: (rule: Rule) => void }) {
  const { t } = useTranslation("adjustment");
  const change = (patch: Partial<Rule>) => onChange(without({ ...rule, ...patch }));
  return (
    <div className="rule-parts">
      <h4>{t("rule.when")}</h4>
      <ConditionEditor condition={rule.when} path={`${path}.when`} onChange={(when) => change({ when })} />
      {rule.kind !== "target" && <ActionParts rule={rule} path={path} change={change} />}
      <ScopeParts rule={rule} path={path} change={change} />
      <h4>{t("edit.words")}</h4>
      <div className="editor-grid">
        <Field
          label={t("edit.name-zh")}
          path={`${path}.name.zh`}
          value={rule.name.zh}
          onChange={(zh) => change({ name: { ...rule.name, zh } })}
        />
        <Field
          label={t("edit.name-en")}
          path={`${path}.name.en`}
          placeholder={t("edit.as-chinese")}
          value={rule.name.en}
          onChange={(en) => change({ name: { ...rule.name, en } })}
        />
        <Field label={t("edit.id")} path={`${path}.id`} value={rule.id} onChange={(id) => change({ id })} />
        <Choose
          label={t("rule.kind")}
          path={`${path}.kind`}
          value={rule.kind}
          values={["block", "warn", "target"] as const}
          word={(kind) => t(`kind.${kind}-words`)}
          onChange={(kind) => change({ kind })}
        />
        <BasisFields basis={rule.basis} path={`${path}.basis`} onChange={(basis) => change({ basis })} />
      </div>
      <div className="editor-grid">
        {(["zh", "en"] as const).map((language) => (
          <Field
            key={language}
            label={t(`edit.note-${language}`)}
            path={`${path}.note.${language}`}
            value={rule.note?.[language] ?? ""}
            onChange={(text) => {
              const note = { zh: rule.note?.zh ?? "", en: rule.note?.en ?? "", [language]: text };
              onChange(
                without({ ...rule, note: note.zh === "" && note.en === "" ? undefined : note }) as Rule,
              );
            }}
          />
        ))}
      </div>
      <Faults path={path} />
    </div>
  );
}

type Part = { rule: Rule; path: string; change: (patch: Partial<Rule>) => void };

function ActionParts({ rule, path, change }: Part) {
  const { t } = useTranslation("adjustment");
  const { action } = rule;
  const set = (patch: { [K in keyof Rule["action"]]: Rule["action"][K] | undefined }) =>
    change({ action: without({ ...action, ...patch }) as Rule["action"] });
  const word = (one: Decision) => t(`decision.${one}`);
  return (
    <>
      <h4>{t("rule.then")}</h4>
      <div className="editor-row">
        <Choose
          label={t("edit.decision")}
          path={`${path}.action.decision`}
          value={action.decision ?? ""}
          values={["", ...DECISIONS] as const}
          word={(one) => (one === "" ? t("edit.no-decision") : word(one as Decision))}
          onChange={(one) => set({ decision: one === "" ? undefined : (one as Exclude<Decision, "add">) })}
        />
        <Several
          label={t("edit.alternatives")}
          path={`${path}.action.alternatives`}
          values={DECISIONS}
          chosen={action.alternatives}
          word={word}
          onChange={(alternatives) => set({ alternatives })}
        />
        <Several
          label={t("edit.forbids")}
          path={`${path}.action.forbids`}
          values={GROWTHS}
          chosen={action.forbids}
          word={(growth) => t(`growth.${growth}`)}
          onChange={(forbids) => set({ forbids })}
        />
        <Faults path={`${path}.action`} />
      </div>
    </>
  );
}

function ScopeParts({ rule, path, change }: Part) {
  const { t } = useTranslation("adjustment");
  const scope = rule.scope ?? {};
  const known = useCities(useMe().data?.installation.province?.code).data?.items ?? [];
  // a city of another province's preset stays where it can be seen and taken away
  const cities = [
    ...known,
    ...(scope.cities ?? [])
      .filter((code) => !known.some((city) => city.code === code))
      .map((code) => ({ code, name: code })),
  ];
  const set = (patch: { [K in keyof RuleScope]: RuleScope[K] | undefined }) => {
    const next = without({ ...scope, ...patch }) as RuleScope;
    change({ scope: Object.keys(next).length === 0 ? undefined : next } as Partial<Rule>);
  };
  return (
    <>
      <h4>{t("rule.scope")}</h4>
      <div className="editor-row">
        <Several
          label={t("column.level")}
          path={`${path}.scope.levels`}
          values={LEVELS}
          chosen={scope.levels}
          word={(level) => t(`shell:level.${level}`)}
          onChange={(levels) => set({ levels })}
        />
        <Choose
          label={t("edit.controlled")}
          path={`${path}.scope.controlled`}
          value={scope.controlled === undefined ? "" : String(scope.controlled)}
          values={["", "true", "false"] as const}
          word={(one) =>
            t(one === "" ? "edit.controlled-any" : one === "true" ? "scope.controlled" : "scope.uncontrolled")
          }
          onChange={(one) => set({ controlled: one === "" ? undefined : one === "true" })}
        />
        <Codes
          label={t("edit.categories")}
          path={`${path}.scope.categories`}
          placeholder="46, 51"
          value={scope.categories}
          onChange={(categories) => set({ categories })}
        />
        <Codes
          label={t("edit.programmes")}
          path={`${path}.scope.programmes`}
          placeholder="460103, 520201K"
          value={scope.programmes}
          onChange={(programmes) => set({ programmes })}
        />
        {cities.length > 0 && (
          <Several
            label={t("edit.cities")}
            path={`${path}.scope.cities`}
            values={cities.map(({ code }) => code)}
            chosen={scope.cities}
            word={(code) => cities.find((city) => city.code === code)?.name ?? code}
            onChange={(cities) => set({ cities })}
          />
        )}
      </div>
    </>
  );
}
