import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/session.ts";
import { shortCity } from "../format.ts";
import { useCities } from "../shell/ScopeBar.tsx";
import { useCategories } from "../standards/api.ts";
import { AWARDS, CERTIFICATES, ENDS, STANDS, WITH_PROGRAMME, type Asked, type Stage } from "./api.ts";
import { NOTHING } from "./asked.ts";
import { Picker } from "./Picker.tsx";
import "./ask.css";

interface AskProps {
  asked: Asked | null;
  onChange: (asked: Asked) => void;
  /** year of the next entry, as the server has it */
  year: number | null;
}

const YEARS_OF_STUDY = [1, 2, 3, 4, 5];

/** Where I stand: the first question opens the next ones; everything but the first two is left to who wants to say it. */
export function AskForm({ asked, onChange, year }: AskProps) {
  const { t } = useTranslation("pathways");
  const programmed = asked !== null && WITH_PROGRAMME.includes(asked.stage);
  const change = (patch: Partial<Asked>): void => onChange({ ...(asked ?? NOTHING), ...patch });
  const stand = (stage: Stage): void =>
    change({ stage, programme: null, agreement: null, ...(WITH_PROGRAMME.includes(stage) ? {} : { status: "graduated", yearOfStudy: null }) }); // prettier-ignore
  return (
    <form className="ways-ask" aria-label={t("ask.title")} onSubmit={(event) => event.preventDefault()}>
      <fieldset className="ways-stages">
        <legend>{t("ask.stage")}</legend>
        {STANDS.map((stage) => (
          <label key={stage} className={asked?.stage === stage ? "on" : undefined}>
            <input type="radio" name="stage" checked={asked?.stage === stage} onChange={() => stand(stage)} />
            <b>{t(`stand.${stage}`)}</b>
            <small>{t(`stand-why.${stage}`)}</small>
          </label>
        ))}
      </fieldset>
      {programmed && (
        <div className="ways-row">
          <Picker
            kind="programme"
            level={asked.stage}
            label={t("ask.programme")}
            placeholder={t("ask.programme-example")}
            values={asked.programme === null ? [] : [asked.programme]}
            onChange={([programme]) => change({ programme: programme ?? null, agreement: null })}
          />
          <label className="ways-field">
            <span>{t("ask.study")}</span>
            <select
              value={asked.status === "studying" ? (asked.yearOfStudy ?? 1) : ""}
              onChange={({ target: { value } }) =>
                change(
                  value === ""
                    ? { status: "graduated", yearOfStudy: null }
                    : { status: "studying", yearOfStudy: Number(value) },
                )
              }
            >
              <option value="">{t("ask.graduated")}</option>
              {YEARS_OF_STUDY.map((one) => (
                <option key={one} value={one}>
                  {t("ask.studying", { year: one })}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {asked !== null && <More asked={asked} replace={onChange} year={year} />}
    </form>
  );
}

/** What makes the answer fit better. Stands open when something of it is said, e.g. by a link. */
function More(props: { asked: Asked; replace: (asked: Asked) => void; year: number | null }) {
  const { asked, replace, year } = props;
  const change = (patch: Partial<Asked>): void => replace({ ...asked, ...patch });
  const { t } = useTranslation("pathways");
  const me = useMe();
  const cities = useCities(me.data?.installation.province?.code).data?.items ?? [];
  const categories = (useCategories(true).data ?? []).filter(({ level }) => level === "college");
  const said = JSON.stringify({ ...asked, stage: "", programme: "", status: "", yearOfStudy: 0 }) !== JSON.stringify({ ...NOTHING, stage: "", programme: "", status: "", yearOfStudy: 0 }); // prettier-ignore
  const [open, setOpen] = useState(said);
  const toggle = <T,>(list: readonly T[], one: T): T[] =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  return (
    <details
      className="ways-more"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t("ask.more")}</summary>
      <div className="ways-more-fields">
        <div className="ways-row">
          <label className="ways-field">
            <span>{t("ask.region")}</span>
            <select value={asked.region ?? ""} onChange={(event) => change({ region: event.target.value || null })}>
              <option value="">{t("ask.anywhere")}</option>
              {cities.map(({ code, name }) => (
                <option key={code} value={code}>
                  {shortCity(name)}
                </option>
              ))}
            </select>
          </label>
          <NumberField label={t("ask.year")} value={asked.year ?? null} least={2000} most={2100} placeholder={year === null ? "" : String(year)}
            onChange={(value) => {
              const { year: _, ...rest } = asked;
              replace(value === null ? rest : { ...rest, year: value });
            }} />
          <NumberField label={t("ask.score")} value={asked.score} least={0} most={2000} placeholder={t("ask.score-example")} onChange={(score) => change({ score })} />
        </div>
        <div className="ways-row">
          <Choice label={t("ask.award")} values={AWARDS} value={asked.award} words="award" onChange={(award) => change({ award })} />
          <Choice label={t("ask.certificate")} values={CERTIFICATES} value={asked.certificate} words="certificate" onChange={(certificate) => change({ certificate })} />
          <label className="ways-check">
            <input type="checkbox" checked={asked.veteran} onChange={(event) => change({ veteran: event.target.checked })} />
            {t("ask.veteran")}
          </label>
          <label className="ways-check">
            <input type="checkbox" checked={asked.working} onChange={(event) => change({ working: event.target.checked })} />
            {t("ask.working")}
          </label>
        </div>
        <fieldset className="ways-chips">
          <legend>{t("ask.ends")}</legend>
          {ENDS.map((end) => (
            <label key={end} className={asked.ends.includes(end) ? "on" : undefined}>
              <input type="checkbox" checked={asked.ends.includes(end)} onChange={() => change({ ends: toggle(asked.ends, end) })} />
              {t(`stage.${end}`)}
            </label>
          ))}
        </fieldset>
        {categories.length > 0 && (
          <fieldset className="ways-chips">
            <legend>{t("ask.categories")}</legend>
            {categories.map(({ code, name }) => (
              <label key={code} className={asked.categories.includes(code) ? "on" : undefined}>
                <input type="checkbox" checked={asked.categories.includes(code)} onChange={() => change({ categories: toggle(asked.categories, code) })} />
                {name}
              </label>
            ))}
          </fieldset>
        )}
        <div className="ways-row">
          <Picker many kind="programme" label={t("ask.programmes")} placeholder={t("ask.programme-example")} values={asked.programmes} onChange={(programmes) => change({ programmes })} />
          <Picker many kind="occupation" label={t("ask.occupations")} placeholder={t("ask.occupation-example")} values={asked.occupations} onChange={(occupations) => change({ occupations })} />
        </div>
      </div>
    </details>
  );
} // prettier-ignore

function Choice<T extends string>(props: { label: string; values: readonly T[]; value: T; words: string; onChange: (value: T) => void }) {
  const { t } = useTranslation("pathways");
  return (
    <label className="ways-field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value as T)}>
        {props.values.map((value) => (
          <option key={value} value={value}>
            {t(`${props.words}.${value as string}`)}
          </option>
        ))}
      </select>
    </label>
  );
} // prettier-ignore

/** A number that is taken when it can be one; what is typed meanwhile stays. */
function NumberField(props: { label: string; value: number | null; least: number; most: number; placeholder: string; onChange: (value: number | null) => void }) {
  const [text, setText] = useState(props.value === null ? "" : String(props.value));
  const number = Number(text);
  const fits = text === "" || (Number.isFinite(number) && number >= props.least && number <= props.most);
  return (
    <label className="ways-field">
      <span>{props.label}</span>
      <input
        inputMode="decimal"
        placeholder={props.placeholder}
        value={text}
        aria-invalid={!fits}
        onChange={({ target }) => {
          setText(target.value);
          const next = Number(target.value);
          if (target.value === "") props.onChange(null);
          else if (Number.isFinite(next) && next >= props.least && next <= props.most) props.onChange(next);
        }}
      />
    </label>
  );
} // prettier-ignore
