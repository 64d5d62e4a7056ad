import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useLeaveForProvider, useOffered, useSecurity, useWrite, type Security } from "./api.ts";
import { ConfirmOrFailure } from "./ConfirmIdentity.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { Sessions } from "./Sessions.tsx";
import "./account.css";

/** Record: how I sign in, and where I am signed in. */
export function Component() {
  const { t } = useTranslation("account");
  const me = useMe();
  const security = useSecurity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const due = me.data?.user?.mustAddSecondFactor;
  /** The recovery codes are kept: whoever had to add a second factor goes on to what waits for him. */
  const goOn = async (): Promise<void> => {
    await Promise.all(["account", "me"].map((key) => client.invalidateQueries({ queryKey: [key] })));
    if (due) void navigate(me.data?.installation.province ? "/" : "/setup", { replace: true });
  };
  return (
    <Page title={t("security.title")} lead={t(due ? "security.due" : "security.lead")}>
      {security.isPending && <Loading rows={6} />}
      {security.error && <Failure error={security.error} retry={() => void security.refetch()} />}
      {security.data && (
        <>
          <Section title={t("factor.title")}>
            <SecondFactor security={security.data} onKept={() => void goOn()} />
          </Section>
          {!due && (
            <>
              <Section title={t("password")}>
                {security.data.hasPassword ? (
                  <p className="actions">
                    <span>
                      {security.data.username
                        ? t("password-of", { username: security.data.username })
                        : t("password-set")}
                    </span>
                    <Link className="button" to="/password">
                      {t("shell:password.change")}
                    </Link>
                  </p>
                ) : (
                  <p>{t("password-none")}</p>
                )}
              </Section>
              <Links security={security.data} />
              <Section
                title={t("session.title")}
                note={t("session.note", { minutes: security.data.idleMinutes })}
              >
                <Sessions />
              </Section>
            </>
          )}
        </>
      )}
    </Page>
  );
}

/** Nothing stands here where no provider is offered. */
function Links({ security }: { security: Security }) {
  const { t } = useTranslation("account");
  const language = useLanguage();
  const offered = useOffered();
  const leave = useLeaveForProvider();
  const end = useWrite<string>((id) => ({ path: `/api/account/links/${id}/end` }), ["account"]);
  const providers = offered.data?.items ?? [];
  if (providers.length === 0 && security.links.length === 0) return null;
  const free = providers.filter(({ label }) => !security.links.some((link) => link.label === label));
  return (
    <Section title={t("link.title")} note={t("link.note")}>
      <ul className="sessions">
        {security.links.map((link) => (
          <li key={link.id}>
            <div>
              <b>{link.label}</b>
              <p>{t("link.since", { date: formatDate(link.since, language) })}</p>
            </div>
            <button
              type="button"
              className="button small"
              disabled={end.isPending}
              onClick={() => end.mutate(link.id)}
            >
              {t("link.end")}
            </button>
          </li>
        ))}
      </ul>
      <p className="actions">
        {free.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="button"
            disabled={leave.isPending}
            onClick={() => leave.mutate({ id, next: "/account/security", link: true })}
          >
            {t("link.add", { label })}
          </button>
        ))}
      </p>
      <ConfirmOrFailure tried={leave} again={() => leave.mutate(leave.variables!)} />
      <ConfirmOrFailure tried={end} again={() => end.mutate(end.variables!)} />
    </Section>
  );
}
