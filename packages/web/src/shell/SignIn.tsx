import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useLeaveForProvider, useOffered } from "../account/api.ts";
import {
  useDemoAccounts,
  useDemoSignIn,
  useMe,
  useSecondStep,
  useSignIn,
  type Installation,
} from "../api/session.ts";
import { Page } from "../parts/Page.tsx";
import { Failure } from "../parts/States.tsx";
import "./sign-in.css";

/** Only paths of this site are followed after sign-in. */
const safe = (next: string | null): string =>
  next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";

/** Why single sign-on did not end here (platform/auth/sso.ts). */
const FAULTS = ["provider-down", "expired", "refused", "unknown-person", "not-here", "linked-elsewhere"];

export function Component() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [second, setSecond] = useState(params.get("step") === "2");
  const next = safe(params.get("next"));
  const done = (): void => void navigate(next, { replace: true });
  const installation = me.data?.installation;
  const fault = params.get("sso");
  if (second)
    return (
      <Page narrow title={t("sign-in.second")} lead={t("sign-in.second-words")}>
        <SecondStep onDone={done} onBack={() => setSecond(false)} />
      </Page>
    );
  return (
    <Page
      narrow
      title={t("sign-in.title")}
      lead={installation?.needsFirstSignIn ? t("sign-in.first") : t("sign-in.lead")}
    >
      {fault && FAULTS.includes(fault) && (
        <p className="failure" role="alert">
          {t(`sign-in.sso.${fault}`)}
        </p>
      )}
      <div className={installation?.demo ? "sign-in" : undefined}>
        {installation?.demo && <Demo installation={installation} onDone={done} />}
        <Own next={next} onDone={done} onSecond={() => setSecond(true)} />
      </div>
    </Page>
  );
}

function Own(props: { next: string; onDone: () => void; onSecond: () => void }) {
  const { t } = useTranslation("shell");
  const signIn = useSignIn();
  const offered = useOffered();
  const leave = useLeaveForProvider();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate(
      { username, password },
      { onSuccess: ({ user }) => (user ? props.onDone() : props.onSecond()) },
    );
  };
  const providers = offered.data?.items ?? [];
  const error = signIn.error ?? leave.error;
  return (
    <form onSubmit={submit} className="form">
      <h2>{t("sign-in.own")}</h2>
      <label>
        <span>{t("sign-in.username")}</span>
        <input
          required
          autoComplete="username"
          autoCapitalize="none"
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </label>
      <label>
        <span>{t("sign-in.password")}</span>
        <input
          required
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <button className="button primary" disabled={signIn.isPending}>
        {t("sign-in.submit")}
      </button>
      {error && <Failure error={error} />}
      {providers.length > 0 && (
        <div className="sign-in-providers">
          <span>{t("sign-in.or")}</span>
          {providers.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              className="button"
              disabled={leave.isPending}
              onClick={() => leave.mutate({ id, next: props.next })}
            >
              {t("sign-in.by", { label })}
            </button>
          ))}
        </div>
      )}
      <p>
        <Link to="/register">{t("sign-in.register")}</Link>
      </p>
    </form>
  );
}

function SecondStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation("shell");
  const step = useSecondStep();
  const [code, setCode] = useState("");
  return (
    <form
      className="form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        step.mutate(code, { onSuccess: onDone });
      }}
    >
      <label>
        <span>{t("sign-in.code")}</span>
        <input
          required
          autoFocus
          autoComplete="one-time-code"
          autoCapitalize="none"
          maxLength={40}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <p className="actions">
        <button className="button primary" disabled={step.isPending || code.trim() === ""}>
          {t("sign-in.second-submit")}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {t("sign-in.back")}
        </button>
      </p>
      {step.error && <Failure error={step.error} />}
    </form>
  );
}

/** The accounts of the sample province, one for each role. */
function Demo({ installation, onDone }: { installation: Installation; onDone: () => void }) {
  const { t } = useTranslation("shell");
  const demo = useDemoSignIn();
  const accounts = useDemoAccounts(installation.sample);
  return (
    <section className="sign-in-demo">
      <h2>{t("sign-in.demo-title")}</h2>
      <p>{t("sign-in.demo-words", { province: installation.province?.name ?? "" })}</p>
      <ul className="demo-accounts">
        {accounts.data?.accounts.map(({ id, role, name, organisation }) => (
          <li key={id}>
            <button
              type="button"
              disabled={demo.isPending}
              onClick={() => demo.mutate(id, { onSuccess: onDone })}
            >
              <b>{t(`role.${role}`)}</b>
              <span>{organisation ? `${name} · ${organisation}` : name}</span>
            </button>
          </li>
        ))}
      </ul>
      {(accounts.error ?? demo.error) && <Failure error={accounts.error ?? demo.error} />}
      {installation.currentReleaseId && (
        <p>
          <Link to={`/public/releases/${installation.currentReleaseId}`}>{t("sign-in.release")}</Link>
        </p>
      )}
    </section>
  );
}
