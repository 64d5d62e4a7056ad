import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { usePartners } from "../agreements/api.ts";
import { useOwnAlliances, usePlanWrite, type Partner } from "./api.ts";
import "../agreements/agreements.css";
import "./plans.css"; // prettier-ignore

/** Task: begin a training plan: which programme and year, with which enterprises. */
export function Component() {
  const { t } = useTranslation("trainingPlans");
  const go = useNavigate();
  const write = usePlanWrite();
  const alliances = useOwnAlliances();
  const [facts, setFacts] = useState({ title: "", programme: "", cohortYear: new Date().getFullYear() + 1, years: 3, alliance: "" });
  const [partners, setPartners] = useState<Partner[]>([]);
  const set = (more: Partial<typeof facts>) => setFacts((before) => ({ ...before, ...more }));
  const begin = () =>
    write.mutate(
      { path: "", body: { ...facts, alliance: facts.alliance || null, partners: partners.map(({ organisation }) => organisation) } },
      { onSuccess: ({ id }) => void go(`/training-plans/${id}`) },
    );
  return (
    <Page title={t("new")} lead={t("new-lead")} crumbs={[{ name: t("title"), path: "/training-plans" }]} narrow>
      <form className="contract-form" onSubmit={(event) => { event.preventDefault(); begin(); }}>
        <fieldset>
          <label className="contract-wide"><span>{t("name")}</span><input required minLength={2} value={facts.title} onChange={({ target }) => set({ title: target.value })} /></label>
          <label><span>{t("programme-code")}</span><input required pattern="[2-7][0-9]{5}K?" value={facts.programme} onChange={({ target }) => set({ programme: target.value })} /></label>
          <label><span>{t("cohort-year")}</span><input type="number" required min={2000} max={2100} value={facts.cohortYear} onChange={({ target }) => set({ cohortYear: Number(target.value) })} /></label>
          <label><span>{t("years")}</span><input type="number" required min={1} max={8} step={0.5} value={facts.years} onChange={({ target }) => set({ years: Number(target.value) })} /></label>
          <label>
            <span>{t("alliance")}</span>
            <select value={facts.alliance} onChange={({ target }) => set({ alliance: target.value })}>
              <option value="">{t("no-alliance")}</option>
              {alliances.data?.items.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            </select>
          </label>
        </fieldset>
        <fieldset>
          <legend>{t("partners")}</legend>
          <div className="contract-wide"><Partners of={partners} onChange={setPartners} /></div>
        </fieldset>
        {write.error && <Failure error={write.error} />}
        <button className="button primary" disabled={write.isPending || partners.length === 0}>{t("begin")}</button>
      </form>
    </Page>
  );
} // prettier-ignore

/** The enterprises of a plan, found in the register by name. */
export function Partners({ of, onChange }: { of: Partner[]; onChange: (partners: Partner[]) => void }) {
  const { t } = useTranslation("trainingPlans");
  const [q, setQ] = useState("");
  const found = usePartners(useDeferredValue(q.trim()));
  const offered = (found.data?.items ?? []).filter((one) => !of.some(({ organisation }) => organisation === one.id)).slice(0, 8);
  return (
    <>
      <ul className="plan-partners">
        {of.map((one) => (
          <li key={one.organisation}>
            {one.name}{" "}
            <button type="button" className="button small" aria-label={t("remove-partner", { name: one.name })} onClick={() => onChange(of.filter((other) => other !== one))}>{t("remove")}</button>
          </li>
        ))}
      </ul>
      <label className="plan-fact"><span>{t("find-partner")}</span><input type="search" value={q} onChange={({ target }) => setQ(target.value)} /></label>
      {q.trim() !== "" && found.data && offered.length === 0 && <p>{t("no-partner")}</p>}
      <ul className="plan-partners">
        {offered.map((one) => (
          <li key={one.id}>
            <button type="button" className="button small" onClick={() => { onChange([...of, { organisation: one.id, name: one.name }]); setQ(""); }}>{t("take-partner", { name: one.name })}</button>
          </li>
        ))}
      </ul>
    </>
  );
} // prettier-ignore
