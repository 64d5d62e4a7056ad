import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useAct, useRuleCheck, type Application } from "./api.ts";
import { useSay } from "./pieces.tsx";

const WITH_DOCUMENT = ["record", "approve", "forward", "enter-approval", "enter-refusal"];
const WITH_REASON = ["return", "withdraw", "refuse", "send-back", "enter-refusal"];

/** One step with what has to be handed in with it. */
export function ActDialog(props: { application: Application; action: string; onClose: () => void }) {
  const { application, action, onClose } = props;
  const { t } = useTranslation("rounds");
  const say = useSay();
  const act = useAct(application.id);
  const [note, setNote] = useState("");
  const [document, setDocument] = useState("");
  const [documentDate, setDocumentDate] = useState("");
  const [code, setCode] = useState("");
  const words = application.next.find((one) => one.action === action)?.words;
  const title = words ? say(words) : action;
  const withDocument = WITH_DOCUMENT.includes(action);
  const rules = useRuleCheck(application.id, action === "accept");
  const forbidden = rules.data?.forbids.length ?? 0;
  const withReason = WITH_REASON.includes(action) || forbidden > 0;
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <p>{t(`act-words.${action}`)}</p>
      {forbidden > 0 && <p className="doubt">{t("rules.pass-against", { count: forbidden })}</p>}
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(
            {
              action,
              etag: application.etag,
              note,
              ...(withDocument ? { document, documentDate } : {}),
              ...(action === "approve" ? { code } : {}),
            },
            { onSuccess: onClose },
          );
        }}
      >
        {withDocument && (
          <>
            <label>
              <span>{t("act.document")}</span>
              <input required maxLength={80} placeholder={t("act.document-example")} value={document} onChange={(event) => setDocument(event.target.value)} />
            </label>
            <label>
              <span>{t("act.document-date")}</span>
              <input required type="date" value={documentDate} onChange={(event) => setDocumentDate(event.target.value)} />
            </label>
          </>
        )}
        {action === "approve" && (
          <label>
            <span>{t("act.code")}</span>
            <input required pattern="[67]\d{5}" value={code} onChange={(event) => setCode(event.target.value)} />
          </label>
        )}
        <label>
          <span>{t(withReason ? "act.reason" : "act.note")}</span>
          <textarea rows={4} maxLength={4000} required={withReason} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {act.error && <Failure error={act.error} />}
        <div className="actions">
          <button type="submit" className={action === "withdraw" || action === "refuse" ? "button danger" : "button primary"} disabled={act.isPending}>
            {title}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  ); // prettier-ignore
}
