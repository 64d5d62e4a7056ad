import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shrink, type Small } from "./shrink.ts";

interface Props {
  value: readonly Small[];
  most: number;
  /** photos are being read: the day is not saved without them */
  busy: boolean;
  onBusy: (busy: boolean) => void;
  onChange: (value: Small[]) => void;
}

/** Photos taken now or chosen on the phone, made small before anything is kept; each can be left out again. */
export function PhotoField({ value, most, busy, onBusy, onChange }: Props) {
  const { t } = useTranslation("logbook");
  const [fault, setFault] = useState("");
  const add = async (files: File[]): Promise<void> => {
    const room = most - value.length;
    onBusy(true);
    setFault(files.length > room ? t("photos-most", { count: room }) : "");
    const made: Small[] = [];
    for (const file of files.slice(0, room)) {
      try {
        made.push(await shrink(file));
      } catch {
        setFault(t("photo-unreadable", { name: file.name }));
      }
    }
    onChange([...value, ...made]);
    onBusy(false);
  };
  const choose = (words: ReactNode, more: { capture?: "environment"; multiple?: boolean }) => (
    <label className="button log-pick">
      {words}
      <input
        type="file"
        accept="image/*"
        disabled={busy || value.length >= most}
        {...more}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // the same one may be chosen again after it was left out
          target.value = "";
          if (files.length > 0) void add(files);
        }}
      />
    </label>
  );
  if (most <= 0) return <p className="log-quiet">{t("photos-full")}</p>;
  return (
    <fieldset className="log-choice">
      <legend>{t("photos", { count: value.length, most })}</legend>
      <p className="log-quiet log-wide">{t("photos-words")}</p>
      {value.length > 0 && (
        <ul className="log-photos" aria-label={t("photos-chosen")}>
          {value.map((one, n) => (
            <li key={n}>
              <Kept of={one} alt={t("photo-n", { n: n + 1 })} />
              <button type="button" className="button" disabled={busy} aria-label={t("photo-remove", { n: n + 1 })} onClick={() => onChange(value.filter((other) => other !== one))}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {choose(t("photo-take"), { capture: "environment" })}
      {choose(t("photo-choose"), { multiple: true })}
      {busy && <span role="status">{t("photo-busy")}</span>}
      {fault && (
        <span className="field-error" role="alert">
          {fault}
        </span>
      )}
    </fieldset>
  );
} // prettier-ignore

/** A picture that is only here yet. */
function Kept({ of, alt }: { of: Small; alt: string }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([of.content], { type: "image/jpeg" }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [of]);
  return address && <img src={address} alt={alt} width={of.width} height={of.height} />;
}
