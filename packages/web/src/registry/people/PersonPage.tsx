import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useScope } from "../../shell/scope.ts";
import { usePeopleWrite, usePerson, writes, type Membership, type Person } from "./api.ts";
import { AccountCare } from "./AccountCare.tsx";
import { GiveRole } from "./GiveRole.tsx";
import { HandOver } from "./HandOver.tsx";
import { LendRole, Loans } from "./Loans.tsx";
import { OnceLink, ReasonDialog, SeatWords, StateTag } from "./pieces.tsx";

type Open = "give" | "active" | "hand-over" | null;

/** Record of a person: what waits to be decided at the top; roles, contact (masked), what is lent, history. */
export function Component() {
  const { t } = useTranslation("people");
  const { to } = useScope();
  const role = useMe().data?.user?.role;
  const { id } = useParams();
  const found = usePerson(id);
  const [open, setOpen] = useState<Open>(null);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const person = found.data;
  const close = (): void => setOpen(null);
  return (
    <Page
      title={person.name}
      crumbs={[{ name: t("people.title"), path: "/people" }]}
      lead={
        <>
          <StateTag group="person" state={person.state} />{" "}
          {!person.hasAccount && person.state === "active" && (
            <span className="muted">{t("no-account")}</span>
          )}
        </>
      }
      actions={
        !person.self && (
          <>
            <button type="button" className="button primary" onClick={() => setOpen("give")}>
              {t("give")}
            </button>
            <button type="button" className="button" onClick={() => setOpen("hand-over")}>
              {t("hand-over")}
            </button>
            {role === "administrator" && (
              <Link className="button" to={`/people/${person.id}/rights`}>
                {t("rights")}
              </Link>
            )}
            {person.keptHere && person.state !== "registered" && (
              <button
                type="button"
                className={person.state === "deactivated" ? "button" : "button danger"}
                onClick={() => setOpen("active")}
              >
                {t(person.state === "deactivated" ? "reactivate" : "deactivate")}
              </button>
            )}
          </>
        )
      }
    >
      {open === "give" && <GiveRole person={person} onClose={close} />}
      {open === "hand-over" && <HandOver person={person} onClose={close} />}
      {open === "active" && <SetActive person={person} onClose={close} />}
      <Section title={t("roles")} note={t("roles-note")}>
        <ul className="seats">
          {person.memberships.map((membership) => (
            <Seat key={membership.id} person={person} membership={membership} />
          ))}
        </ul>
      </Section>
      {person.hasAccount && person.keptHere && person.state !== "deactivated" && !person.self && (
        <AccountCare person={person} />
      )}
      {!person.hasAccount && person.keptHere && person.state === "active" && <OpenAccount person={person} />}
      <Section title={t("contact")}>
        {person.contact ? (
          <dl className="facts">
            <dt>{t("phone")}</dt>
            <dd>{person.contact.phone ?? "—"}</dd>
            <dt>{t("email")}</dt>
            <dd>{person.contact.email ?? "—"}</dd>
            <dt>{t("identity")}</dt>
            <dd>{person.contact.identity ?? "—"}</dd>
          </dl>
        ) : (
          <p className="muted">{t("contact-elsewhere")}</p>
        )}
        {person.student && (
          <p>
            <Link to={to(`/students/${person.id}`)}>{t("student-record")}</Link>
          </p>
        )}
      </Section>
      <Section title={t("loans")}>
        <Loans loans={person.delegations} mayEnd={!person.self} />
      </Section>
      {person.handOvers.length > 0 && <HandedOver person={person} />}
    </Page>
  );
}

