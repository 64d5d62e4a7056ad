import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Fact } from "@tixi/engines/lawful";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { CodeField } from "../../planning/lists/CodeField.tsx";
import { useWrite, type Competence, type Facts, type Post } from "./api.ts";
import { FactFields } from "./pieces.tsx";

const POST_GROUPS: { key: string; facts: Fact[] }[] = [
  { key: "group.like", facts: ["likeStaff", "likePay", "lowestPay"] },
  { key: "group.hours", facts: ["hoursDay", "hoursWeek", "restDays", "overtime", "night", "restDayWork", "holidayWork"] },
  { key: "group.labour", facts: ["labourLevel", "simpleOnly", "hazards"] },
]; // prettier-ignore
/** As many as the server takes. */
const MOST_COMPETENCES = 60;

export const codes = (text: string): string[] => text.split(/[\s,，、]+/).filter((one) => one !== "");

/** A post as the enterprise offers it: what is done there, how many, under which conditions, which competences are trained. */
export function PostDialog({ of, onClose }: { of: Post | null; onClose: () => void }) {
  const { t } = useTranslation("placements");
  const write = useWrite();
  const [value, setValue] = useState<Facts>(() => {
    if (!of) return { name: "", seats: 1, likeKey: "", closed: false, occupation: "" };
    const { id: _id, enterprise: _enterprise, mayEdit: _mayEdit, etag: _etag, ...facts } = of;
    return facts;
  });
  const [competences, setCompetences] = useState<readonly Competence[]>(of?.competences ?? []);
  const [programmes, setProgrammes] = useState(of?.programmes.join(" ") ?? "");
  const set = (key: string, given: unknown) => setValue((before) => ({ ...before, [key]: given }));
  const save = () => {
    const body = { ...value, programmes: codes(programmes), competences: competences.map(({ key, name }) => ({ key, name: name.trim() })).filter(({ name }) => name !== "") };
    write.mutate(of ? { method: "PUT", path: `work-posts/${of.id}`, body, etag: of.etag } : { path: "work-posts", body }, { onSuccess: onClose });
  };
  return (
    <Dialog label={t("post")} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); save(); }}>
        <fieldset className="gate-group">
          <legend>{of ? of.name : t("new-post")}</legend>
          <label><span>{t("post-name")}</span><input required value={String(value.name)} onChange={({ target }) => set("name", target.value)} /></label>
          <label><span>{t("seat-count")}</span><input type="number" min={0} required value={Number(value.seats)} onChange={({ target }) => set("seats", Number(target.value))} /></label>
          <label><span>{t("programmes")}</span><input value={programmes} onChange={({ target }) => setProgrammes(target.value)} /></label>
          <label><span>{t("like-key")}</span><input value={String(value.likeKey ?? "")} onChange={({ target }) => set("likeKey", target.value)} /></label>
          <label><span>{t("closed")}</span><select value={String(value.closed)} onChange={({ target }) => set("closed", target.value === "true")}><option value="false">{t("no")}</option><option value="true">{t("yes")}</option></select></label>
          <CodeField kind="occupation" label={t("occupation")} value={String(value.occupation ?? "")} onChange={(code) => set("occupation", code ?? "")} />
        </fieldset>
        <CompetenceFields value={competences} onChange={setCompetences} />
        {POST_GROUPS.map(({ key, facts }) => <FactFields key={key} title={t(key)} facts={facts} value={value} onChange={setValue} />)}
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button className="button primary" disabled={write.isPending}>{t("save")}</button>
          <button type="button" className="button" onClick={onClose}>{t("back")}</button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore

/** A key that no competence has or had: entries of logbooks and rubrics name competences by it. */
const newKey = (): string => `c${Date.now().toString(36)}`;

function CompetenceFields({ value, onChange }: { value: readonly Competence[]; onChange: (value: readonly Competence[]) => void }) {
  const { t } = useTranslation("placements");
  return (
    <fieldset className="gate-group gate-competences">
      <legend>{t("competences")}</legend>
      <p>{t("competences-note")}</p>
      {value.map((one, n) => (
        <span key={one.key}>
          <input aria-label={t("competence-n", { n: n + 1 })} required maxLength={120} value={one.name} onChange={({ target }) => onChange(value.map((other) => (other === one ? { ...one, name: target.value } : other)))} />
          <button type="button" className="button small" aria-label={t("competence-remove", { name: one.name || n + 1 })} onClick={() => onChange(value.filter((other) => other !== one))}>×</button>
        </span>
      ))}
      <button type="button" className="button small" disabled={value.length >= MOST_COMPETENCES} onClick={() => onChange([...value, { key: newKey(), name: "" }])}>{t("competence-add")}</button>
    </fieldset>
  );
} // prettier-ignore
