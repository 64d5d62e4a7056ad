import { useTranslation } from "react-i18next";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Failure, Loading } from "../parts/States.tsx";
import { ConfirmOrFailure } from "./ConfirmIdentity.tsx";
import { useSessions, useWrite } from "./api.ts";

/** Where one is signed in, and the end of it. */
export function Sessions() {
  const { t } = useTranslation("account");
  const language = useLanguage();
  const sessions = useSessions();
  const end = useWrite<string>((id) => ({ path: `/api/account/sessions/${id}/end` }), ["account"]);
  const endOthers = useWrite<void>(() => ({ path: "/api/account/sessions/end-others" }), ["account"]);
  if (sessions.isPending) return <Loading rows={3} />;
  if (sessions.error) return <Failure error={sessions.error} retry={() => void sessions.refetch()} />;
  const { items } = sessions.data;
  return (
    <>
      <ul className="sessions">
        {items.map((one) => (
          <li key={one.id}>
            <div>
              <b>{one.device || t("session.unknown-device")}</b>
              {one.current && <span className="here">{t("session.here")}</span>}
              <p>
                {[t(`session.method.${one.method}`), one.place].filter(Boolean).join(" · ")}
                {" · "}
                {t("session.seen", { time: formatDate(one.seenAt, language, true) })}
                {" · "}
                {t("session.until", { time: formatDate(one.expiresAt, language, true) })}
              </p>
            </div>
            {!one.current && (
              <button
                type="button"
                className="button small"
                disabled={end.isPending}
                onClick={() => end.mutate(one.id)}
              >
                {t("session.end")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <p className="actions">
          <button
            type="button"
            className="button"
            disabled={endOthers.isPending}
            onClick={() => endOthers.mutate()}
          >
            {t("session.end-others")}
          </button>
        </p>
      )}
      <ConfirmOrFailure tried={end} again={() => end.mutate(end.variables!)} />
      <ConfirmOrFailure tried={endOthers} again={() => endOthers.mutate()} />
    </>
  );
}
