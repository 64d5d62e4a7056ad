import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import {
  useDraftRules,
  useIndicators,
  usePresets,
  useRuleCheck,
  useRuleSets,
  type RuleCheck,
} from "./api.ts";
import { Check, Choose, Faults, FaultsOf, Field, NumberField, TrustField } from "./editor/fields.tsx";
import { LinesEditor, MemoryEditor } from "./editor/ParametersEditor.tsx";
import { RuleEditor } from "./editor/RuleEditor.tsx";
import { inLanguage } from "./pieces.tsx";
import { RuleDifference } from "./RuleDifference.tsx";
import {
  blankRules,
  difference,
  inBothLanguages,
  isSame,
  type Rule,
  type RuleSetContent,
  type Text,
} from "./rules.ts";
import "../planning.css";
import "./adjustment.css";
import "./rules.css";

const BLANK = "blank";

/** Task: write a new version of rules, from a version, from a set that Tixi brings along, or from nothing. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const [params] = useSearchParams();
  const from = params.get("from") ?? "";
  const province = useMe().data?.installation.province?.code ?? "000000";
  const [sets, presets, indicators] = [useRuleSets(), usePresets(), useIndicators()];
  if (sets.isPending || presets.isPending || indicators.isPending) return <Loading rows={12} />;
  const error = sets.error ?? presets.error ?? indicators.error;
  if (error) return <Failure error={error} />;
  const national = presets.data?.items.find(({ key }) => key === "national");
  const start =
    from === BLANK && national
      ? blankRules(
          national,
          [...(sets.data?.items ?? []), ...(presets.data?.items ?? [])].map(({ key }) => key),
          { jurisdiction: province, today: new Date().toISOString().slice(0, 10) },
        )
      : (sets.data?.items.find(({ id }) => id === from)?.content ??
        presets.data?.items.find(({ key }) => key === from));
  if (!start)
    return (
      <Empty
        title={t("edit.no-start")}
        actions={
          <Link className="button" to="/rule-sets">
            {t("shell:place.rule-sets")}
          </Link>
        }
      />
    );
  const fresh = !sets.data?.items.some(({ key }) => key === start.key);
  return <Editor key={from} start={start} fresh={fresh} />;
}

/** A pause in writing after which the rules are checked. */
const PAUSE_MS = 600;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

/** @param fresh no version of these rules is kept yet, so that they may be kept as they are */
function Editor({ start, fresh }: { start: RuleSetContent; fresh: boolean }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const navigate = useNavigate();
  const save = useDraftRules();
  const [written, setContent] = useState(start);
  const content = useMemo(() => inBothLanguages(written), [written]);
  const settled = useSettled(content);
  const check = useRuleCheck(settled);
  const faults = useMemo(() => check.data?.faults ?? [], [check.data]);
  const change = (patch: Partial<RuleSetContent>) => setContent((now) => ({ ...now, ...patch }));
  const changed = useMemo(() => !isSame(difference(start, settled)), [start, settled]);
  const current = settled === content && !check.isFetching;
  return (
    <Page
      title={
        start.name.zh === ""
          ? t("edit.title-new")
          : t("edit.title", { name: inLanguage(start.name, language) })
      }
      crumbs={[{ name: t("shell:place.rule-sets"), path: "/rule-sets" }]}
      lead={t("edit.lead")}
    >
      <FaultsOf.Provider value={faults}>
        <General content={written} change={change} start={start} />
        <Section
          title={t("rules.rules", { count: content.rules.length })}
          aside={
            <button
              type="button"
              className="button small"
              onClick={() => change({ rules: [...written.rules, newRule(written.rules)] })}
            >
              {t("edit.add-rule")}
            </button>
          }
        >
          {written.rules.length === 0 && <p className="section-note">{t("edit.no-rules")}</p>}
          {written.rules.map((rule, i) => (
            <RuleEditor
              key={i}
              rule={rule}
              path={`rules[${i}]`}
              monotony={check.data?.monotony.find((one) => one.rule === rule.id)}
              onChange={(next) => change({ rules: written.rules.map((one, at) => (at === i ? next : one)) })}
              onRemove={() => change({ rules: written.rules.filter((_, at) => at !== i) })}
            />
          ))}
        </Section>
        <MemoryEditor content={content} change={change} />
        <LinesEditor name="limit" lines={content.limit} onChange={(limit) => change({ limit })} />
        <LinesEditor
          name="qualified"
          lines={content.qualified}
          onChange={(qualified) => change({ qualified })}
        />
        <Section title={t("edit.changes")}>
          <RuleDifference before={start} after={settled} />
        </Section>
      </FaultsOf.Provider>
      <footer className="editor-bar">
        <Summary check={check.data} running={!current} error={check.error} />
        {save.error && <Failure error={save.error} />}
        <button
          type="button"
          className="button primary"
          disabled={save.isPending || !current || faults.length > 0 || !(changed || fresh) || !check.data}
          onClick={() =>
            save.mutate(content, { onSuccess: (version) => void navigate(`/rule-sets/${version.id}`) })
          }
        >
          {t("edit.save")}
        </button>
      </footer>
    </Page>
  );
}

