import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { givenBy, usePeopleWrite, writes, type HeldRole, type OrganisationLine, type Person } from "./api.ts";
import { OrganisationField } from "./pieces.tsx";

/** Which role, where and as what: the same fields for a known person and for an invitation. */
export function useRoleFields() {
  const me = useMe();
  const roles = givenBy(me.data?.user?.role);
  const [role, setRole] = useState<HeldRole | "">("");
  const [organisation, setOrganisation] = useState<OrganisationLine | null>(null);
  const [post, setPost] = useState("");
  const chosen = role || roles[0] || "teacher";
  return {
    roles,
    anywhere: me.data?.user?.role === "administrator",
    role: chosen,
    setRole,
    organisation,
    setOrganisation,
    post,
    setPost,
    body: { role: chosen, organisationId: organisation?.id ?? null, post: post.trim() },
  };
}

export function RoleFields({ of }: { of: ReturnType<typeof useRoleFields> }) {
  const { t } = useTranslation("people");
  return (
    <>
      <label>
        <span>{t("role")}</span>
        <select value={of.role} onChange={(event) => of.setRole(event.target.value as HeldRole)}>
          {of.roles.map((role) => (
            <option key={role} value={role}>
              {t(`shell:role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      {of.anywhere && (
        <OrganisationField
          label={t("organisation.optional")}
          value={of.organisation}
          onChange={of.setOrganisation}
        />
      )}
      <label>
        <span>{t("post")}</span>
        <input maxLength={60} value={of.post} onChange={(event) => of.setPost(event.target.value)} />
      </label>
    </>
  );
}

export function GiveRole({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation("people");
  const fields = useRoleFields();
  const give = usePeopleWrite(writes.give(person.id));
  return (
    <Dialog label={t("give")} onClose={onClose}>
      <h2>{t("give-to", { name: person.name })}</h2>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate(fields.body, { onSuccess: onClose });
        }}
      >
        <RoleFields of={fields} />
        {give.error && <Failure error={give.error} />}
        <div className="actions">
          <button className="button primary" disabled={give.isPending}>
            {t("give")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
