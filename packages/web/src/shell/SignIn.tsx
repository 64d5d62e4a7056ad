import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useDemoSignIn, useMe, useSignIn } from "../api/session.ts";
import { Failure } from "../parts/States.tsx";
import { Page } from "../parts/Page.tsx";

/** Only paths of this site are followed after sign-in. */
const safe = (next: string | null): string =>
  next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";

export function Component() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const signIn = useSignIn();
  const demo = useDemoSignIn();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const next = safe(params.get("next"));
  const done = { onSuccess: () => void navigate(next, { replace: true }) };
  const installation = me.data?.installation;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ username, password }, done);
  };
  const error = signIn.error ?? demo.error;
  return (
    <Page
      narrow
      title={t("sign-in.title")}
      lead={installation?.needsFirstSignIn ? t("sign-in.first") : t("sign-in.lead")}
    >
      <div className="sign-in">
        {installation?.demo && (
          <section className="sign-in-demo">
            <h2>{t("sign-in.demo-title")}</h2>
            <p>{t("sign-in.demo-words", { province: installation.province?.name ?? "" })}</p>
            <button
              type="button"
              className="button primary"
              disabled={demo.isPending}
              onClick={() => demo.mutate(undefined, done)}
            >
              {t("sign-in.demo")}
            </button>
            {installation.currentReleaseId && (
              <p>
                <Link to={`/public/releases/${installation.currentReleaseId}`}>{t("sign-in.release")}</Link>
              </p>
            )}
          </section>
        )}
        <form onSubmit={submit} className="form">
          <h2>{t("sign-in.own")}</h2>
          <label>
            <span>{t("sign-in.username")}</span>
            <input
              required
              autoComplete="username"
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
        </form>
      </div>
    </Page>
  );
}