function Seat({ person, membership }: { person: Person; membership: Membership }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const [dialog, setDialog] = useState<"confirm" | "refuse" | "end" | "lend" | null>(null);
  const decide = usePeopleWrite(writes.decide);
  const end = usePeopleWrite(writes.end);
  const close = (): void => setDialog(null);
  const decided = { onSuccess: close };
  const may = membership.mine && !person.self;
  return (
    <li>
      <span>
        <SeatWords of={membership} /> <StateTag group="membership" state={membership.state} />
      </span>
      <span className="actions">
        {may && membership.state === "claimed" && (
          <>
            <button type="button" className="button small primary" onClick={() => setDialog("confirm")}>
              {t("confirm")}
            </button>
            <button type="button" className="button small" onClick={() => setDialog("refuse")}>
              {t("refuse")}
            </button>
          </>
        )}
        {may && membership.state === "active" && (
          <>
            {person.hasAccount && membership.role !== "student" && (
              <button type="button" className="button small" onClick={() => setDialog("lend")}>
                {t("lend")}
              </button>
            )}
            <button type="button" className="button small" onClick={() => setDialog("end")}>
              {t("end")}
            </button>
          </>
        )}
      </span>
      <p className="seat-note">
        {formatDate(membership.since, language)}
        {membership.until && ` – ${formatDate(membership.until, language)}`}
        {membership.decidedBy && ` · ${t("decided-by", { name: membership.decidedBy })}`}
        {membership.reason && ` · ${membership.reason}`}
      </p>
      {(dialog === "confirm" || dialog === "refuse") && (
        <ReasonDialog
          title={t(dialog)}
          words={t(`${dialog}-words`, { name: person.name })}
          submit={t(dialog)}
          optional={dialog === "confirm"}
          danger={dialog === "refuse"}
          error={decide.error}
          pending={decide.isPending}
          onClose={close}
          onSubmit={(reason) => decide.mutate({ id: membership.id, decision: dialog, reason }, decided)}
        />
      )}
      {dialog === "end" && (
        <ReasonDialog
          title={t("end")}
          words={t("end-words")}
          submit={t("end")}
          danger
          error={end.error}
          pending={end.isPending}
          onClose={close}
          onSubmit={(reason) => end.mutate({ id: membership.id, reason }, decided)}
        />
      )}
      {dialog === "lend" && <LendRole membershipId={membership.id} onClose={close} except={person.id} />}
    </li>
  );
}

function SetActive({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation("people");
  const active = person.state === "deactivated";
  const write = usePeopleWrite(writes.setActive(person));
  const title = t(active ? "reactivate" : "deactivate");
  return (
    <ReasonDialog
      title={title}
      words={t(active ? "reactivate-words" : "deactivate-words")}
      submit={title}
      danger={!active}
      error={write.error}
      pending={write.isPending}
      onClose={onClose}
      onSubmit={(reason) => write.mutate({ active, reason }, { onSuccess: onClose })}
    />
  );
}

/** Somebody from a roster: a link opens his account. */
function OpenAccount({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const me = useMe();
  const invite = usePeopleWrite(writes.invite);
  const seat = person.memberships.find(({ state, mine }) => state === "active" && mine);
  if (!seat || !me.data?.user) return null;
  return (
    <Section title={t("open-account")} note={t("open-account-note")}>
      {invite.data ? (
        <OnceLink path={invite.data.path} words={t("once-words")} />
      ) : (
        <button
          type="button"
          className="button"
          disabled={invite.isPending}
          onClick={() =>
            invite.mutate({ name: person.name, role: seat.role, organisationId: seat.organisation?.id ?? null, region: seat.region?.code ?? null, post: seat.post, personId: person.id })
          }
        >
          {t("open-account-link")}
        </button>
      )}
      {invite.error && <Failure error={invite.error} />}
    </Section>
  ); // prettier-ignore
}

function HandedOver({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  return (
    <Section title={t("handed-over")}>
      <ol className="history">
        {person.handOvers.map((item) => (
          <li key={item.subject + item.at}>
            <b>{t(`work.${item.subject.split(":")[0]}`)}</b> <span>→ {item.to}</span>{" "}
            <time dateTime={item.at}>{formatDate(item.at, language, true)}</time>
            <p>{item.reason}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
