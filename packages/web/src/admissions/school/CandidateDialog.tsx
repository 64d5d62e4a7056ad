import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { FileList } from "../../parts/FileList.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useCandidate, useSeason, type Candidate } from "../api.ts";
import { History, StateTag, useSay } from "../pieces.tsx";

/** One registration as its school checks it: what is written, what the register says otherwise, the evidence. */
export function CandidateDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("admissions");
  const found = useCandidate(id);
  return (
    <Dialog label={t("school.one")} onClose={onClose}>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} />}
      {found.data && <One candidate={found.data} />}
      <div className="actions">
        <button type="button" className="button" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </Dialog>
  );
}

function One({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const say = useSay();
  const season = useSeason(candidate.seasonId);
  const { form } = candidate;
  return (
    <>
      <h2>
        {candidate.name} <StateTag state={candidate.state} words={candidate.stateWords} />
      </h2>
      {[...candidate.bars.map(({ words }) => words), ...candidate.doubts].map((words) => (
        <p key={words.zh} className="doubt">
          {say(words)}
        </p>
      ))}
      <dl className="facts">
        <dt>{t("form.kind")}</dt>
        <dd>{t(`kind.${form.kind}`)}</dd>
        <dt>{t("form.category")}</dt>
        <dd>{candidate.category.name}</dd>
        <dt>{t("form.programme")}</dt>
        <dd>{candidate.programme ?? "—"}</dd>
        <dt>{t("form.quotas")}</dt>
        <dd>{candidate.claims.join("、") || "—"}</dd>
        {season.data?.questions
          .filter(({ key }) => form.answers[key] !== undefined)
          .map(({ key, words }) => (
            <Answer key={key} question={say(words)} value={form.answers[key] === true} />
          ))}
      </dl>
      <h3>{t("evidence.title")}</h3>
      <FileList subject={`candidate:${candidate.id}`} purpose="evidence" />
      <h3>{t("history")}</h3>
      <History candidate={candidate} />
    </>
  );
}

function Answer({ question, value }: { question: string; value: boolean }) {
  const { t } = useTranslation("admissions");
  return (
    <>
      <dt>{question}</dt>
      <dd>{t(value ? "yes" : "no")}</dd>
    </>
  );
}
