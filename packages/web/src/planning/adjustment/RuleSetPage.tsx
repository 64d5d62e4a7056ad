import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "react-router";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import {
  useIsOffice,
  usePresets,
  useRuleSet,
  useRuleSets,
  useRuleSetStep,
  type RuleSetStep,
  type RuleSetVersion,
} from "./api.ts";
import { LinesView, ParametersView } from "./Parameters.tsx";
import { DemoMark, History, inLanguage, RuleSetState, TrustMark } from "./pieces.tsx";
import { StepDialog } from "../pieces/StepDialog.tsx";
import { RuleDifference } from "./RuleDifference.tsx";
import { doubtful, type RuleSetContent } from "./rules.ts";
import { RuleWords } from "./RuleWords.tsx";
import "../planning.css";
import "./adjustment.css";
import "./rules.css";

/** Record of a version of rules: its state and next step, what it changes, every rule as a sentence. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { id } = useParams();
  const { hash } = useLocation();
  const office = useIsOffice();
  const found = useRuleSet(id);
  const [step, setStep] = useState<RuleSetStep | null>(null);
  const loaded = found.data !== undefined;
  useEffect(() => {
    if (loaded && hash) document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
  }, [loaded, hash]);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const set = found.data;
  const { content } = set;
  const unsure = content.rules.filter(({ basis }) => doubtful(basis.trust)).length;
  return (
    <Page
      title={`${inLanguage(content.name, language)} · ${t("version", { version: set.version })}`}
      crumbs={office ? [{ name: t("shell:place.rule-sets"), path: "/rule-sets" }] : []}
      lead={
        <>
          <RuleSetState state={set.state} /> <TrustMark trust={content.trust} />{" "}
          {content.demo && <DemoMark />} ·{" "}
          {t(content.validTo ? "rules.valid" : "rules.valid-from", {
            from: content.validFrom,
            to: content.validTo,
          })}{" "}
          · {t("rules.used-by", { count: set.used })}
        </>
      }
      actions={
        <>
          {(office ? set.next : []).map((next, i) => (
            <button
              key={next}
              type="button"
              className={next === "withdraw" ? "button danger" : i === 0 ? "button primary" : "button"}
              onClick={() => setStep(next)}
            >
              {t(`rules.step.${next}`)}
            </button>
          ))}
          {office && (
            <Link className="button" to={`/rule-sets/new?from=${set.id}`}>
              {t("rules.change")}
            </Link>
          )}
        </>
      }
    >
      {step && <Step set={set} step={step} onClose={() => setStep(null)} />}
      <p className="release-next">{t(`rules.next.${set.state}`)}</p>
      {content.demo && <p className="doubt">{t("demo-words")}</p>}
      {unsure > 0 && <p className="doubt">{t("rules.unsure", { count: unsure })}</p>}
      <p className="rule-source">{content.source}</p>
      {content.note && <p>{inLanguage(content.note, language)}</p>}
      <Before set={set} />
      <Section title={t("rules.rules", { count: content.rules.length })}>
        {content.rules.map((rule) => (
          <RuleWords key={rule.id} rule={rule} />
        ))}
      </Section>
      <ParametersView content={content} />
      <LinesView lines={content.limit} />
      <LinesView lines={content.qualified} />
      <Section title={t("record.history")}>
        <History actions={set.actions} word={(action) => t(`rules.done.${action}`)} />
      </Section>
    </Page>
  );
}

/** What this version changes: against the version before it, else against what Tixi brings along. */
function useBefore(set: RuleSetVersion): { content: RuleSetContent; version: number | null } | null {
  const sets = useRuleSets();
  const presets = usePresets();
  const earlier = (sets.data?.items ?? [])
    .filter(({ key, version, state }) => key === set.key && version < set.version && state !== "withdrawn")
    .sort((a, b) => b.version - a.version)[0];
  if (earlier) return earlier;
  const preset = presets.data?.items.find(({ key }) => key === set.key);
  return preset ? { content: preset, version: null } : null;
}

function Before({ set }: { set: RuleSetVersion }) {
  const { t } = useTranslation("adjustment");
  const before = useBefore(set);
  if (!before) return null;
  const open = set.state === "draft" || set.state === "reviewed";
  return (
    <Section
      title={
        before.version === null ? t("difference.to-preset") : t("difference.to", { version: before.version })
      }
    >
      <details open={open}>
        <summary>{t("difference.show")}</summary>
        <RuleDifference before={before.content} after={set.content} />
      </details>
    </Section>
  );
}

function Step({ set, step, onClose }: { set: RuleSetVersion; step: RuleSetStep; onClose: () => void }) {
  const { t } = useTranslation("adjustment");
  const act = useRuleSetStep(set.id);
  const before = useBefore(set);
  return (
    <StepDialog
      note={t("step.note")}
      cancel={t("cancel")}
      title={t(`rules.step.${step}`)}
      words={
        <>
          <p>{t(`rules.step.${step}-words`)}</p>
          {(step === "review" || step === "adopt") && before && (
            <RuleDifference before={before.content} after={set.content} />
          )}
          {step === "adopt" && set.content.demo && <p className="doubt">{t("demo-words")}</p>}
        </>
      }
      submit={t(`rules.step.${step}-do`)}
      danger={step === "withdraw"}
      pending={act.isPending}
      error={act.error}
      onSubmit={(note) => act.mutate({ step, etag: set.etag, note: note.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
