import type { ReactNode } from "react";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";

/** Asks before a step that others will see: says in words what will happen, and takes a note along. */
export function StepDialog(props: {
  title: string;
  words: ReactNode;
  /** what the note and the way back are called */
  note: string;
  cancel: string;
  submit: string;
  danger?: boolean;
  pending: boolean;
  error: unknown;
  onSubmit: (note: string) => void;
  onClose: () => void;
}) {
  return (
    <Dialog label={props.title} onClose={props.onClose}>
      <h2>{props.title}</h2>
      <div className="step-words">{props.words}</div>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit(String(new FormData(event.currentTarget).get("note") ?? ""));
        }}
      >
        <label>
          <span>{props.note}</span>
          <textarea name="note" rows={3} maxLength={2000} />
        </label>
        {props.error !== null && props.error !== undefined && <Failure error={props.error} />}
        <div className="actions">
          <button
            type="submit"
            className={props.danger ? "button danger" : "button primary"}
            disabled={props.pending}
          >
            {props.submit}
          </button>
          <button type="button" className="button" onClick={props.onClose}>
            {props.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
