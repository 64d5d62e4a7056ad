import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure } from "../parts/States.tsx";
import { useAlliance, useStep } from "./api.ts";
import { BASES, ENTRIES, fenOf, RESOURCES, type Basis, type EntryKind, type Ledger, type Resource } from "./ledger-api.ts"; // prettier-ignore

/** A form of the ledger in a dialog; `body` is null while something in it is no amount. */
function LedgerDialog(props: { title: string; words: string; path: string; body: object | null; onClose: () => void; children: ReactNode }) {
  const { title, words, path, body, onClose, children } = props;
  const { t } = useTranslation("alliances");
  const step = useStep();
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <p>{words}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          if (body) step.mutate({ path, body }, { onSuccess: onClose });
        }}
      >
        {children}
        {step.error && <Failure error={step.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={step.isPending || body === null}>
            {t("ledger.enter")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore

function Amount({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <input required inputMode="decimal" value={value} aria-invalid={value !== "" && fenOf(value) === null} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
} // prettier-ignore

/** What a member contributes, at its value and on what that rests. */
export function ContributeDialog({ alliance, onClose }: { alliance: string; onClose: () => void }) {
  const { t } = useTranslation("alliances");
  const found = useAlliance(alliance);
  const [member, setMember] = useState("");
  const [resource, setResource] = useState<Resource>("money");
  const [title, setTitle] = useState("");
  const [yuan, setYuan] = useState("");
  const [basis, setBasis] = useState<Basis>("payment");
  const [basisWords, setBasisWords] = useState("");
  const [lent, setLent] = useState(false);
  const [until, setUntil] = useState("");
  const [on, setOn] = useState("");
  const value = fenOf(yuan);
  const body = value === null ? null : { member, resource, title, value, basis, basisWords, lent, until: lent && until ? until : null, on };
  return (
    <LedgerDialog title={t("ledger.contribute")} words={t("ledger.contribute-words")} path={`alliances/${alliance}/contributions`} body={body} onClose={onClose}>
      <label>
        <span>{t("organisation")}</span>
        <select required value={member} onChange={(event) => setMember(event.target.value)}>
          <option value="">—</option>
          {found.data?.memberList
            .filter(({ state }) => state === "active")
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
        </select>
      </label>
      <label>
        <span>{t("ledger.resource")}</span>
        <select value={resource} onChange={(event) => setResource(event.target.value as Resource)}>
          {RESOURCES.map((one) => (
            <option key={one} value={one}>
              {t(`resource.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("ledger.title")}</span>
        <input required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <Amount label={t("ledger.value")} value={yuan} onChange={setYuan} />
      <label>
        <span>{t("ledger.basis")}</span>
        <select value={basis} onChange={(event) => setBasis(event.target.value as Basis)}>
          {BASES.map((one) => (
            <option key={one} value={one}>
              {t(`basis.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("ledger.basis-words")}</span>
        <input required maxLength={300} value={basisWords} onChange={(event) => setBasisWords(event.target.value)} />
      </label>
      <label>
        <span>{t("ledger.on")}</span>
        <input required type="date" value={on} onChange={(event) => setOn(event.target.value)} />
      </label>
      <label className="check">
        <input type="checkbox" checked={lent} onChange={(event) => setLent(event.target.checked)} /> {t("ledger.lent")}
      </label>
      {lent && (
        <label>
          <span>{t("ledger.until")}</span>
          <input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
        </label>
      )}
    </LedgerDialog>
  );
} // prettier-ignore

/** What became of a contribution: used, given back, or what it brought. */
export function PostDialog({ ledger, onClose }: { ledger: Ledger; onClose: () => void }) {
  const { t } = useTranslation("alliances");
  const [kind, setKind] = useState<EntryKind>("use");
  const [contribution, setContribution] = useState("");
  const [yuan, setYuan] = useState("");
  const [words, setWords] = useState("");
  const [on, setOn] = useState("");
  const amount = fenOf(yuan);
  const own = kind === "use";
  const body = amount === null ? null : { kind, contribution: contribution === "" ? null : contribution, amount, on, words };
  return (
    <LedgerDialog title={t("ledger.post")} words={t("ledger.post-words")} path={`alliances/${ledger.alliance}/entries`} body={body} onClose={onClose}>
      <label>
        <span>{t("ledger.kind")}</span>
        <select value={kind} onChange={(event) => setKind(event.target.value as EntryKind)}>
          {ENTRIES.map((one) => (
            <option key={one} value={one}>
              {t(`entry.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("ledger.of")}</span>
        <select required={!own} value={contribution} onChange={(event) => setContribution(event.target.value)}>
          <option value="">{own ? t("resource.own") : "—"}</option>
          {ledger.contributions
            .filter((one) => kind === "gain" || (one.left > 0 && (kind === "use" || one.lent)))
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.title} · {one.memberName}
              </option>
            ))}
        </select>
      </label>
      <Amount label={t("ledger.amount")} value={yuan} onChange={setYuan} />
      <label>
        <span>{t("ledger.words")}</span>
        <input required maxLength={300} value={words} onChange={(event) => setWords(event.target.value)} />
      </label>
      <label>
        <span>{t("ledger.on")}</span>
        <input required type="date" value={on} onChange={(event) => setOn(event.target.value)} />
      </label>
    </LedgerDialog>
  );
} // prettier-ignore
