import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useInvitations, usePeopleWrite, writes, type Invitation } from "./api.ts";
import { RoleFields, useRoleFields } from "./GiveRole.tsx";
import { OnceLink, ReasonDialog, SeatWords, StateTag } from "./pieces.tsx";

/** List: invitations that one may see, and the making of a new one. */
export function Component() {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const invitations = useInvitations();
  const [making, setMaking] = useFilter("new");
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const revoke = usePeopleWrite(writes.revoke);
  const rows = invitations.data?.items ?? [];
  const columns: Column<Invitation>[] = [
    { key: "name", title: t("name"), value: (row) => row.name },
    {
      key: "seat",
      title: t("role"),
      wide: true,
      value: (row) => t(`shell:role.${row.role}`),
      render: (row) => <SeatWords of={row} />,
    },
    {
      key: "state",
      title: t("state"),
      value: (row) => t(`invitation.${row.state}`),
      render: (row) => <StateTag group="invitation" state={row.state} />,
    },
    { key: "by", title: t("invitation.by"), value: (row) => row.by },
    {
      key: "expires",
      title: t("invitation.expires"),
      value: (row) => row.expiresAt,
      render: (row) => formatDate(row.expiresAt, language, true),
    },
    {
      key: "do",
      title: "",
      value: () => "",
      render: (row) =>
        row.state === "open" && (
          <button type="button" className="link" onClick={() => setRevoking(row)}>
            {t("invitation.revoke")}
          </button>
        ),
    },
  ];
  return (
    <Page
      title={t("invitations.title")}
      crumbs={[{ name: t("people.title"), path: "/people" }]}
      lead={t("invitations.lead")}
      actions={
        <button type="button" className="button primary" onClick={() => setMaking("1")}>
          {t("invite")}
        </button>
      }
    >
      {making && <Make onClose={() => setMaking(null)} />}
      {invitations.isPending && <Loading rows={4} />}
      {invitations.error && <Failure error={invitations.error} retry={() => void invitations.refetch()} />}
      {invitations.data && rows.length === 0 && !making && (
        <Empty title={t("invitations.none")}>
          <p>{t("invitations.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable caption={t("invitations.title")} rows={rows} columns={columns} rowKey={(row) => row.id} />
      )}
      {revoking && (
        <ReasonDialog
          title={t("invitation.revoke")}
          submit={t("invitation.revoke")}
          danger
          error={revoke.error}
          pending={revoke.isPending}
          onClose={() => setRevoking(null)}
          onSubmit={(reason) =>
            revoke.mutate({ id: revoking.id, reason }, { onSuccess: () => setRevoking(null) })
          }
        />
      )}
    </Page>
  );
}

function Make({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("people");
  const fields = useRoleFields();
  const invite = usePeopleWrite(writes.invite);
  const [name, setName] = useState("");
  const [days, setDays] = useState(7);
  if (invite.data)
    return (
      <Section title={t("invitation.made", { name: invite.data.name })}>
        <OnceLink path={invite.data.path} words={t("once-words")} />
        <button type="button" className="button" onClick={onClose}>
          {t("done")}
        </button>
      </Section>
    );
  return (
    <Section title={t("invite")} note={t("invite-note")}>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ ...fields.body, name: name.trim(), days });
        }}
      >
        <label>
          <span>{t("name")}</span>
          <input required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <RoleFields of={fields} />
        <label>
          <span>{t("invitation.days")}</span>
          <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {[1, 3, 7, 14, 30].map((count) => (
              <option key={count} value={count}>
                {t("days", { count })}
              </option>
            ))}
          </select>
        </label>
        {invite.error && <Failure error={invite.error} />}
        <div className="actions">
          <button className="button primary" disabled={invite.isPending}>
            {t("invitation.make")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Section>
  );
}
