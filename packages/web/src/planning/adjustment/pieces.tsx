import { useTranslation } from "react-i18next";
import { formatDate, formatNumber, formatShare, MISSING, type Language } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { CardLine, HistoryAction, RuleSetVersion, Run } from "./api.ts";
import { doubtful, type Decision, type Text } from "./rules.ts";
import "./adjustment.css";

/** A sign beside the word, so that no decision is told by colour alone. */
export const SIGNS: Record<Decision, string> = {
  add: "＋",
  expand: "↑",
  keep: "＝",
  warn: "!",
  suspend: "‖",
  withdraw: "×",
};

export function DecisionMark({ decision, small }: { decision: Decision; small?: boolean }) {
  const { t } = useTranslation("adjustment");
  return (
    <span className={`decision ${decision}${small ? " small" : ""}`}>
      <i aria-hidden="true">{SIGNS[decision]}</i>
      {t(`decision.${decision}`)}
    </span>
  );
}

/** What a card says now, and beside it what the rules said where people decided otherwise. */
export function DecisionCell({ card }: { card: CardLine }) {
  const { t } = useTranslation("adjustment");
  return (
    <>
      <DecisionMark decision={card.decision} />
      {card.decision !== card.proposed && (
        <span className="cell-sub" title={card.reason ?? undefined}>
          {t("card.rules-said", { decision: t(`decision.${card.proposed}`) })}
        </span>
      )}
      {card.objected && <span className="tag shortage card-flag">{t("card.objected")}</span>}
      {card.blind && (
        <abbr className="tag card-flag" title={t("card.blind-words")}>
          {t("card.blind")}
        </abbr>
      )}
    </>
  );
}

/** How far a figure or a rule may be relied on; what has to be confirmed is marked where it stands. */
export function TrustMark({ trust }: { trust: string }) {
  const { t } = useTranslation("adjustment");
  return (
    <abbr className={doubtful(trust) ? "trust doubtful" : "trust"} title={t(`trust.${trust}-words`)}>
      {doubtful(trust) && <i aria-hidden="true">?</i>}
      {t(`trust.${trust}`)}
    </abbr>
  );
}

export function DemoMark() {
  const { t } = useTranslation("adjustment");
  return (
    <abbr className="tag shortage" title={t("demo-words")}>
      {t("demo")}
    </abbr>
  );
}

const STAGE_TAGS: Record<Run["stage"], string> = {
  computed: "tag",
  opened: "tag blue",
  decided: "tag blue",
  published: "tag good",
  superseded: "tag",
  withdrawn: "tag red",
};

export function RunState({ run }: { run: Run }) {
  const { t } = useTranslation("adjustment");
  if (run.state !== "done")
    return (
      <span className={run.state === "failed" ? "tag red" : "tag blue"}>{t(`run.state.${run.state}`)}</span>
    );
  if (!run.round) return <span className="tag">{t("run.back-dated")}</span>;
  return <span className={STAGE_TAGS[run.stage]}>{t(`stage.${run.stage}`)}</span>;
}

const SET_TAGS: Record<RuleSetVersion["state"], string> = {
  draft: "tag",
  reviewed: "tag blue",
  adopted: "tag good",
  superseded: "tag",
  withdrawn: "tag red",
};

export function RuleSetState({ state }: { state: RuleSetVersion["state"] }) {
  const { t } = useTranslation("adjustment");
  return <span className={SET_TAGS[state]}>{t(`rules.state.${state}`)}</span>;
}

export const inLanguage = (text: Text | undefined, language: Language): string =>
  text === undefined ? "" : language === "en" ? text.en : text.zh;

/** A figure of an indicator with its unit: "41%", "18.4∶1", "0.35". */
export function useFigure(): (value: number | null | undefined, unit: string) => string {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  return (value, unit) => {
    if (value === null || value === undefined) return MISSING;
    if (unit === "share") return formatShare(value);
    if (unit === "price") return value.toFixed(2);
    const digits = Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : 1;
    return t(`unit.${unit}`, { value: formatNumber(value, language, digits), defaultValue: "{{value}}" });
  };
}

/** Who did what and when, first to last. */
export function History({ actions, word }: { actions: HistoryAction[]; word: (action: string) => string }) {
  const language = useLanguage();
  return (
    <ol className="history">
      {actions.map((action) => (
        <li key={action.at + action.action}>
          <b>{word(action.action)}</b> <span>{action.by}</span>{" "}
          <time dateTime={action.at}>{formatDate(action.at, language, true)}</time>
          {action.note && <p>{action.note}</p>}
        </li>
      ))}
    </ol>
  );
}

export const offeringTitle = (of: { school: { name: string }; programme: { name: string } }): string =>
  `${of.school.name} · ${of.programme.name}`;
