import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import {
  DUTIES,
  isOvertaken,
  RESOURCE_KINDS,
  USAGES,
  usePlanWrite,
  type Member,
  type Plan,
  type Resource,
} from "./api.ts";
import { mergeRows } from "./merge.ts"; // prettier-ignore

type Latest = () => Promise<Plan | undefined>;
interface Common {
  organisation: string;
  name: string;
  courses: string[];
}

/** The parts of a plan that live with it and are not signed: the joint team, the resources that school and enterprises share. */
export function Parts({ of, latest }: { of: Plan; latest: Latest }) {
  const { t } = useTranslation("trainingPlans");
  const organisation = useMe().data?.user?.hat?.organisation?.id ?? of.school;
  return (
    <>
      <Section title={t("team")} note={t("team-note")}>
        <Rows<Member>
          of={of} latest={latest} part="team" rows={of.team} fresh={{ organisation, name: "", duty: "teacher", courses: [] }}
          columns={[{ title: t("duty"), show: (row) => t(`duty.${row.duty}`), edit: (row, set) => <Choice label={t("duty")} value={row.duty} values={DUTIES} words="duty" onChange={(duty) => set({ duty })} /> }]}
        />
      </Section>
      <Section title={t("resources")} note={t("resources-note")}>
        <Rows<Resource>
          of={of} latest={latest} part="resources" rows={of.resources} fresh={{ organisation, name: "", kind: "course", usage: "plan", link: "", courses: [] }}
          columns={[
            { title: t("resource-kind"), show: (row) => t(`resource.${row.kind}`), edit: (row, set) => <Choice label={t("resource-kind")} value={row.kind} values={RESOURCE_KINDS} words="resource" onChange={(kind) => set({ kind })} /> },
            { title: t("usage"), show: (row) => t(`usage.${row.usage}`), edit: (row, set) => <Choice label={t("usage")} value={row.usage} values={USAGES} words="usage" onChange={(usage) => set({ usage })} /> },
            { title: t("link"), show: (row) => row.link && <a href={row.link} target="_blank" rel="noreferrer">{new URL(row.link).host}</a>, edit: (row, set) => <input type="url" aria-label={t("link")} placeholder="https://" value={row.link} onChange={({ target }) => set({ link: target.value })} /> },
          ]}
        />
      </Section>
    </>
  );
} // prettier-ignore

function Choice<V extends string>({ label, value, values, words, onChange }: { label: string; value: V; values: readonly V[]; words: string; onChange: (value: V) => void }) {
  const { t } = useTranslation("trainingPlans");
  return (
    <select aria-label={label} value={value} onChange={({ target }) => onChange(target.value as V)}>
      {values.map((one) => <option key={one} value={one}>{t(`${words}.${one as string}`)}</option>)}
    </select>
  );
} // prettier-ignore

interface Part<R> {
  title: string;
  show: (row: R) => React.ReactNode;
  edit: (row: R, set: (more: Partial<R>) => void) => React.ReactNode;
}

