import type { z } from "zod";
import { maskEmail, maskIdentity, maskPhone } from "@tixi/engines/identifiers";
import type { Vault } from "../../platform/index.ts";
import type { PersonRow } from "./people.sql.ts";
import type * as s from "./schemas.ts";

type Sealed = Pick<PersonRow, "phone" | "email" | "identity" | "bornOn">;

/** Which sealed fields of a person there are, by their names in the register of personal data. */
export const PLACES = {
  phone: "registry.person.phone",
  email: "registry.person.email",
  identity: "registry.person.identity",
} as const;

/** Contact data as it is shown to those who may see it: masked. */
export function maskedContact(vault: Vault, row: Sealed): z.infer<typeof s.contact> {
  const open = (field: keyof typeof PLACES, mask: (value: string) => string) => {
    const sealed = row[field];
    return sealed === null ? null : mask(vault.open(PLACES[field], sealed));
  };
  return {
    phone: open("phone", maskPhone),
    email: open("email", maskEmail),
    identity: open("identity", maskIdentity),
    bornOn: row.bornOn,
  };
}

/** The same in clear: for the person himself. */
export function openedContact(vault: Vault, row: Sealed): z.infer<typeof s.contact> {
  const open = (field: keyof typeof PLACES) => {
    const sealed = row[field];
    return sealed === null ? null : vault.open(PLACES[field], sealed);
  };
  return { phone: open("phone"), email: open("email"), identity: open("identity"), bornOn: row.bornOn };
}
