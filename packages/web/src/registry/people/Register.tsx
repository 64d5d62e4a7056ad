import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { usePeopleWrite, writes } from "./api.ts";
import { AccountFields, useAccount } from "./AccountFields.tsx";
import { ClaimFields, useClaim } from "./ClaimFields.tsx";

/** Somebody makes himself known; the organisation confirms it. */
export function Component() {
  const { t } = useTranslation("people");
  const [name, setName] = useState("");
  const [bornOn, setBornOn] = useState("");
  const claim = useClaim();
  const account = useAccount();
  const write = usePeopleWrite(writes.register);
  if (write.data)
    return (
      <Page narrow title={t("register.done")}>
        <p>{t("register.done-words", { username: write.data.username })}</p>
        <p>
          <Link className="button primary" to="/sign-in?next=/me">
            {t("shell:sign-in.open")}
          </Link>
        </p>
      </Page>
    );
  return (
    <Page narrow title={t("register.title")} lead={t("register.lead")}>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          if (claim.body) write.mutate({ ...claim.body, ...account.body, name: name.trim(), bornOn: bornOn || null });
        }}
      >
        <label>
          <span>{t("name")}</span>
          <input required maxLength={60} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <ClaimFields of={claim} />
        {claim.role === "student" && (
          <label>
            <span>{t("born-on")}</span>
            <input required type="date" value={bornOn} onChange={(event) => setBornOn(event.target.value)} />
          </label>
        )}
        <AccountFields of={account} />
        {write.error && <Failure error={write.error} />}
        <button className="button primary" disabled={write.isPending || !claim.body}>
          {t("register.submit")}
        </button>
      </form>
    </Page>
  );
} // prettier-ignore
