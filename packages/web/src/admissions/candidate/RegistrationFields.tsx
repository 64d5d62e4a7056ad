import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { Failure, Loading } from "../../parts/States.tsx";
import { useCities } from "../../shell/ScopeBar.tsx";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useProgrammes } from "../../standards/api.ts";
import { useSaveRegistration, useSeason, type Candidate, type CandidateKind, type Channel, type RegistrationForm, type Season } from "../api.ts"; // prettier-ignore
import { useSay } from "../pieces.tsx";
import "./candidate.css";

/** What those who take part in a channel have studied. */
const LEVEL: Record<Channel, string> = {
  "entrance-exam": "secondary",
  separate: "secondary",
  upgrade: "college",
};
const KINDS: readonly CandidateKind[] = ["current", "earlier", "social", "veteran"];

/** What a candidate writes of himself; saved as often as he likes until he hands it in. */
export function RegistrationFields({
  seasonId,
  candidate,
}: {
  seasonId: string;
  candidate: Candidate | null;
}) {
  const season = useSeason(seasonId);
  const save = useSaveRegistration(seasonId, candidate);
  if (season.isPending) return <Loading rows={6} />;
  if (season.error) return <Failure error={season.error} retry={() => void season.refetch()} />;
  // what was saved, here or on another device, is shown anew; that it was saved is still said
  return <Fields key={candidate?.etag ?? "new"} season={season.data} candidate={candidate} save={save} />;
}

const blank = (season: Season): RegistrationForm => ({
  kind: "current",
  category: season.categories[0]?.key ?? "",
  programme: null,
  answers: {},
  city: null,
  quotas: [],
  exemption: null,
  throughSchool: true,
  truthful: false,
});

function Fields({
  season,
  candidate,
  save,
}: {
  season: Season;
  candidate: Candidate | null;
  save: ReturnType<typeof useSaveRegistration>;
}) {
  const { t } = useTranslation("admissions");
  const say = useSay();
  const me = useMe();
  const cities = useCities(me.data?.installation.province?.code).data?.items ?? [];
  const [form, setForm] = useState<RegistrationForm>(candidate?.form ?? blank(season));
  const set = (change: Partial<RegistrationForm>): void => setForm((now) => ({ ...now, ...change }));
  const awards = season.exemptions.awards.filter(({ kinds }) => !kinds || kinds.includes(form.kind));
  const questions = season.questions.filter(({ kinds }) => kinds.includes(form.kind));
  return (
    <form
      className="form wider registration"
      onSubmit={(event) => {
        event.preventDefault();
        const asked = new Set(questions.map(({ key }) => key));
        const answers = Object.fromEntries(Object.entries(form.answers).filter(([key]) => asked.has(key)));
        // an award that is not for this kind is no claim
        const exemption = awards.some(({ key }) => key === form.exemption?.award) ? form.exemption : null;
        save.mutate({ ...form, answers, exemption });
      }}
    >
      <label>
        <span>{t("form.kind")}</span>
        <select value={form.kind} onChange={(event) => set({ kind: event.target.value as CandidateKind })}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("form.category")}</span>
        <select value={form.category} onChange={(event) => set({ category: event.target.value })}>
          {season.categories.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <ProgrammeField
        level={LEVEL[season.channel]}
        value={form.programme}
        onChange={(programme) => set({ programme })}
      />
      {questions.map((question) => (
        <fieldset key={question.key} className="yes-no">
          <legend>{say(question.words)}</legend>
          {[true, false].map((value) => (
            <label key={String(value)}>
              <input
                type="radio"
                name={question.key}
                checked={form.answers[question.key] === value}
                onChange={() => set({ answers: { ...form.answers, [question.key]: value } })}
              />
              {t(value ? "yes" : "no")}
            </label>
          ))}
        </fieldset>
      ))}
      <label>
        <span>{t("form.city")}</span>
        <select value={form.city ?? ""} onChange={(event) => set({ city: event.target.value || null })}>
          <option value="">{t("form.anywhere")}</option>
          {cities.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {season.quotas.length > 0 && (
        <fieldset className="checks">
          <legend>{t("form.quotas")}</legend>
          <p className="section-note">{t("form.quotas-words")}</p>
          {season.quotas.map((quota) => (
            <label key={quota}>
              <input
                type="checkbox"
                checked={form.quotas.includes(quota)}
                onChange={(event) =>
                  set({
                    quotas: event.target.checked
                      ? [...form.quotas, quota]
                      : form.quotas.filter((one) => one !== quota),
                  })
                }
              />
              {quota}
            </label>
          ))}
        </fieldset>
      )}
      {awards.length > 0 && (
        <>
          <label>
            <span>{t("form.exemption")}</span>
            <select
              value={form.exemption?.award ?? ""}
              onChange={(event) =>
                set({
                  exemption: event.target.value
                    ? { award: event.target.value, wish: form.exemption?.wish ?? "" }
                    : null,
                })
              }
            >
              <option value="">{t("form.no-award")}</option>
              {awards.map(({ key, words }) => (
                <option key={key} value={key}>
                  {say(words)}
                </option>
              ))}
            </select>
          </label>
          <p className="section-note">{t("form.exemption-words")}</p>
          {form.exemption && (
            <label>
              <span>{t("form.wish")}</span>
              <input
                required
                minLength={2}
                maxLength={200}
                value={form.exemption.wish}
                onChange={(event) =>
                  set({ exemption: { award: form.exemption!.award, wish: event.target.value } })
                }
              />
            </label>
          )}
        </>
      )}
      <fieldset className="checks">
        <legend>{t("form.confirmed-by")}</legend>
        {[true, false].map((value) => (
          <label key={String(value)}>
            <input
              type="radio"
              name="throughSchool"
              checked={form.throughSchool === value}
              onChange={() => set({ throughSchool: value })}
            />
            {t(value ? "form.by-school" : "form.by-office")}
          </label>
        ))}
      </fieldset>
      <label className="check">
        <input
          type="checkbox"
          checked={form.truthful}
          onChange={(event) => set({ truthful: event.target.checked })}
        />
        {t("form.truthful")}
      </label>
      {save.error && <Failure error={save.error} />}
      <button type="submit" className="button primary" disabled={save.isPending}>
        {t(candidate ? "form.save" : "form.begin")}
      </button>
      <p role="status" className="section-note">
        {save.isSuccess && t("form.saved")}
      </p>
    </form>
  );
}

/** The programme that somebody studies, found by name, pinyin or code. */
function ProgrammeField(props: {
  level: string;
  value: string | null;
  onChange: (code: string | null) => void;
}) {
  const { t } = useTranslation("admissions");
  const [text, setText] = useState("");
  const asked = useSettled(text.trim());
  const found = useProgrammes(
    { q: props.value ?? asked, level: props.level },
    props.value !== null || asked.length >= 2,
  );
  const hits = (found.data?.pages[0]?.items ?? []).slice(0, 20);
  const own = hits.find(({ code }) => code === props.value);
  return (
    <div>
      {props.value !== null ? (
        <p>
          <span>{t("form.programme")}</span>{" "}
          <b>
            {own?.name ?? ""} {props.value}
          </b>{" "}
          <button type="button" className="quiet" onClick={() => props.onChange(null)}>
            {t("form.other-programme")}
          </button>
        </p>
      ) : (
        <>
          <label>
            <span>{t("form.programme")}</span>
            <input
              type="search"
              value={text}
              placeholder={t("form.programme-hint")}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <ul className="programme-hits">
            {hits.map(({ code, name }) => (
              <li key={code}>
                <button type="button" className="link" onClick={() => props.onChange(code)}>
                  {name} <small>{code}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
