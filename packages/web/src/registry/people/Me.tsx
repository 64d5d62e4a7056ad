import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { ConfirmOrFailure } from "../../account/ConfirmIdentity.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useOwnFile, usePeopleWrite, writes, type Membership, type OwnFile } from "./api.ts";
import { ClaimFields, useClaim } from "./ClaimFields.tsx";
import { LendRole, Loans } from "./Loans.tsx";
import { ReasonDialog, SeatWords, StateTag } from "./pieces.tsx";

/** Record of oneself: roles held, claimed and lent; contact data, masked until one asks. */
export function Component() {
  const { t } = useTranslation("people");
  const found = useOwnFile();
  const [claiming, setClaiming] = useState(false);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const file = found.data;
  return (
    <Page title={file.name} lead={t("me.lead")}>
      {file.waits && (
        <div className="once" role="status">
          <p>
            <b>{t("me.waits")}</b>
          </p>
          <p>
            {t(file.memberships.some(({ state }) => state === "claimed") ? "me.waits-words" : "me.nothing")}
          </p>
        </div>
      )}
      <Section
        title={t("me.roles")}
        aside={
          !claiming && (
            <button type="button" className="button small" onClick={() => setClaiming(true)}>
              {t("claim.add")}
            </button>
          )
        }
      >
        {claiming && <Claim onClose={() => setClaiming(false)} />}
        <ul className="seats">
          {file.memberships.map((membership) => (
            <OwnSeat key={membership.id} membership={membership} />
          ))}
        </ul>
      </Section>
      <Section title={t("loans")} note={t("me.loans-note")}>
        <Loans loans={file.delegations} mayEnd />
      </Section>
      <OwnContact file={file} />
    </Page>
  );
}

function OwnSeat({ membership }: { membership: Membership }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const [dialog, setDialog] = useState<"lend" | "end" | null>(null);
  const end = usePeopleWrite(writes.end);
  const { state, role } = membership;
  return (
    <li>
      <span>
        <SeatWords of={membership} /> <StateTag group="membership" state={state} />
      </span>
      <span className="actions">
        {state === "active" && role !== "student" && (
          <button type="button" className="button small" onClick={() => setDialog("lend")}>
            {t("lend")}
          </button>
        )}
        {((state === "active" && role !== "administrator") || state === "claimed") && (
          <button type="button" className="button small" onClick={() => setDialog("end")}>
            {t(state === "claimed" ? "claim.withdraw" : "lay-down")}
          </button>
        )}
      </span>
      <p className="seat-note">
        {formatDate(membership.since, language)}
        {membership.until && ` – ${formatDate(membership.until, language)}`}
        {membership.decidedBy && ` · ${t("decided-by", { name: membership.decidedBy })}`}
        {membership.reason && ` · ${membership.reason}`}
      </p>
      {dialog === "lend" && <LendRole membershipId={membership.id} onClose={() => setDialog(null)} />}
      {dialog === "end" && (
        <ReasonDialog
          title={t(state === "claimed" ? "claim.withdraw" : "lay-down")}
          words={t("lay-down-words")}
          submit={t(state === "claimed" ? "claim.withdraw" : "lay-down")}
          danger
          error={end.error}
          pending={end.isPending}
          onClose={() => setDialog(null)}
          onSubmit={(reason) =>
            end.mutate({ id: membership.id, reason }, { onSuccess: () => setDialog(null) })
          }
        />
      )}
    </li>
  );
}

function Claim({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("people");
  const claim = useClaim();
  const write = usePeopleWrite(writes.claim);
  return (
    <form
      className="form wider"
      onSubmit={(event) => {
        event.preventDefault();
        if (claim.body) write.mutate(claim.body, { onSuccess: onClose });
      }}
    >
      <p className="muted">{t("claim.note")}</p>
      <ClaimFields of={claim} />
      {write.error && <Failure error={write.error} />}
      <div className="actions">
        <button className="button primary" disabled={write.isPending || !claim.body}>
          {t("claim.submit")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}

function OwnContact({ file }: { file: OwnFile }) {
  const { t } = useTranslation("people");
  const reveal = usePeopleWrite(writes.reveal);
  const write = usePeopleWrite(writes.contact);
  const [changing, setChanging] = useState(false);
  const [phone, setPhone] = useState("");
  const [email, setEmail] = useState("");
  const shown = reveal.data ?? file.contact;
  const save = (): void => {
    const body = { ...(phone.trim() ? { phone: phone.trim() } : {}), ...(email.trim() ? { email: email.trim() } : {}) };
    write.mutate(body, {
      onSuccess: () => {
        setChanging(false);
        reveal.reset();
      },
    });
  };
  return (
    <Section
      title={t("contact")}
      note={t("me.contact-note")}
      aside={
        <>
          {!reveal.data && (
            <button type="button" className="button small" onClick={() => reveal.mutate(undefined)}>
              {t("reveal")}
            </button>
          )}{" "}
          <button type="button" className="button small" onClick={() => setChanging(!changing)}>
            {t("change")}
          </button>
        </>
      }
    >
      <dl className="facts">
        <dt>{t("phone")}</dt>
        <dd>{shown.phone ?? "—"}</dd>
        <dt>{t("email")}</dt>
        <dd>{shown.email ?? "—"}</dd>
        <dt>{t("identity")}</dt>
        <dd>{shown.identity ?? "—"}</dd>
      </dl>
      {reveal.error && <Failure error={reveal.error} />}
      {changing && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <label>
            <span>{t("phone")}</span>
            <input inputMode="tel" autoComplete="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
          </label>
          <label>
            <span>{t("email")}</span>
            <input type="email" autoComplete="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          </label>
          <button className="button primary" disabled={write.isPending || (!phone.trim() && !email.trim())}>
            {t("save")}
          </button>
        </form>
      )}
      {changing && <ConfirmOrFailure tried={write} again={save} />}
    </Section>
  );
} // prettier-ignore
