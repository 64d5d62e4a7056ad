import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Failure } from "../parts/States.tsx";
import { useWrite, type Security } from "./api.ts";
import { Qr } from "./Qr.tsx";

/** What is done with the second factor: added in three steps, given new recovery codes, taken away. */
export function SecondFactor({ security, onKept }: { security: Security; onKept: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes)
    return (
      <RecoveryCodes
        codes={codes}
        onDone={() => {
          setCodes(null);
          onKept();
        }}
      />
    );
  return security.secondFactor.since === null ? (
    <Add security={security} onCodes={setCodes} />
  ) : (
    <Kept security={security} onCodes={setCodes} />
  );
}

function Add({ security, onCodes }: { security: Security; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation("account");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const prepare = useWrite<string, { secret: string; address: string }>(
    (given) => ({ path: "/api/account/second-factor/prepare", body: { password: given } }),
    [],
  );
  const confirm = useWrite<string, { recoveryCodes: string[] }>(
    (given) => ({ path: "/api/account/second-factor/confirm", body: { code: given } }),
    // Nothing is asked for again before the recovery codes have been kept: this form would go, and they with it.
    [],
  );
  if (!prepare.data)
    return (
      <form
        className="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          prepare.mutate(password);
        }}
      >
        <p>{t(security.secondFactor.required ? "factor.required" : "factor.why")}</p>
        {security.hasPassword && <PasswordField value={password} onChange={setPassword} />}
        <button className="button primary" disabled={prepare.isPending}>
          {t("factor.add")}
        </button>
        {prepare.error && <Failure error={prepare.error} />}
      </form>
    );
  const { secret, address } = prepare.data;
  return (
    <div className="factor-add">
      <Qr text={address} label={t("factor.qr")} />
      <form
        className="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          confirm.mutate(code, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) });
        }}
      >
        <ol className="numbered">
          <li>{t("factor.scan")}</li>
          <li>
            {t("factor.or-type")} <code className="secret">{secret.match(/.{1,4}/g)?.join(" ")}</code>
          </li>
          <li>{t("factor.then-code")}</li>
        </ol>
        <CodeField value={code} onChange={setCode} label={t("factor.code")} />
        <button className="button primary" disabled={code.trim() === "" || confirm.isPending}>
          {t("factor.confirm")}
        </button>
        {confirm.error && <Failure error={confirm.error} />}
      </form>
    </div>
  );
}

function Kept({ security, onCodes }: { security: Security; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation("account");
  const language = useLanguage();
  const { since, recoveryLeft, required } = security.secondFactor;
  const [action, setAction] = useState<"codes" | "remove" | null>(null);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const renew = useWrite<string, { recoveryCodes: string[] }>(
    (given) => ({ path: "/api/account/second-factor/recovery-codes", body: { code: given } }),
    ["account"],
  );
  const remove = useWrite<{ password: string; code: string }>(
    (body) => ({ path: "/api/account/second-factor/remove", body }),
    ["account"],
  );
  const write = action === "remove" ? remove : renew;
  return (
    <>
      <p>
        <b className="good">{t("factor.on")}</b> {t("factor.since", { date: formatDate(since, language) })}{" "}
        {t("factor.left", { count: recoveryLeft })}
      </p>
      {action === null ? (
        <p className="actions kept-actions">
          <button type="button" className="button" onClick={() => setAction("codes")}>
            {t("factor.renew")}
          </button>
          {!required && (
            <button type="button" className="button danger" onClick={() => setAction("remove")}>
              {t("factor.remove")}
            </button>
          )}
        </p>
      ) : (
        <form
          className="form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            if (action === "remove") remove.mutate({ password, code });
            else renew.mutate(code, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) });
          }}
        >
          <p>{t(action === "remove" ? "factor.remove-words" : "factor.renew-words")}</p>
          {action === "remove" && security.hasPassword && (
            <PasswordField value={password} onChange={setPassword} />
          )}
          <CodeField value={code} onChange={setCode} label={t("factor.any-code")} />
          <p className="actions">
            <button
              className={action === "remove" ? "button danger" : "button primary"}
              disabled={write.isPending || code.trim() === ""}
            >
              {t(action === "remove" ? "factor.remove" : "factor.renew")}
            </button>
            <button type="button" className="button" onClick={() => setAction(null)}>
              {t("cancel")}
            </button>
          </p>
          {write.error && <Failure error={write.error} />}
        </form>
      )}
      {required && <p className="note">{t("factor.kept-by-role")}</p>}
    </>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation("account");
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="recovery">
      <p>{t("factor.codes-words")}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="actions">
        <a
          className="button"
          download="tixi-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          {t("factor.codes-save")}
        </a>
        <button type="button" className="button primary" onClick={onDone}>
          {t("factor.codes-done")}
        </button>
      </p>
    </div>
  );
}

function PasswordField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation("account");
  return (
    <label>
      <span>{t("password")}</span>
      <input
        required
        type="password"
        autoComplete="current-password"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

function CodeField(props: { value: string; onChange: (value: string) => void; label: string }) {
  return (
    <label>
      <span>{props.label}</span>
      <input
        required
        className="code-field"
        autoComplete="one-time-code"
        inputMode="text"
        maxLength={40}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}
