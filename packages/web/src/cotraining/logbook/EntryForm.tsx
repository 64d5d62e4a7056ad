import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PRESENCES, type Draft, type Entry, type Logbook } from "./api.ts";
import { PhotoField } from "./PhotoField.tsx";
import { MOST_PHOTOS, type Small } from "./shrink.ts";
import { Warnings } from "./pieces.tsx";
import { clock, minuteOf, minutesOf, todayHere, warningsOf } from "./times.ts"; // prettier-ignore

interface Props {
  book: Logbook;
  day: string;
  onDay: (day: string) => void;
  /** what stands for that day: writing again corrects it */
  before: Entry | undefined;
  /** it is written and not sent yet */
  pending: boolean;
  /** photos of that day that are still on this phone */
  waiting: number;
  onWrite: (draft: Omit<Draft, "id" | "phoneAt">, photos: readonly ArrayBuffer[]) => Promise<void>;
}

/** A day: was I there, from when until when, what did I do. */
export function EntryForm({ book, day, onDay, before, pending, waiting, onWrite }: Props) {
  const { t } = useTranslation("logbook");
  const usual = before ?? book.entries.find(({ presence }) => presence === "present");
  const [presence, setPresence] = useState<Draft["presence"]>(before?.presence ?? "present");
  const [startsAt, setStart] = useState<number | null>(usual?.startsAt ?? 8 * 60);
  const [endsAt, setEnd] = useState<number | null>(usual?.endsAt ?? 17 * 60);
  const [pause, setPause] = useState(usual?.pause ?? 60);
  const [did, setDid] = useState(before?.did ?? "");
  const [reason, setReason] = useState(before?.reason ?? "");
  const [competences, setCompetences] = useState<string[]>(before?.competences ?? []);
  const [atPlace, setAtPlace] = useState<boolean | null>(before?.atPlace ?? null);
  const [photos, setPhotos] = useState<Small[]>([]);
  const [open, setOpen] = useState(before === undefined || before.state === "returned");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const dayField = (
    <label>
      <span>{t("day")}</span>
      <input type="date" required value={day} min={book.from} max={todayHere()} onChange={(event) => event.target.value && onDay(event.target.value)} />
    </label>
  );
  if (pending || !open)
    return (
      <div className="form log-form">
        {dayField}
        <p>
          {t(pending ? "pending-words" : "stands")}{" "}
          {!pending && (
            <button type="button" className="button" onClick={() => setOpen(true)}>
              {t("correct")}
            </button>
          )}
        </p>
      </div>
    );
  const present = presence === "present";
  const minutes = minutesOf(startsAt, endsAt, pause);
  const warnings = present ? warningsOf(book, book.entries, day, { startsAt, endsAt, pause }) : [];
  const write = async (): Promise<void> => {
    if (present && (minutes === null || minutes <= 0)) return setFault(t("times-wrong"));
    setBusy(true);
    setFault("");
    try {
      await onWrite({
        placement: book.id, day, presence, startsAt: present ? startsAt : null, endsAt: present ? endsAt : null, pause: present ? pause : 0,
        reason: presence === "absent" ? reason.trim() : "", did: present ? did.trim() : "", competences: present ? competences : [],
        atPlace: book.rules.askPlace && present ? atPlace : null, replaces: before?.id ?? null,
      }, present ? photos.map(({ content }) => content) : []);
    } catch {
      setFault(t("cannot-keep"));
    } finally {
      setBusy(false);
    }
  }; // prettier-ignore
  return (
    <form
      className="form log-form"
      onSubmit={(event) => {
        event.preventDefault();
        void write();
      }}
    >
      <fieldset className="log-choice">
        <legend>{t("presence")}</legend>
        {PRESENCES.map((one) => (
          <label key={one}>
            <input type="radio" name="presence" checked={presence === one} onChange={() => setPresence(one)} />
            <span>{t(`presence.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {dayField}
      {present && (
        <>
          <div className="log-times">
            <label>
              <span>{t("in")}</span>
              <input type="time" required value={clock(startsAt)} onChange={(event) => setStart(minuteOf(event.target.value))} />
            </label>
            <label>
              <span>{t("out")}</span>
              <input type="time" required value={clock(endsAt)} onChange={(event) => setEnd(minuteOf(event.target.value))} />
            </label>
            <label>
              <span>{t("pause")}</span>
              <input type="number" inputMode="numeric" min={0} max={600} value={pause} onChange={(event) => setPause(Number(event.target.value))} />
            </label>
          </div>
          {minutes !== null && minutes > 0 && <p className="log-hours">{t("hours", { hours: Math.round(minutes / 6) / 10 })}</p>}
          {warnings.length > 0 && (
            <p className="log-warned" role="status">
              <Warnings of={warnings} /> {t("warned-words")}
            </p>
          )}
          <label>
            <span>{t("did")}</span>
            <textarea rows={4} required maxLength={4000} value={did} onChange={(event) => setDid(event.target.value)} />
          </label>
          <PhotoField value={photos} most={MOST_PHOTOS - waiting - (before?.photos ?? []).length} busy={busy} onBusy={setBusy} onChange={setPhotos} />
          {book.competences.length > 0 && (
            <fieldset className="log-choice">
              <legend>{t("competences")}</legend>
              {book.competences.map(({ key, name }) => (
                <label key={key}>
                  <input type="checkbox" checked={competences.includes(key)} onChange={(event) => setCompetences((old) => (event.target.checked ? [...old, key] : old.filter((one) => one !== key)))} />
                  <span>{name}</span>
                </label>
              ))}
            </fieldset>
          )}
          {book.rules.askPlace && (
            <fieldset className="log-choice">
              <legend>{t("at-place")}</legend>
              {([true, false] as const).map((one) => (
                <label key={String(one)}>
                  <input type="radio" name="place" checked={atPlace === one} onChange={() => setAtPlace(one)} />
                  <span>{t(one ? "yes" : "no")}</span>
                </label>
              ))}
            </fieldset>
          )}
        </>
      )}
      {presence === "absent" && (
        <label>
          <span>{t("reason")}</span>
          <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      {fault && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" className="button primary log-save" disabled={busy}>
        {t(before ? "save-correction" : "save")}
      </button>
    </form>
  );
} // prettier-ignore
