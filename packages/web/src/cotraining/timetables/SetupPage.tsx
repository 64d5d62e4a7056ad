import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useChoices, useTimetable, useWrite, type Choices, type Timetable } from "./api.ts";
import { KINDS, limitsOf, pasted, sheetsOf, type Sheet, type SheetFault, type Sheets } from "./sheets.ts";
import "./timetables.css";

const COLUMNS = {
  places: ["name", "kind", "capacity", "closed", "organisation"],
  cohorts: ["name", "people", "off", "agreement"],
  needs: ["who", "need", "at", "count", "least", "most", "after", "after-weeks"],
} as const;
const BLANK: Sheets = {
  places: [["", "school", "", "", ""], ["", "enterprise", "", "", ""]],
  cohorts: [["", "", "", ""]],
  needs: [["", "", "", "", "", "", "", ""]],
}; // prettier-ignore

/** Task: what a timetable has to keep to: places, cohorts, needs, as sheets one can paste into. */
export function Component() {
  const { id } = useParams();
  const found = useTimetable(id);
  const choices = useChoices();
  if ((id && found.isPending) || choices.isPending) return <Loading rows={10} />;
  const error = found.error ?? choices.error;
  if (error) return <Failure error={error} retry={() => void found.refetch()} />;
  return <Form key={id ?? "new"} timetable={id ? found.data! : null} choices={choices.data!} />;
}

function Form({ timetable, choices }: { timetable: Timetable | null; choices: Choices }) {
  const { t } = useTranslation("timetables");
  const navigate = useNavigate();
  const write = useWrite();
  const [title, setTitle] = useState(timetable?.title ?? "");
  const [startsOn, setStartsOn] = useState(timetable?.startsOn ?? "");
  const [weeks, setWeeks] = useState(timetable?.input.weeks ?? 20);
  const [sheets, setSheets] = useState<Sheets>(timetable && timetable.input.cohorts.length > 0 ? sheetsOf(timetable.input) : BLANK);
  const [faults, setFaults] = useState<SheetFault[]>([]);
  const set = (key: keyof Sheets) => (sheet: Sheet): void => setSheets((before) => ({ ...before, [key]: sheet }));
  const save = (): void => {
    const read = limitsOf(sheets, weeks, timetable?.input ?? null);
    setFaults(read.faults);
    if (read.faults.length > 0) return;
    const body = { title, startsOn, input: read.input };
    write.mutate(
      timetable ? { method: "PUT", path: `timetables/${timetable.id}`, body, etag: timetable.etag } : { path: "timetables", body },
      { onSuccess: ({ id }) => void navigate(`/timetables/${id}`) },
    );
  };
  return (
    <Page title={t(timetable ? "setup" : "new")} crumbs={[{ name: t("title"), path: "/timetables" }, ...(timetable ? [{ name: timetable.title, path: `/timetables/${timetable.id}` }] : [])]} lead={t("setup-lead")}>
      <form
        className="rota-setup"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className="filters">
          <label>
            {t("name")}
            <input required maxLength={120} value={title} onChange={(event) => setTitle(event.target.value)} />
          </label>
          <label>
            {t("first-monday")}
            <input type="date" required value={startsOn} onChange={(event) => setStartsOn(event.target.value)} />
          </label>
          <label>
            {t("weeks")}
            <input type="number" min={1} max={60} required value={weeks} onChange={(event) => setWeeks(Number(event.target.value))} />
          </label>
        </div>
        {(Object.keys(COLUMNS) as (keyof Sheets)[]).map((key) => (
          <Section key={key} title={t(`sheet.${key}`)} note={t(`sheet.${key}-words`)}>
            <SheetEditor name={key} sheet={sheets[key]} faults={faults.filter((one) => one.sheet === key)} choices={choices} onChange={set(key)} />
          </Section>
        ))}
        {faults.length > 0 && (
          <ul role="alert" className="rota-lost">
            {faults.slice(0, 10).map(({ sheet, row, what }, k) => (
              <li key={k}>{t("sheet-fault", { sheet: t(`sheet.${sheet}`), row: row + 1, what })}</li>
            ))}
          </ul>
        )}
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t("save")}
          </button>
        </div>
      </form>
    </Page>
  );
} // prettier-ignore

function SheetEditor({ name, sheet, faults, choices, onChange }: { name: keyof Sheets; sheet: Sheet; faults: readonly SheetFault[]; choices: Choices; onChange: (sheet: Sheet) => void }) {
  const { t } = useTranslation("timetables");
  const columns = COLUMNS[name];
  const put = (row: number, column: number, value: string): void => onChange(sheet.map((line, r) => (r === row ? columns.map((_, c) => (c === column ? value : (line[c] ?? ""))) : line)));
  const chosen = (column: string): readonly { id: string; name: string }[] | null =>
    column === "kind" ? KINDS.map((id) => ({ id, name: t(`kind.${id}`) }))
    : column === "organisation" ? [{ id: "", name: "—" }, ...choices.organisations]
    : column === "agreement" ? [{ id: "", name: "—" }, ...choices.agreements.map(({ id, title }) => ({ id, name: title }))]
    : null;
  return (
    <div className="rota-sheet" tabIndex={0} role="region" aria-label={t(`sheet.${name}`)}>
      <table>
        <thead>
          <tr>
            <th aria-label={t("line")} />
            {columns.map((column) => (
              <th key={column}>{t(`column.${column}`)}</th>
            ))}
            <th aria-label={t("remove")} />
          </tr>
        </thead>
        <tbody>
          {sheet.map((line, row) => (
            <tr key={row} className={faults.some((fault) => fault.row === row) ? "fault" : ""}>
              <td>{row + 1}</td>
              {columns.map((column, c) => {
                const options = chosen(column);
                const label = t("sheet-cell", { column: t(`column.${column}`), row: row + 1 });
                return (
                  <td key={column}>
                    {options ? (
                      <select aria-label={label} value={line[c] ?? ""} onChange={(event) => put(row, c, event.target.value)}>
                        {!options.some(({ id }) => id === (line[c] ?? "")) && <option value={line[c]}>{t("other-organisation")}</option>}
                        {options.map((one) => (
                          <option key={one.id} value={one.id}>
                            {one.name}
                          </option>
                        ))}
                      </select>
                    ) : (
                      <input
                        aria-label={label}
                        value={line[c] ?? ""}
                        onChange={(event) => put(row, c, event.target.value)}
                        onPaste={(event) => {
                          const text = event.clipboardData.getData("text/plain");
                          if (!/[\t\n]/.test(text.trim())) return;
                          event.preventDefault();
                          onChange(pasted(sheet, row, c, text, columns.length));
                        }}
                      />
                    )}
                  </td>
                );
              })}
              <td>
                <button type="button" className="button small" aria-label={t("remove-line", { row: row + 1 })} onClick={() => onChange(sheet.filter((_, r) => r !== row))}>
                  ×
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className="button small" onClick={() => onChange([...sheet, columns.map((column) => (column === "kind" ? "enterprise" : ""))])}>
        {t("add-line")}
      </button>
    </div>
  );
} // prettier-ignore
