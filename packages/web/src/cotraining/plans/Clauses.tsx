import { useTranslation } from "react-i18next";
import { useSay } from "../rounds/pieces.tsx";
import { freeKey, type Clause, type Plan, type PlanDocument } from "./api.ts";

/** The parts of the plan in words. `onChange` null = only to be read. */
export function Clauses({ of, library, onChange }: { of: PlanDocument; library: Plan["library"]; onChange: ((of: PlanDocument) => void) | null }) {
  const { t } = useTranslation("trainingPlans");
  const say = useSay();
  const set = (key: string, more: Partial<Clause>) => onChange?.({ ...of, clauses: of.clauses.map((one) => (one.key === key ? { ...one, ...more } : one)) });
  const left = library.filter(({ key }) => !of.clauses.some((one) => one.key === key));
  const add = (clause: Clause) => onChange?.({ ...of, clauses: [...of.clauses, clause] });
  return (
    <>
      <ol className="contract-clauses">
        {of.clauses.map((one) => {
          const known = library.find(({ key }) => key === one.key);
          return (
            <li key={one.key} id={`clause-clause-${one.key}`}>
              {onChange ? (
                <>
                  <h3>
                    {known ? one.title : <input aria-label={t("clause-title")} value={one.title} onChange={({ target }) => set(one.key, { title: target.value })} />}
                    {known?.needed && <span className="tag blue">{t("needed")}</span>}
                  </h3>
                  <textarea aria-label={one.title} rows={3} placeholder={known && say(known.hint)} value={one.text} onChange={({ target }) => set(one.key, { text: target.value })} />
                  {!known?.needed && <button type="button" className="button small" onClick={() => onChange({ ...of, clauses: of.clauses.filter((it) => it !== one) })}>{t("leave-out")}</button>}
                </>
              ) : (
                <>
                  <h3>{one.title}</h3>
                  <p>{one.text || "—"}</p>
                </>
              )}
            </li>
          );
        })}
      </ol>
      {onChange && (
        <div className="actions">
          {left.map((one) => <button key={one.key} type="button" className="button" onClick={() => add({ key: one.key, title: one.title, text: "" })}>{t("add-part", { title: one.title })}</button>)}
          <button type="button" className="button" onClick={() => add({ key: freeKey(of.clauses, "own"), title: t("own-clause"), text: "" })}>{t("add-clause")}</button>
        </div>
      )}
    </>
  );
} // prettier-ignore