function General({
  content,
  change,
  start,
}: {
  content: RuleSetContent;
  change: (patch: Partial<RuleSetContent>) => void;
  start: RuleSetContent;
}) {
  const { t } = useTranslation("adjustment");
  const province = useMe().data?.installation.province;
  const setNote = (note: Text) =>
    change({ note: note.zh === "" && note.en === "" ? undefined : note } as Partial<RuleSetContent>);
  const places = [...new Set(["000000", ...(province ? [province.code] : []), start.jurisdiction])];
  return (
    <Section title={t("edit.general")}>
      <div className="editor-grid">
        <Field
          label={t("edit.name-zh")}
          path="name.zh"
          value={content.name.zh}
          onChange={(zh) => change({ name: { ...content.name, zh } })}
        />
        <Field
          label={t("edit.name-en")}
          path="name.en"
          placeholder={t("edit.as-chinese")}
          value={content.name.en}
          onChange={(en) => change({ name: { ...content.name, en } })}
        />
        <Field
          label={t("edit.key")}
          path="key"
          hint={t("edit.key-hint")}
          value={content.key}
          onChange={(key) => change({ key: key.trim() })}
        />
        <Choose
          label={t("param.jurisdiction")}
          path="jurisdiction"
          value={content.jurisdiction}
          values={places}
          word={(code) =>
            code === "000000" ? t("edit.whole-country") : code === province?.code ? province.name : code
          }
          onChange={(jurisdiction) => change({ jurisdiction })}
        />
        <Field
          label={t("param.validFrom")}
          path="validFrom"
          type="date"
          value={content.validFrom}
          onChange={(validFrom) => change({ validFrom })}
        />
        <Field
          label={t("param.validTo")}
          path="validTo"
          type="date"
          value={content.validTo ?? ""}
          onChange={(validTo) => change({ validTo: validTo === "" ? null : validTo })}
        />
        <Field
          label={t("param.source")}
          path="source"
          value={content.source}
          onChange={(source) => change({ source })}
        />
        <TrustField path="trust" value={content.trust} onChange={(trust) => change({ trust })} />
        <NumberField
          label={t("param.maxAge")}
          path="maxAge"
          value={content.maxAge}
          onChange={(maxAge) => change({ maxAge: maxAge ?? 0 })}
        />
        {(["zh", "en"] as const).map((language) => (
          <Field
            key={language}
            label={t(`edit.note-${language}`)}
            path={`note.${language}`}
            value={content.note?.[language] ?? ""}
            onChange={(text) => setNote({ zh: "", en: "", ...content.note, [language]: text })}
          />
        ))}
        <Check label={t("edit.demo")} value={content.demo} onChange={(demo) => change({ demo })} />
      </div>
      {content.demo && <p className="doubt">{t("demo-words")}</p>}
      <Faults path="note" />
    </Section>
  );
}

/** A rule to begin with: it says nothing until its indicator and threshold are filled in. */
function newRule(rules: readonly Rule[]): Rule {
  let number = rules.length + 1;
  while (rules.some(({ id }) => id === `rule-${number}`)) number++;
  return {
    id: `rule-${number}`,
    kind: "warn",
    name: { zh: "", en: "" },
    when: { indicator: "employment-rate", op: "<", value: null },
    action: { decision: "warn", forbids: ["expand"] },
    basis: { article: "", source: "", trust: "design" },
  };
}

function Summary({
  check,
  running,
  error,
}: {
  check: RuleCheck | undefined;
  running: boolean;
  error: unknown;
}) {
  const { t } = useTranslation("adjustment");
  if (error) return <Failure error={error} />;
  if (!check || running) return <p role="status">{t("edit.checking")}</p>;
  if (check.faults.length > 0)
    return (
      <details className="fault-list" role="status">
        <summary>{t("edit.faults", { count: check.faults.length })}</summary>
        <ul>
          {check.faults.map((fault) => (
            <li key={fault.path + fault.message}>
              <code>{fault.path}</code> {fault.message}
            </li>
          ))}
        </ul>
      </details>
    );
  const torn = check.monotony.filter(({ monotone }) => !monotone).length;
  return <p role="status">{torn > 0 ? t("edit.not-monotone", { count: torn }) : t("edit.good")}</p>;
}
