import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useProposedCategories, type Category } from "./api.ts";
import "./set-up.css";

interface Props {
  categories: Category[];
  /** nothing but the lengths of tests may be changed */
  fixed: boolean;
  lengths: boolean;
  onChange: (categories: Category[]) => void;
}

/** 专业类别: who competes with whom, which programmes belong to it, how long its skill test is. */
export function Categories({ categories, fixed, lengths, onChange }: Props) {
  const { t } = useTranslation("seasons");
  const [proposing, setProposing] = useState(false);
  const set = (i: number, patch: Partial<Category>) =>
    onChange(categories.map((one, k) => (k === i ? { ...one, ...patch } : one)));
  return (
    <Section
      title={t("set-up.categories", { count: categories.length })}
      note={t("set-up.categories-note")}
      aside={
        !fixed && (
          <button type="button" className="button small" onClick={() => setProposing(true)}>
            {t("category.propose")}
          </button>
        )
      }
    >
      {proposing && (
        <Proposed
          have={categories}
          onTake={(taken) => {
            onChange([...categories, ...taken]);
            setProposing(false);
          }}
        />
      )}
      {categories.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t("category.title")}>
          <table className="data season-cells">
            <thead>
              <tr>
                <th scope="col">{t("category.name")}</th>
                <th scope="col">{t("category.programmes")}</th>
                <th scope="col">{t("category.minutes")}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {categories.map((one, i) => (
                <tr key={one.key}>
                  <th scope="row">
                    <input disabled={fixed} aria-label={`${one.key} ${t("category.name")}`} value={one.name} onChange={(event) => set(i, { name: event.target.value })} />
                  </th>
                  <td>
                    <input className="wide-field" disabled={fixed} aria-label={`${one.name} ${t("category.programmes")}`} value={one.programmes.join(" ")} onChange={(event) => set(i, { programmes: event.target.value.split(/[\s,，、]+/).filter(Boolean) })} />
                  </td>
                  <td>
                    <input type="number" min={5} max={600} disabled={!lengths} aria-label={`${one.name} ${t("category.minutes")}`} value={one.skillMinutes ?? ""} onChange={(event) => set(i, { skillMinutes: event.target.value === "" ? null : Number(event.target.value) })} />
                  </td>
                  <td>
                    {!fixed && (
                      <button type="button" className="button small" aria-label={`${t("remove")} ${one.name}`} onClick={() => onChange(categories.filter((_, k) => k !== i))}>
                        {t("remove")}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  ); // prettier-ignore
}

function Proposed({ have, onTake }: { have: Category[]; onTake: (taken: Category[]) => void }) {
  const { t } = useTranslation("seasons");
  const found = useProposedCategories(true);
  const [chosen, setChosen] = useState<string[]>([]);
  if (found.isPending) return <Loading rows={3} />;
  if (!found.data) return <Failure error={found.error} />;
  const free = found.data.items.filter(({ key }) => !have.some((one) => one.key === key));
  return (
    <div className="season-proposed">
      <p className="section-note">{t("category.propose-note")}</p>
      <div className="season-choices">
        {free.map((one) => (
          <label key={one.key}>
            <input
              type="checkbox"
              checked={chosen.includes(one.key)}
              onChange={(event) =>
                setChosen(
                  event.target.checked ? [...chosen, one.key] : chosen.filter((key) => key !== one.key),
                )
              }
            />
            {one.name}
          </label>
        ))}
      </div>
      <button
        type="button"
        className="button"
        disabled={chosen.length === 0}
        onClick={() => onTake(free.filter(({ key }) => chosen.includes(key)))}
      >
        {t("category.take", { count: chosen.length })}
      </button>
    </div>
  );
}
