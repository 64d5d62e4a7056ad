import { useTranslation } from "react-i18next";
import type { IndustryInput } from "./api.ts";
import { EnterprisesField } from "./EnterprisesField.tsx";
import { binder, Codes, Count, Money, Terms, Text } from "./form-fields.tsx";

type Project = IndustryInput["projects"][number];
const MOST = 30;

/** A chain and its growth plan: where it is, who leads it, what it builds and whom it needs. */
export function IndustryFields({ of, set }: { of: IndustryInput; set: (to: IndustryInput) => void }) {
  const bind = binder(of, set);
  const { output } = of;
  return (
    <>
      <Text {...bind("chain")} required most={60} />
      <Text {...bind("part")} most={60} />
      <Text {...bind("park")} most={60} />
      <Codes {...bind("industries")} kind="industry" />
      <Codes {...bind("cities")} label="city" kind="region" />
      <EnterprisesField {...bind("enterprises")} />
      <Terms {...bind("products")} />
      <Projects {...bind("projects")} />
      <div className="three-fields">
        <Money
          name="output"
          unit="wan"
          value={output?.fen ?? null}
          onChange={(fen) =>
            set({ ...of, output: fen === null ? null : { fen, year: output?.year ?? of.year - 1 } })
          }
        />
        {output && (
          <Count
            name="outputYear"
            least={2000}
            most={2100}
            required
            value={output.year}
            onChange={(year) => set({ ...of, output: { ...output, year: year ?? of.year - 1 } })}
          />
        )}
        <Count
          name="planYear"
          least={2000}
          most={2100}
          required
          value={of.year}
          onChange={(year) => year !== null && set({ ...of, year })}
        />
      </div>
      <Codes {...bind("occupations")} label="talents" kind="occupation" />
      {of.occupations.length === 0 && <Text {...bind("noTalent")} required rows={2} most={300} />}
    </>
  );
}

/** The projects of the growth plan, one line each. */
function Projects({ value, onChange }: { value: Project[]; onChange: (to: Project[]) => void }) {
  const { t } = useTranslation("lists");
  const at = (i: number) => (to: Project) => onChange(value.map((one, j) => (i === j ? to : one)));
  return (
    <fieldset className="line-items">
      <legend>{t("field.projects")}</legend>
      {value.map((project, i) => {
        const bind = binder(project, at(i));
        return (
          <div key={i} className="line-item">
            <Text {...bind("name")} label="projectName" required />
            <Money {...bind("investmentFen")} label="investment" unit="wan" />
            <Text {...bind("stage")} label="projectStage" most={40} />
            <button
              type="button"
              className="button small"
              aria-label={t("projects.remove", { name: project.name || i + 1 })}
              onClick={() => onChange(value.filter((_, j) => j !== i))}
            >
              {t("items.remove")}
            </button>
          </div>
        );
      })}
      {value.length < MOST && (
        <button
          type="button"
          className="button small"
          onClick={() => onChange([...value, { name: "", investmentFen: null, stage: "" }])}
        >
          {t("projects.add")}
        </button>
      )}
    </fieldset>
  );
}
