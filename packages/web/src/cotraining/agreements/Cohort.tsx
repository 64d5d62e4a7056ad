import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useStudents } from "../placements/api.ts";
import { useWrite, type Agreement } from "./api.ts";

/** Who is in the cohort; the school takes in its students and lets them leave. */
export function Cohort({ of }: { of: Agreement }) {
  const { t } = useTranslation("trainingAgreements");
  const language = useLanguage();
  const write = useWrite();
  const [q, setQ] = useState("");
  const found = useStudents(useDeferredValue(q.trim()));
  const members = of.cohort.filter(({ until }) => until === null);
  const set = (people: string[]) =>
    write.mutate({ method: "PUT", path: `/${of.id}/cohort`, body: { people }, etag: of.etag }); // prettier-ignore
  const ids = members.map(({ person }) => person);
  return (
    <Section title={t("cohort")} note={t("cohort-note", { n: members.length, of: of.people })}>
      <ul className="contract-cohort">
        {of.cohort.map((one) => (
          <li key={one.person}>
            {one.name} <small>{formatDate(one.since, language)}{one.until && ` – ${formatDate(one.until, language)}`}</small>{" "}
            {of.mayEnterCohort && one.until === null && (
              <button type="button" className="button small" disabled={write.isPending} onClick={() => set(ids.filter((id) => id !== one.person))}>{t("leaves")}</button>
            )}
          </li>
        ))}
      </ul>
      {of.mayEnterCohort && (
        <div className="filters">
          <label>
            {t("find-student")}
            <input type="search" value={q} onChange={({ target }) => setQ(target.value)} />
          </label>
          {found.data?.items.filter(({ id }) => !ids.includes(id)).slice(0, 8).map((one) => (
            <button key={one.id} type="button" className="button small" disabled={write.isPending} onClick={() => set([...ids, one.id])}>
              {t("takes-in", { name: one.name })}
            </button>
          ))}
        </div>
      )}
      {write.error && <Failure error={write.error} />}
    </Section>
  );
} // prettier-ignore
