import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useAdvice, useTried } from "../api.ts";
import { clockAhead, useLeft, useLeftWords } from "../pieces.tsx";
import type { Candidate, OwnPreferences } from "../shapes.ts";
import { ChoiceList } from "./ChoiceList.tsx";
import { UnitSearch } from "./UnitSearch.tsx";
import { useDraft, type DraftState } from "./use-draft.ts";
import "./preferences.css";

/** The list that is being written, what is known of each unit, the search for more, and the saving with its receipt. */
export function PreferenceEditor(props: {
  candidate: Candidate;
  list: OwnPreferences;
  receivedAt: number;
  refetch: () => Promise<OwnPreferences | null>;
}) {
  const { candidate, list } = props;
  const { t } = useTranslation("admissions");
  const draft = useDraft(candidate, list, props.refetch);
  const { choices } = draft;
  const chosen = choices.map(({ unit }) => unit);
  const advice = useAdvice(candidate.seasonId, chosen.toSorted());
  const tried = useTried(
    candidate.seasonId,
    list.batch,
    list.round,
    choices,
    draft.dirty && choices.length > 0,
  );
  const warnings = draft.dirty ? (tried.data?.warnings ?? []) : list.warnings;
  const full = list.most !== null && choices.length >= list.most;
  return (
    <div>
      <SaveBar {...props} draft={draft} />
      <div className="preference-columns">
        <Section
          title={list.most === null ? t("list.count", { count: choices.length }) : t("list.count-of", { count: choices.length, most: list.most })}
          note={t("list.words")}
        >
          <ChoiceList
            choices={choices}
            warnings={warnings}
            advice={advice.data ?? null}
            consentUsed={list.consentUsed}
            onChange={draft.change}
          />
          {advice.data && choices.length > 0 && <p className="doubt">
              {advice.data.items.some(({ past }) => past.length > 0) && `${t("strip.legend")} `}
              {advice.data.basis.words}
            </p>}
          {advice.error && <p className="section-note">{t("advice.unreached")}</p>}
        </Section>
        <Section title={t("search.title")} note={full ? t("search.full", { most: list.most }) : t("search.words")}>
          <UnitSearch
            seasonId={candidate.seasonId}
            list={list}
            chosen={chosen}
            full={full}
            onAdd={(unit) =>
              draft.change([
                ...choices,
                { unit: unit.unit, consent: false, schoolName: unit.schoolName, programmeName: unit.programmeName },
              ])
            }
          />
        </Section>
      </div>
    </div>
  ); // prettier-ignore
}

/** Stays in sight: how long still, what is saved, what is not, and the button. */
function SaveBar(props: {
  draft: DraftState;
  list: OwnPreferences;
  candidate: Candidate;
  receivedAt: number;
  refetch: () => Promise<OwnPreferences | null>;
}) {
  const { draft, list, candidate, receivedAt } = props;
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const leftWords = useLeftWords();
  const left = useLeft(list.closes, clockAhead(list.now, receivedAt)) ?? 0;
  // at the deadline the server says what counts
  const ask = useRef(props.refetch);
  useEffect(() => {
    ask.current = props.refetch;
  });
  const over = left === 0;
  useEffect(() => {
    if (!over) return;
    const timer = window.setInterval(() => void ask.current(), 2000);
    return () => window.clearInterval(timer);
  }, [over]);
  const state = draft.saving ? "saving" : draft.waiting ? "waiting" : draft.dirty ? "unsaved" : list.version > 0 ? "saved" : "new"; // prettier-ignore
  return (
    <div className={`preference-bar ${state}`}>
      <p className={left < 3_600_000 ? "countdown soon" : "countdown"}>
        <span>{t("lock.in")}</span> <b className="num">{leftWords(left)}</b>
        <small>{t("lock.at", { at: formatDate(list.closes, language, true) })}</small>
      </p>
      <div className="save-state">
        <p role="status">
          <b>{t(`save.${state}`)}</b>{" "}
          {state === "saved" && list.receipt && (
            <>
              {t("save.version", { version: list.version, at: formatDate(list.receipt.savedAt, language, true) })}{" "}
              <Link to={`/candidates/${candidate.id}/receipts?batch=${encodeURIComponent(list.batch)}&round=${list.round}`}>
                {t("receipt.short", { hash: list.receipt.receipt.slice(0, 8) })}
              </Link>
            </>
          )}
          {(state === "unsaved" || state === "waiting") && t(draft.kept ? "save.kept" : "save.not-kept")}
        </p>
        {draft.resumed && draft.dirty && (
          <p>
            {t("save.resumed", { at: formatDate(draft.resumed, language, true) })}{" "}
            <button type="button" className="link" onClick={draft.drop}>
              {t("save.drop")}
            </button>
          </p>
        )}
      </div>
      <button
        type="button"
        className="button primary"
        disabled={draft.saving || !draft.dirty || left === 0 || draft.other !== null}
        onClick={draft.save}
      >
        {t("save.do")}
      </button>
      {draft.other && <OtherWindow draft={draft} other={draft.other} />}
      {draft.error && !draft.waiting ? <Failure error={draft.error} /> : null}
    </div>
  ); // prettier-ignore
}

/** Another window, or another device, saved meanwhile: one chooses, nothing is lost unasked. */
function OtherWindow({ draft, other }: { draft: DraftState; other: OwnPreferences }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  return (
    <div className="other-window" role="alert">
      <p>
        <b>
          {t("other.title", {
            version: other.version,
            at: formatDate(other.receipt?.savedAt ?? other.now, language, true),
            count: other.choices.length,
          })}
        </b>{" "}
        {t("other.words", { count: draft.choices.length })}
      </p>
      <ol>
        {other.choices.slice(0, 5).map((choice) => (
          <li key={choice.unit}>
            {choice.schoolName} {choice.programmeName}
          </li>
        ))}
        {other.choices.length > 5 && <li aria-hidden="true">…</li>}
      </ol>
      <div className="actions">
        <button type="button" className="button" onClick={draft.takeOther}>
          {t("other.take")}
        </button>
        <button type="button" className="button" onClick={draft.overwrite}>
          {t("other.overwrite")}
        </button>
      </div>
    </div>
  );
}
