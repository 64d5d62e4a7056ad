import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOutletContext } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { StepDialog } from "../../planning/pieces/StepDialog.tsx";
import { useWrite, type FilingLine, type NextStep, type Season, type Words } from "./api.ts";
import "../../planning/planning.css";
import "../../planning/rounds/rounds.css";
import "./office.css";

/** Says words of the server in the language of the page. */
export function useSay(): (words: Words) => string {
  const language = useLanguage();
  return (words) => (language === "en" ? words.en : words.zh);
}

/** Words of a step as a button has them: the server says them as they stand within a sentence. */
export const asTitle = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The season that the pages of a season are about. */
export const useThisSeason = (): Season => useOutletContext<Season>();

const SEASON_TAG: Record<string, string> = {
  draft: "tag",
  closed: "tag good",
};
export function SeasonTag({ season }: { season: Pick<Season, "state" | "stateWords" | "sample"> }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  return (
    <>
      <span className={SEASON_TAG[season.state] ?? "tag blue"}>{say(season.stateWords)}</span>
      {season.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}
    </>
  );
}

const FILING_TAG: Record<FilingLine["state"], string> = {
  computed: "tag",
  checked: "tag blue",
  announced: "tag blue",
  confirmed: "tag good",
  withdrawn: "tag red",
};
/** Where a run stands; one that is being computed or came to nothing says so. */
export function FilingTag({ filing }: { filing: FilingLine }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  return (
    <>
      {filing.solving === "done" ? (
        <span className={FILING_TAG[filing.state]}>{say(filing.stateWords)}</span>
      ) : (
        <span className={filing.solving === "failed" ? "tag red" : "tag blue"}>
          {t(`solving.${filing.solving}`)}
        </span>
      )}
      {filing.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}
    </>
  );
}

/** From one time to another, the day once where it is one day. */
export function useTimes(): (from: string | null, until: string) => string {
  const language = useLanguage();
  return (from, until) =>
    from === null
      ? formatDate(until, language, true)
      : `${formatDate(from, language, true)} – ${formatDate(until, language, true)}`;
}

/** Buttons of the steps that may follow; one that something stands against says what, and cannot be pressed. */
export function SeasonSteps({ season, only }: { season: Season; only?: readonly string[] }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const [step, setStep] = useState<NextStep | null>(null);
  const write = useWrite<Season>();
  const steps = (season.work?.next ?? []).filter((one) => !only || only.includes(one.step));
  if (steps.length === 0) return null;
  return (
    <ul className="season-next">
      {steps.map((one, i) => (
        <li key={one.step}>
          <button
            type="button"
            className={one.step === "return-scores" ? "button" : i === 0 ? "button primary" : "button"}
            disabled={one.against !== null}
            onClick={() => setStep(one)}
          >
            {asTitle(say(one.words))}
          </button>
          {one.against && <span>{say(one.against)}</span>}
          {!one.against && <span>{t(`step-does.${one.step}`)}</span>}
        </li>
      ))}
      {step && (
        <StepDialog
          title={asTitle(say(step.words))}
          words={<p>{t(`step-does.${step.step}`)}</p>}
          note={t("note")}
          cancel={t("cancel")}
          submit={asTitle(say(step.words))}
          pending={write.isPending}
          error={write.error}
          onSubmit={(note) =>
            write.mutate(
              { path: `/api/seasons/${season.id}/${step.step}`, body: { note }, etag: season.etag },
              { onSuccess: () => setStep(null) },
            )
          }
          onClose={() => setStep(null)}
        />
      )}
    </ul>
  );
}

/** Counts that add up: read = taken + twice + not taken. */
export function Sum(props: { read: number; accepted: number; duplicate: number; rejected: number }) {
  const { t } = useTranslation("seasons");
  return <span className="num">{t("import.sum", { ...props })}</span>;
}
