import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";

/** A step that asks once more, and for a reason where one is needed. */
export function StepDialog(props: {
  title: string;
  words: string;
  /** a reason has to be written */
  reason?: boolean;
  danger?: boolean;
  pending: boolean;
  error: unknown;
  onClose: () => void;
  onDo: (note: string) => void;
}) {
  const { t } = useTranslation("admissions");
  const [note, setNote] = useState("");
  return (
    <Dialog label={props.title} onClose={props.onClose}>
      <h2>{props.title}</h2>
      <p>{props.words}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          props.onDo(note.trim());
        }}
      >
        <label>
          <span>{t(props.reason ? "reason" : "reason-may")}</span>
          <textarea
            rows={3}
            maxLength={1000}
            required={props.reason}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {props.error ? <Failure error={props.error} /> : null}
        <div className="actions">
          <button
            type="submit"
            className={props.danger ? "button danger" : "button primary"}
            disabled={props.pending}
          >
            {props.title}
          </button>
          <button type="button" className="button" onClick={props.onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
