import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useUnits, useWrite, type Candidate, type Season } from "./api.ts";
import { useSay } from "./pieces.tsx";

/** 免试: what he claims, where he is proposed for, and the steps that may follow. */
export function Exemption({ season, of }: { season: Season; of: Candidate }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const language = useLanguage();
  const [step, setStep] = useState<string | null>(null);
  const claim = of.form.exemption;
  if (!claim && !of.exemption) return null;
  const words = (key: string) => season.exemptions.awards.find((one) => one.key === key)?.words;
  const claimed = claim && words(claim.award);
  const steps = of.next.filter((one) => STEPS.includes(one.step) && (one.step !== "exempt" || claim));
  return (
    <Section title={t("exempt.claim")} note={t("exempt.claim-note")}>
      <dl className="facts">
        {claim && (
          <>
            <dt>{t("exempt.award")}</dt>
            <dd>{claimed ? say(claimed) : claim.award}</dd>
            <dt>{t("exempt.wish")}</dt>
            <dd>{claim.wish}</dd>
          </>
        )}
        {of.exemption && (
          <>
            <dt>{t("exempt.to")}</dt>
            <dd>
              {of.exemption.unitName} <small className="num">{of.exemption.unit}</small>
            </dd>
            <dt>{t("exempt.by")}</dt>
            <dd>{say(of.exemption.awardWords)}</dd>
            <dt>{t("exempt.notice")}</dt>
            <dd>
              {of.exemption.from} – {of.exemption.until}
              {of.exemption.admittedAt && ` · ${t("exempt.admitted", { at: formatDate(of.exemption.admittedAt, language) })}`}
            </dd>
          </>
        )}
      </dl>
      {steps.length > 0 && (
        <div className="actions">
          {steps.map((one) => (
            <button key={one.step} type="button" className={one.step === "end-exemption" ? "button" : "button primary"} onClick={() => setStep(one.step)}>
              {say(one.words)}
            </button>
          ))}
        </div>
      )}
      {step && <StepForm season={season} of={of} step={step} onClose={() => setStep(null)} />}
    </Section>
  ); // prettier-ignore
}

const STEPS = ["exempt", "end-exemption", "admit-exempt"];

function StepForm({
  season,
  of,
  step,
  onClose,
}: {
  season: Season;
  of: Candidate;
  step: string;
  onClose: () => void;
}) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const write = useWrite();
  // the step is gone from what may follow as soon as it is taken
  const [title] = useState(() => say(of.next.find((one) => one.step === step)!.words));
  const awards = season.exemptions.awards.filter(({ kinds }) => !kinds || kinds.includes(of.kind));
  const [award, setAward] = useState(of.form.exemption?.award ?? "");
  const [text, setText] = useState("");
  const [unit, setUnit] = useState("");
  const asked = useSettled(text.trim());
  const levels = awards.find(({ key }) => key === award)?.levels ?? [];
  const found = useUnits(season.id, { q: asked, category: of.category.key });
  const units = (found.data?.pages[0]?.items ?? [])
    .filter(({ level }) => levels.includes(level))
    .slice(0, 50);
  const proposing = step === "exempt";
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <p className="section-note">{t(`exempt.does-${step}`, { days: season.exemptions.noticeDays })}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const note = String(new FormData(event.currentTarget).get("note") ?? "").trim();
          write.mutate(
            { path: `/api/candidates/${of.id}/${step}`, etag: of.etag, body: { ...(note === "" ? {} : { note }), ...(proposing ? { award, unit } : {}) } },
            { onSuccess: onClose },
          );
        }}
      >
        {proposing && (
          <>
            <label>
              <span>{t("exempt.award")}</span>
              <select required value={award} onChange={(event) => setAward(event.target.value)}>
                {awards.map((one) => (
                  <option key={one.key} value={one.key}>
                    {say(one.words)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              <span>{t("exempt.find", { wish: of.form.exemption?.wish ?? "" })}</span>
              <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
            </label>
            <label>
              <span>{t("exempt.to")}</span>
              <select required value={unit} onChange={(event) => setUnit(event.target.value)}>
                <option value="">{t(units.length === 0 ? "exempt.no-unit" : "exempt.choose")}</option>
                {units.map((one) => (
                  <option key={one.unit} value={one.unit}>
                    {`${one.unit} ${one.schoolName} ${one.programmeName}（${one.general - one.exempt}）`}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <label>
          <span>{t(step === "end-exemption" ? "reason" : "note")}</span>
          <textarea name="note" rows={3} maxLength={1000} required={step === "end-exemption"} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending || (proposing && unit === "")}>
            {title}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  ); // prettier-ignore
}
