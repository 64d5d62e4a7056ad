import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CLAIMABLE, type HeldRole, type OrganisationLine } from "./api.ts";
import { OrganisationField } from "./pieces.tsx";

/** What somebody says to be: where, in which role, as what. */
export function useClaim() {
  const [organisation, setOrganisation] = useState<OrganisationLine | null>(null);
  const [role, setRole] = useState<HeldRole>("teacher");
  const [post, setPost] = useState("");
  const body = organisation && { organisationId: organisation.id, role, post: post.trim() };
  return { organisation, setOrganisation, role, setRole, post, setPost, body };
}

export function ClaimFields({ of }: { of: ReturnType<typeof useClaim> }) {
  const { t } = useTranslation("people");
  return (
    <>
      <OrganisationField
        required
        label={t("organisation")}
        value={of.organisation}
        onChange={of.setOrganisation}
      />
      <label>
        <span>{t("role")}</span>
        <select value={of.role} onChange={(event) => of.setRole(event.target.value as HeldRole)}>
          {CLAIMABLE.map((role) => (
            <option key={role} value={role}>
              {t(`shell:role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("post")}</span>
        <input maxLength={60} value={of.post} onChange={(event) => of.setPost(event.target.value)} />
      </label>
    </>
  );
}
