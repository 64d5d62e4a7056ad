import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useChangePassword, useMe } from "../api/session.ts";
import { Page } from "../parts/Page.tsx";
import { Failure } from "../parts/States.tsx";

export const SHORTEST_PASSWORD = 10;

export function Component() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const change = useChangePassword();
  const navigate = useNavigate();
  const [now, setNow] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const different = again !== "" && again !== next;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (different || next.length < SHORTEST_PASSWORD) return;
    change.mutate(
      { currentPassword: now, newPassword: next },
      { onSuccess: () => void navigate("/", { replace: true }) },
    );
  };
  return (
    <Page
      narrow
      title={t("password.title")}
      lead={me.data?.user?.mustChangePassword ? t("password.first") : t("password.lead")}
    >
      <form className="form" onSubmit={submit}>
        <label>
          <span>{t("password.now")}</span>
          <input
            required
            type="password"
            autoComplete="current-password"
            value={now}
            onChange={(event) => setNow(event.target.value)}
          />
        </label>
        <label>
          <span>{t("password.next", { length: SHORTEST_PASSWORD })}</span>
          <input
            required
            minLength={SHORTEST_PASSWORD}
            type="password"
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </label>
        <label>
          <span>{t("password.again")}</span>
          <input
            required
            type="password"
            autoComplete="new-password"
            aria-invalid={different}
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
        </label>
        {different && <p className="field-error">{t("password.different")}</p>}
        <button className="button primary" disabled={change.isPending || different}>
          {t("password.submit")}
        </button>
        {change.error && <Failure error={change.error} />}
      </form>
    </Page>
  );
}
