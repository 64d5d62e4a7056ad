import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { Section } from "../../parts/Page.tsx";
import { usePeopleWrite, writes, type Person } from "./api.ts";
import { Once, ReasonDialog } from "./pieces.tsx";

type Care = "password" | "factor" | "sessions";

/** What somebody needs who forgot his password, lost his phone or left a computer open. */
export function AccountCare({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const me = useMe();
  const [open, setOpen] = useState<Care | null>(null);
  const [done, setDone] = useState<Care | null>(null);
  const password = usePeopleWrite(writes.giveOneTimePassword(person.id));
  const factor = usePeopleWrite(writes.resetSecondFactor(person.id));
  const sessions = usePeopleWrite(writes.endSessions(person.id));
  const write = { password, factor, sessions };
  // the second factor is an administrator's to reset
  const offered: Care[] = ["password", ...(me.data?.user?.role === "administrator" ? (["factor"] as const) : []), "sessions"]; // prettier-ignore
  const begin = (care: Care): void => {
    write[care].reset();
    setDone(null);
    setOpen(care);
  };
  return (
    <Section title={t("care.title")} note={t("care.note")}>
      {done === "password" && password.data && (
        <Once value={password.data.password} words={t("care.password-once", { name: person.name })} />
      )}
      {done !== null && done !== "password" && <p role="status">{t(`care.${done}-done`)}</p>}
      <p className="actions">
        {offered.map((care) => (
          <button key={care} type="button" className="button" onClick={() => begin(care)}>
            {t(`care.${care}`)}
          </button>
        ))}
      </p>
      {open !== null && (
        <ReasonDialog
          title={t(`care.${open}`)}
          words={t(`care.${open}-words`, { name: person.name })}
          submit={t(`care.${open}`)}
          danger
          error={write[open].error}
          pending={write[open].isPending}
          onClose={() => setOpen(null)}
          onSubmit={(reason) =>
            write[open].mutate(reason, {
              onSuccess: () => {
                setDone(open);
                setOpen(null);
              },
            })
          }
        />
      )}
    </Section>
  );
}
