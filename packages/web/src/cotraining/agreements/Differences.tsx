import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useDifferences } from "./api.ts";
import "./agreements.css";

/** Clause by clause, what a version changes against an earlier one; of whatever has versions under `path`. */
export function Differences({ path, no }: { path: string; no: number }) {
  const { t } = useTranslation("trainingAgreements");
  const [from, setFrom] = useState(no - 1);
  const found = useDifferences(path, no, from);
  const changed = found.data?.clauses.filter(({ change }) => change !== "same") ?? [];
  return (
    <Section
      title={t("differences")}
      aside={
        <label>
          {t("against")}{" "}
          <select value={from} onChange={({ target }) => setFrom(Number(target.value))}>
            {Array.from({ length: no - 1 }, (_, i) => i + 1).map((one) => <option key={one} value={one}>{t("version", { n: one })}</option>)}
          </select>
        </label>
      }
    >
      {found.isPending && <Loading rows={2} />}
      {found.error && <Failure error={found.error} />}
      {found.data && changed.length === 0 && <p>{t("no-difference")}</p>}
      {changed.map((one) => (
        <article key={one.key} className="contract-difference">
          <h3>{one.title} <span className="tag">{t(`change.${one.change}`)}</span></h3>
          {one.before && <p className="before"><del>{one.before}</del></p>}
          {one.after && <p className="after"><ins>{one.after}</ins></p>}
        </article>
      ))}
    </Section>
  );
} // prettier-ignore
