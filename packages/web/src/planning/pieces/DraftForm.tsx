import { useState } from "react";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import "../planning.css";

/** Drafts something that will be published: what it is made from, its title, proposed and open to change, and a note. */
export function DraftForm<Choice extends string>(props: {
  heading: string;
  words: string;
  /** what it is made from */
  from: string;
  choice: Choice;
  choices: readonly { value: Choice; name: string }[];
  onChoose: (choice: Choice) => void;
  title: string;
  usualTitle: string;
  note: string;
  submit: string;
  cancel: string;
  pending: boolean;
  error: unknown;
  onDraft: (draft: { title: string; note: string }) => void;
  onClose: () => void;
}) {
  // until somebody changes it the title follows the choice
  const [title, setTitle] = useState<string | null>(null);
  const [note, setNote] = useState("");
  return (
    <Section title={props.heading} note={props.words} className="draft">
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          props.onDraft({ title: title ?? props.usualTitle, note });
        }}
      >
        <label>
          <span>{props.from}</span>
          <select value={props.choice} onChange={(event) => props.onChoose(event.target.value as Choice)}>
            {props.choices.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{props.title}</span>
          <input
            required
            minLength={2}
            maxLength={100}
            value={title ?? props.usualTitle}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        <label>
          <span>{props.note}</span>
          <textarea
            rows={3}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {props.error !== null && props.error !== undefined && <Failure error={props.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={props.pending}>
            {props.submit}
          </button>
          <button type="button" className="button" onClick={props.onClose}>
            {props.cancel}
          </button>
        </div>
      </form>
    </Section>
  );
}
