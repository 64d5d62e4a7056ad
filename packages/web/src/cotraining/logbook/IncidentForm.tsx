import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "../../parts/States.tsx";
import { INCIDENT_KINDS, SEVERITIES, useWrite, type Logbook } from "./api.ts";
import { newId } from "./store.ts";

/** Something happened: what, how bad, when. It reaches school and enterprise at once; an infringement the school alone. */
export function IncidentForm({ book, onClose, onDone }: { book: Logbook; onClose: () => void; onDone?: () => void }) {
  const { t } = useTranslation("logbook");
  const write = useWrite();
  // the same id however often it is sent
  const [id] = useState(() => newId());
  const [kind, setKind] = useState<string>("injury");
  const [severity, setSeverity] = useState<string>("slight");
  const [words, setWords] = useState("");
  const [at, setAt] = useState(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16));
  return (
    <form
      className="form log-form"
      onSubmit={(event) => {
        event.preventDefault();
        const sent = { path: `logbooks/${book.id}/incidents`, body: { id, kind, severity, words, happenedAt: new Date(at).toISOString() } };
        write.mutate(sent, {
          onSuccess: () => {
            onDone?.();
            onClose();
          },
        });
      }}
    >
      <label>
        <span>{t("incident.kind")}</span>
        <select value={kind} onChange={(event) => setKind(event.target.value)}>
          {INCIDENT_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`incident.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("incident.severity")}</span>
        <select value={severity} onChange={(event) => setSeverity(event.target.value)}>
          {SEVERITIES.map((one) => (
            <option key={one} value={one}>
              {t(`severity.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("incident.at")}</span>
        <input type="datetime-local" required value={at} onChange={(event) => setAt(event.target.value)} />
      </label>
      <label>
        <span>{t("incident.words")}</span>
        <textarea rows={4} required maxLength={4000} value={words} onChange={(event) => setWords(event.target.value)} />
      </label>
      <p className="log-quiet">{t(kind === "rights" ? "incident.to-school" : "incident.to-both")}</p>
      {write.error && <Failure error={write.error} />}
      <div className="log-buttons">
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("report")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
} // prettier-ignore
