import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useHolds, useWrite, type Rules, type Season } from "./api.ts";
import { Categories } from "./Categories.tsx";
import { EligibilityEditor } from "./EligibilityEditor.tsx";
import { ExemptionRules } from "./ExemptionRules.tsx";
import { useThisSeason } from "./pieces.tsx";
import { PresetSources } from "./PresetSources.tsx";
import { LinesEditor } from "./LinesEditor.tsx";
import { RulesEditor } from "./RulesEditor.tsx";
import { WorkedExample } from "./WorkedExample.tsx";
import "./set-up.css";

type Draft = Pick<Season, "name" | "rules" | "subjects" | "categories" | "eligibility" | "exemptions" | "noticeDays">; // prettier-ignore
const draftOf = ({ name, rules, subjects, categories, eligibility, exemptions, noticeDays }: Season): Draft =>
  ({ name, rules, subjects, categories, eligibility, exemptions, noticeDays }); // prettier-ignore

/** Record: what the season is set up with, and where it comes from. */
export function Component() {
  const season = useThisSeason();
  // a change of another is read before anybody's own goes on
  return <SetUp key={season.etag} season={season} />;
}

function SetUp({ season }: { season: Season }) {
  const { t } = useTranslation("seasons");
  const holds = useHolds(season.region);
  const write = useWrite();
  const [draft, setDraft] = useState(draftOf(season));
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(season));
  const set = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }));
  const setRules = (patch: Partial<Rules>) =>
    setDraft((now) => ({ ...now, rules: withoutEmpty({ ...now.rules, ...patch }) }));
  const fixed = !holds || season.state !== "draft";
  const lines = holds && !["filed", "closed"].includes(season.state);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({
          path: `/api/seasons/${season.id}/set-up`,
          method: "PUT",
          body: draft,
          etag: season.etag,
        });
      }}
    >
      <p className="release-next">
        {t(fixed ? (lines ? "set-up.lines-only" : "set-up.closed") : "set-up.free")}
      </p>
      <Section title={t("set-up.rules")}>
        <fieldset className="season-fields" disabled={fixed}>
          <label>
            <span>{t("set-up.name")}</span>
            <input
              required
              maxLength={120}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          </label>
          <label>
            <span>{t("set-up.notice-days")}</span>
            <input
              type="number"
              min={5}
              max={60}
              value={draft.noticeDays}
              onChange={(event) => set({ noticeDays: Number(event.target.value) })}
            />
          </label>
          <RulesEditor rules={draft.rules} subjects={draft.subjects} onChange={setRules} />
        </fieldset>
      </Section>
      <Section title={t("set-up.lines")} note={t("set-up.lines-note")}>
        <LinesEditor
          rules={draft.rules}
          subjects={draft.subjects}
          categories={draft.categories}
          fixed={!lines}
          onChange={setRules}
        />
      </Section>
      <WorkedExample rules={draft.rules} subjects={draft.subjects} />
      <Subjects draft={draft} fixed={fixed} onChange={(subjects) => set({ subjects })} />
      <Categories
        categories={draft.categories}
        fixed={fixed}
        lengths={lines}
        onChange={(categories) => set({ categories })}
      />
      <EligibilityEditor
        rules={draft.eligibility}
        fixed={fixed}
        onChange={(eligibility) => set({ eligibility })}
      />
      <ExemptionRules
        exemptions={draft.exemptions}
        fixed={fixed}
        onChange={(exemptions) => set({ exemptions })}
      />
      {season.preset && (
        <Section title={t("set-up.preset")} note={t("set-up.preset-note")}>
          <PresetSources preset={season.preset} />
        </Section>
      )}
      <Section title={t("set-up.hash")} note={t("set-up.hash-note")}>
        <p className="receipt">{season.rulesHash}</p>
        <details>
          <summary>rules.json</summary>
          <pre className="json">{JSON.stringify(draft.rules, null, 2)}</pre>
        </details>
      </Section>
      {(!fixed || lines) && (
        <div className="save-bar">
          <button type="submit" className="button primary" disabled={!changed || write.isPending}>
            {t("save")}
          </button>
          <button
            type="button"
            className="button"
            disabled={!changed}
            onClick={() => setDraft(draftOf(season))}
          >
            {t("set-up.undo")}
          </button>
          <span role="status">{t(changed ? "set-up.changed" : "set-up.saved")}</span>
          {write.error && <Failure error={write.error} />}
        </div>
      )}
    </form>
  );
}

/** Rules without the keys that hold nothing. */
const withoutEmpty = (rules: Rules): Rules =>
  Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined && value !== "")) as unknown as Rules; // prettier-ignore

interface Part<T> {
  draft: Draft;
  fixed: boolean;
  onChange: (value: T) => void;
}

function Subjects({ draft, fixed, onChange }: Part<Draft["subjects"]>) {
  const { t } = useTranslation("seasons");
  const { subjects } = draft;
  const set = (i: number, patch: Partial<Draft["subjects"][number]>) =>
    onChange(subjects.map((one, k) => (k === i ? { ...one, ...patch } : one)));
  return (
    <Section title={t("set-up.subjects")} note={t("set-up.subjects-note")}>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("set-up.subjects")}>
<fieldset className="season-plain" disabled={fixed}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t("subject.key")}</th>
                <th scope="col">{t("subject.name")}</th>
                <th scope="col">{t("subject.kind")}</th>
                <th scope="col">{t("subject.max")}</th>
                <th scope="col">{t("subject.places")}</th>
              </tr>
            </thead>
            <tbody>
              {subjects.map((one, i) => (
                <tr key={one.key}>
                  <th scope="row">
                    <code>{one.key}</code>
                  </th>
                  <td>
                    <input aria-label={`${one.key} ${t("subject.name")}`} value={one.name} onChange={(event) => set(i, { name: event.target.value })} />
                  </td>
                  <td>
                    <select aria-label={`${one.key} ${t("subject.kind")}`} value={one.kind} onChange={(event) => set(i, { kind: event.target.value as "culture" | "skill" })}>
                      <option value="culture">{t("subject.culture")}</option>
                      <option value="skill">{t("subject.skill")}</option>
                    </select>
                  </td>
                  <td>
                    <input type="number" min={0} max={10_000} aria-label={`${one.key} ${t("subject.max")}`} value={one.max} onChange={(event) => set(i, { max: Number(event.target.value) })} />
                  </td>
                  <td>
                    <input type="number" min={0} max={4} aria-label={`${one.key} ${t("subject.places")}`} value={one.places} onChange={(event) => set(i, { places: Number(event.target.value) })} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table></fieldset></div>
    </Section>
  ); // prettier-ignore
}
