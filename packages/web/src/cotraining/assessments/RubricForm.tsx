import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RubricItem } from "./api.ts";
import "./assessments.css";

export interface Rubric {
  items: RubricItem[];
  passMark: number;
}

/** What is judged, with which weight, and how much each side counts; the weights must be 100 in all. */
export function RubricForm(props: {
  items: readonly RubricItem[];
  passMark: number;
  pending: boolean;
  onSave: (items: RubricItem[], passMark: number) => void;
}) {
  const { t } = useTranslation("assessments");
  const [rubric, setRubric] = useState<Rubric>({ items: [...props.items], passMark: props.passMark });
  const sum = rubric.items.reduce((all, { weight }) => all + weight, 0);
  return (
    <form
      className="rubric-form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(rubric.items, rubric.passMark);
      }}
    >
      <RubricTable of={rubric} onChange={setRubric} />
      <button type="submit" className="button primary" disabled={props.pending || sum !== 100}>
        {t("propose")}
      </button>
    </form>
  );
}

/** The rows of a rubric, to be changed. */
export function RubricTable({ of: { items, passMark }, onChange }: { of: Rubric; onChange: (rubric: Rubric) => void }) {
  const { t } = useTranslation("assessments");
  const sum = items.reduce((all, { weight }) => all + weight, 0);
  const setItems = (next: RubricItem[]) => onChange({ items: next, passMark });
  const set = (i: number, change: Partial<RubricItem>): void =>
    setItems(items.map((item, n) => (n === i ? { ...item, ...change } : item)));
  const add = (): void =>
    setItems([...items, { key: `item-${items.length + 1}-${String(Date.now()).slice(-6)}`, name: "", weight: 10, schoolShare: 50, competence: false }]);
  return (
    <>
      <div className="rubric-scroll">
        <table className="rubric">
          <thead>
            <tr>
              <th scope="col">{t("item")}</th>
              <th scope="col">{t("weight")}</th>
              <th scope="col">{t("school-share")}</th>
              <th scope="col">{t("competence")}</th>
              <th scope="col" aria-label={t("remove")} />
            </tr>
          </thead>
          <tbody>
            {items.map((item, i) => (
              <tr key={item.key}>
                <td>
                  <input required aria-label={t("item")} value={item.name} onChange={(event) => set(i, { name: event.target.value })} />
                </td>
                <td>
                  <input required type="number" min={1} max={100} aria-label={`${t("weight")} ${item.name}`} value={item.weight} onChange={(event) => set(i, { weight: Number(event.target.value) })} />
                </td>
                <td>
                  <input required type="number" min={0} max={100} aria-label={`${t("school-share")} ${item.name}`} value={item.schoolShare} onChange={(event) => set(i, { schoolShare: Number(event.target.value) })} />
                </td>
                <td>
                  <input type="checkbox" aria-label={`${t("competence")} ${item.name}`} checked={item.competence} onChange={(event) => set(i, { competence: event.target.checked })} />
                </td>
                <td>
                  <button type="button" className="quiet" aria-label={t("remove-this", { name: item.name })} onClick={() => setItems(items.filter((_, n) => n !== i))}>
                    {t("remove")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={sum === 100 ? "" : "field-error"} role="status">
        {t("weight-sum", { sum })}
      </p>
      <p className="rubric-buttons">
        <button type="button" className="button" onClick={add}>
          {t("add-item")}
        </button>
        <label>
          {t("pass-mark")} <input type="number" min={1} max={100} value={passMark} onChange={(event) => onChange({ items, passMark: Number(event.target.value) })} />
        </label>
      </p>
    </>
  );
} // prettier-ignore
