import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useAct, type Agreement } from "./api.ts";

const WITH_REASON = ["decline", "return", "end"];

/** One step with what has to be handed in with it. */
export function ActDialog(props: { agreement: Agreement; step: string; onClose: () => void }) {
  const { agreement, step, onClose } = props;
  const { t } = useTranslation("pathways");
  const act = useAct(agreement);
  const [note, setNote] = useState("");
  const [document, setDocument] = useState("");
  const [lastCohort, setLastCohort] = useState("");
  const withReason = WITH_REASON.includes(step) || (step === "record" && agreement.warnings.length > 0);
  return (
    <Dialog label={t(`step.${step}`)} onClose={onClose}>
      <h2>{t(`step.${step}`)}</h2>
      <p>{t(`step-words.${step}`)}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(
            {
              step,
              ...(note.trim() ? { note } : {}),
              ...(step === "record" ? { document } : {}),
              ...(step === "end" ? { lastCohort: Number(lastCohort) } : {}),
            },
            { onSuccess: onClose },
          );
        }}
      >
        {step === "record" && (
          <label>
            <span>{t("act.document")}</span>
            <input
              required
              maxLength={120}
              placeholder={t("act.document-example")}
              value={document}
              onChange={(event) => setDocument(event.target.value)}
            />
          </label>
        )}
        {step === "end" && (
          <label>
            <span>{t("act.last-cohort")}</span>
            <input
              required
              type="number"
              min={agreement.firstCohort}
              max={agreement.lastCohort ?? 2100}
              value={lastCohort}
              onChange={(event) => setLastCohort(event.target.value)}
            />
          </label>
        )}
        <label>
          <span>{t(withReason ? "act.reason" : "act.note")}</span>
          <textarea
            rows={4}
            maxLength={2000}
            required={withReason}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {act.error && <Failure error={act.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={act.isPending}>
            {t(`step.${step}`)}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
