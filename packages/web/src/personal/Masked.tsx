import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure } from "../parts/States.tsx";
import { useReveal } from "./api.ts";
import "./personal.css";

/** How long a value stays in clear. */
const SHOWN_MS = 60_000;
const SHORTEST_REASON = 5;

/**
 * A value of somebody as it is shown to all who may see it, and for a reason in clear, for a minute.
 * @param field place in the register of personal data, e.g. `registry.person.phone`
 * @param id of the person (or guardian) whose it is
 */
export function Masked({ masked, field, id }: { masked: string; field: string; id: string }) {
  const { t } = useTranslation("personal");
  const [asking, setAsking] = useState(false);
  const [value, setValue] = useState<string | null>(null);
  useEffect(() => {
    if (value === null) return;
    const timer = setTimeout(() => setValue(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return (
    <span className="masked">
      <span className={value === null ? "masked-value" : ""}>{value ?? masked}</span>
      <button
        type="button"
        className="masked-eye"
        aria-pressed={value !== null}
        aria-label={value === null ? t("masked.show") : t("masked.hide")}
        title={value === null ? t("masked.show") : t("masked.hide")}
        onClick={() => (value === null ? setAsking(true) : setValue(null))}
      >
        <Eye open={value !== null} />
      </button>
      {asking && (
        <Reason
          field={field}
          id={id}
          onClose={() => setAsking(false)}
          onShown={(shown) => {
            setValue(shown);
            setAsking(false);
          }}
        />
      )}
    </span>
  );
}

function Eye({ open }: { open: boolean }) {
  return (
    <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" strokeWidth="1.6" />
      <circle cx="12" cy="12" r="2.8" strokeWidth="1.6" />
      {open && <path d="M4 20 20 4" strokeWidth="1.6" />}
    </svg>
  );
}

function Reason(props: { field: string; id: string; onClose: () => void; onShown: (value: string) => void }) {
  const { t } = useTranslation("personal");
  const reveal = useReveal();
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reveal.mutate(
      { field: props.field, id: props.id, reason: reason.trim() },
      { onSuccess: ({ value }) => props.onShown(value) },
    );
  };
  return (
    <Dialog label={t("masked.title")} onClose={props.onClose}>
      <form className="form" onSubmit={submit}>
        <h2>{t("masked.title")}</h2>
        <p>{t("masked.words")}</p>
        <label>
          <span>{t("masked.reason")}</span>
          <input
            autoFocus
            required
            minLength={SHORTEST_REASON}
            maxLength={200}
            value={reason}
            placeholder={t("masked.example")}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {reveal.error && <Failure error={reveal.error} />}
        <div className="actions">
          <button
            type="submit"
            className="button primary"
            disabled={reveal.isPending || reason.trim().length < SHORTEST_REASON}
          >
            {t("masked.show")}
          </button>
          <button type="button" className="button" onClick={props.onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