/** Rows of a part: of which side, what, for which courses; written as a whole. */
function Rows<R extends Common>({ of, latest, part, rows, fresh, columns }: { of: Plan; latest: Latest; part: "team" | "resources"; rows: R[]; fresh: R; columns: Part<R>[] }) {
  const { t } = useTranslation("trainingPlans");
  const write = usePlanWrite();
  // what is written here, and on which rows and version; `merged` once others had saved meanwhile
  const [draft, setDraft] = useState<{ items: R[]; base: R[]; etag: string; merged: boolean } | null>(null);
  const items = draft?.items ?? null;
  const setItems = (next: R[]) => setDraft((before) => ({ base: rows, etag: of.etag, merged: false, ...before, items: next }));
  const sides = [{ organisation: of.school, name: of.schoolName }, ...of.partners];
  const courses = new Map(of.document.courses.map((one) => [one.key, one.name]));
  const sideName = (id: string) => sides.find(({ organisation }) => organisation === id)?.name ?? "—";
  const set = (at: number, more: Partial<R>) => setItems(items!.map((one, i) => (i === at ? { ...one, ...more } : one)));
  const onTop = async ({ items, base }: { items: R[]; base: R[] }) => {
    const now = await latest();
    if (!now) return;
    const theirs = now[part] as Common[] as R[];
    setDraft({ items: mergeRows(base, theirs, items, (row) => JSON.stringify(row)), base: theirs, etag: now.etag, merged: true });
    write.reset();
  };
  const save = (mine: NonNullable<typeof draft>) => {
    const onError = (error: Error) => { if (isOvertaken(error)) void onTop(mine); };
    write.mutate({ method: "PUT", path: `/${of.id}/${part}`, body: { items: mine.items }, etag: mine.etag }, { onSuccess: () => setDraft(null), onError });
  };
  const shown = items ?? rows;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (draft) save(draft); }}>
      {shown.length === 0 && <p>{t(`no-${part}`)}</p>}
      {shown.length > 0 && (
        <div className="plan-scroll" tabIndex={0} role="region" aria-label={t(part)}>
          <table className="plan-courses">
            <thead>
              <tr>
                <th scope="col">{t("column.name")}</th>
                <th scope="col">{t("side")}</th>
                {columns.map(({ title }) => <th key={title} scope="col">{title}</th>)}
                <th scope="col">{t("for-courses")}</th>
                {items && <th scope="col" aria-label={t("remove")} />}
              </tr>
            </thead>
            <tbody>
              {shown.map((row, i) => (
                <tr key={i}>
                  <th scope="row">{items ? <input required aria-label={t("column.name")} value={row.name} onChange={({ target }) => set(i, { name: target.value } as Partial<R>)} /> : row.name}</th>
                  <td>
                    {items ? (
                      <select aria-label={t("side")} value={row.organisation} onChange={({ target }) => set(i, { organisation: target.value } as Partial<R>)}>
                        {sides.map((one) => <option key={one.organisation} value={one.organisation}>{one.name}</option>)}
                      </select>
                    ) : sideName(row.organisation)}
                  </td>
                  {columns.map(({ title, show, edit }) => <td key={title}>{items ? edit(row, (more) => set(i, more)) : show(row)}</td>)}
                  <td className="plan-for">
                    {row.courses.map((key) => courses.get(key) ?? key).join("、")}
                    {items && (
                      <select aria-label={t("add-course-to", { name: row.name })} value="" onChange={({ target }) => set(i, { courses: row.courses.includes(target.value) ? row.courses.filter((one) => one !== target.value) : [...row.courses, target.value] } as Partial<R>)}>
                        <option value="">{t("choose-course")}</option>
                        {[...courses].map(([key, name]) => <option key={key} value={key}>{row.courses.includes(key) ? `✓ ${name}` : name}</option>)}
                      </select>
                    )}
                  </td>
                  {items && <td><button type="button" className="quiet" aria-label={t("remove-this", { name: row.name })} onClick={() => setItems(items.filter((_, n) => n !== i))}>{t("remove")}</button></td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {draft?.merged && <p className="plan-clashes" role="status">{t("merged")}</p>}
      {write.error && !isOvertaken(write.error) && <Failure error={write.error} />}
      {of.mayKeep && (
        <div className="actions">
          {items ? (
            <>
              <button type="button" className="button" onClick={() => setItems([...items, fresh])}>{t(`add-${part}`)}</button>
              <button className="button primary" disabled={write.isPending}>{t("save")}</button>
              <button type="button" className="button" onClick={() => setDraft(null)}>{t("back")}</button>
            </>
          ) : (
            <button type="button" className="button" onClick={() => setItems(rows.length > 0 ? rows : [fresh])}>{t(`edit-${part}`)}</button>
          )}
        </div>
      )}
    </form>
  );
} // prettier-ignore
