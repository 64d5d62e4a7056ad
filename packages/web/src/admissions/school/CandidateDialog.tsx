import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatList } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { FileList } from "../../parts/FileList.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useCandidate, useConfirm, useSeason, type Candidate } from "../api.ts";
import { ExemptionWords } from "../candidate/ExemptionWords.tsx";
import { History, StateTag, useSay } from "../pieces.tsx";
import "./school.css";

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
  const language = useLanguage();
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
      <dl className="facts registration-facts">
        <dt>{t("form.kind")}</dt>
        <dd>{t(`kind.${form.kind}`)}</dd>
        <dt>{t("form.category")}</dt>
        <dd>{candidate.category.name}</dd>
        <dt>{t("form.programme")}</dt>
        <dd>{candidate.programme ?? "—"}</dd>
        <dt>{t("form.quotas")}</dt>
        <dd>{formatList(candidate.claims, language) || "—"}</dd>
        {(form.exemption ?? candidate.exemption) && (
          <>
            <dt>{t("exempt.by")}</dt>
            <dd>
              <ExemptionWords candidate={candidate} />
            </dd>
          </>
        )}
        {season.data?.questions
          .filter(({ key }) => form.answers[key] !== undefined)
          .map(({ key, words }) => (
            <Answer key={key} question={say(words)} value={form.answers[key] === true} />
          ))}
      </dl>
      <h3>{t("evidence.title")}</h3>
      <FileList subject={`candidate:${candidate.id}`} purpose="evidence" />
      {candidate.next.some(({ step }) => step === "confirm") && <Confirmation candidate={candidate} />}
      <h3>{t("history")}</h3>
      <History candidate={candidate} />
    </>
  );
}

/** Who claims a special quota is confirmed one by one: what the evidence bears out is ticked. */
function Confirmation({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const confirm = useConfirm(candidate);
  const [quotas, setQuotas] = useState<string[]>([]);
  return (
    <div className="registration">
      {candidate.claims.length > 0 && (
        <fieldset className="checks">
          <legend>{t("school.recognise")}</legend>
          {candidate.claims.map((claim) => (
            <label key={claim} className="pick">
              <input
                type="checkbox"
                checked={quotas.includes(claim)}
                onChange={(event) =>
                  setQuotas(event.target.checked ? [...quotas, claim] : quotas.filter((one) => one !== claim))
                }
              />
              {claim}
            </label>
          ))}
        </fieldset>
      )}
      {confirm.error && <Failure error={confirm.error} />}
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={confirm.isPending || candidate.bars.length > 0}
          onClick={() => confirm.mutate(quotas)}
        >
          {t("school.confirm")}
        </button>
      </div>
    </div>
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
