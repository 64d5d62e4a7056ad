import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure, Loading } from "../../parts/States.tsx";
import { useOpenWork, usePeopleWrite, writes, type Person } from "./api.ts";
import { ReasonDialog } from "./pieces.tsx";

/** What waits for somebody who leaves, and to whom it goes, in one step. */
export function HandOver({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const work = useOpenWork(person.id, true);
  const write = usePeopleWrite(writes.handOver(person.id));
  const [to, setTo] = useState("");
  const items = work.data?.items ?? [];
  return (
    <ReasonDialog
      title={t("hand-over")}
      words={work.data && (items.length === 0 ? t("work.none") : t("work.words", { count: items.length }))}
      submit={t("hand-over-do")}
      error={write.error ?? work.error}
      pending={write.isPending || items.length === 0 || to === ""}
      onClose={onClose}
      onSubmit={(reason) => write.mutate({ toPersonId: to, reason }, { onSuccess: onClose })}
    >
      {work.isPending && <Loading rows={3} />}
      {work.error && <Failure error={work.error} />}
      <ul className="seats">
        {items.map((item) => (
          <li key={item.subject}>
            <span>
              <b>{t(`work.${item.kind}`)}</b> {item.title}
            </span>
            <small>{formatDate(item.since, language)}</small>
            <p className="seat-note">{t(`fate.${item.fate}`)}</p>
          </li>
        ))}
      </ul>
      <label>
        <span>{t("hand-over-to")}</span>
        <select required value={to} onChange={(event) => setTo(event.target.value)}>
          <option value="">{t("choose")}</option>
          {work.data?.successors.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · {t(`shell:role.${one.role}`)}
              {one.post && ` · ${one.post}`}
            </option>
          ))}
        </select>
      </label>
    </ReasonDialog>
  );
}
