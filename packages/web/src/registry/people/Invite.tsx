import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useOpenInvitation, usePeopleWrite, writes } from "./api.ts";
import { AccountFields, useAccount } from "./AccountFields.tsx";
import { SeatWords } from "./pieces.tsx";

/** Behind an invitation's link: who invites to what; whoever is signed in takes it, anybody else opens an account. */
export function Component() {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const navigate = useNavigate();
  const { token = "" } = useParams();
  const me = useMe();
  const found = useOpenInvitation(token);
  const accept = usePeopleWrite(writes.accept(token));
  const account = useAccount();
  const [fresh, setFresh] = useState(false);
  if (found.isPending || me.isPending) return <Loading rows={5} />;
  if (found.error && !accept.data)
    return (
      <Page narrow title={t("invitation.title")}>
        <Failure error={found.error} />
      </Page>
    );
  if (accept.data)
    return (
      <Page narrow title={t("invitation.taken")}>
        <p>{t(accept.data.signIn ? "invitation.taken-sign-in" : "invitation.taken-words")}</p>
        <Link className="button primary" to={accept.data.signIn ? "/sign-in?next=/me" : "/me"}>
          {t(accept.data.signIn ? "shell:sign-in.open" : "me.open")}
        </Link>
      </Page>
    );
  const invitation = found.data!;
  const user = me.data?.user;
  const opens = fresh || (!user && invitation.opensAccount);
  return (
    <Page
      narrow
      title={t("invitation.title")}
      lead={t("invitation.words", { by: invitation.by, name: invitation.name })}
    >
      <p className="release-next">
        <SeatWords of={invitation} />
        <br />
        <small>{t("invitation.until", { date: formatDate(invitation.expiresAt, language, true) })}</small>
      </p>
      {user && !invitation.opensAccount && (
        <div className="actions">
          <button
            type="button"
            className="button primary"
            disabled={accept.isPending}
            onClick={() => accept.mutate({ account: null })}
          >
            {t("invitation.take-as", { name: user.name })}
          </button>
        </div>
      )}
      {user && invitation.opensAccount && <p>{t("invitation.sign-out-first")}</p>}
      {!user && !opens && (
        <div className="actions">
          <button
            type="button"
            className="button primary"
            onClick={() => void navigate(`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`)}
          >
            {t("invitation.have-account")}
          </button>
          <button type="button" className="button" onClick={() => setFresh(true)}>
            {t("invitation.new-account")}
          </button>
        </div>
      )}
      {!user && opens && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            accept.mutate({ account: account.body });
          }}
        >
          <AccountFields of={account} />
          <button className="button primary" disabled={accept.isPending}>
            {t("invitation.open-and-take")}
          </button>
        </form>
      )}
      {accept.error && <Failure error={accept.error} />}
    </Page>
  );
}
