import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/client.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useSecurity, useWrite } from "./api.ts";

/** What of a write has to be known to do it again. */
interface Tried {
  error: unknown;
  reset: () => void;
}

const asksForMore = (error: unknown): boolean =>
  error instanceof Problem && error.type === "/problems/confirmation-required";

/**
 * Why a write did not succeed; where the server asks who sits there, a dialog that answers and does it again.
 * @param again does the same once more
 */
export function ConfirmOrFailure({ tried, again }: { tried: Tried; again: () => void }) {
  if (!tried.error) return null;
  if (!asksForMore(tried.error)) return <Failure error={tried.error} />;
  return <ConfirmIdentity refused={tried.error} onClose={tried.reset} onConfirmed={again} />;
}

function ConfirmIdentity(props: { refused: unknown; onClose: () => void; onConfirmed: () => void }) {
  const { t } = useTranslation("account");
  const security = useSecurity();
  const [given, setGiven] = useState("");
  const confirm = useWrite<object>((body) => ({ path: "/api/account/confirm", body }), []);
  const hasPassword = security.data?.hasPassword ?? false;
  const can = hasPassword || Boolean(security.data?.secondFactor.since);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = hasPassword ? { password: given } : { code: given };
    confirm.mutate(body, { onSuccess: props.onConfirmed });
  };
  return (
    <Dialog label={t("confirm.title")} onClose={props.onClose}>
      <h2>{t("confirm.title")}</h2>
      {security.isPending && <Loading rows={2} />}
      {security.data && !can && <Failure error={props.refused} />}
      {security.data && can && (
        <form className="form" onSubmit={submit}>
          <p>{t("confirm.words")}</p>
          <label>
            <span>{t(hasPassword ? "password" : "factor.any-code")}</span>
            <input
              required
              autoFocus
              type={hasPassword ? "password" : "text"}
              autoComplete={hasPassword ? "current-password" : "one-time-code"}
              maxLength={hasPassword ? undefined : 40}
              value={given}
              onChange={(event) => setGiven(event.target.value)}
            />
          </label>
          {confirm.error && <Failure error={confirm.error} />}
          <div className="actions">
            <button className="button primary" disabled={confirm.isPending}>
              {t("confirm.submit")}
            </button>
            <button type="button" className="button" onClick={props.onClose}>
              {t("cancel")}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
