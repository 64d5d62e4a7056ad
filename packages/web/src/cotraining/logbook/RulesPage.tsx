import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useLogRules, useWrite, type LogRules } from "./api.ts";
import "./logbook.css";

/** What each number may be; the server says the same (schemas.ts, `rules`). */
const LIMITS = { lateDays: [0, 60], missingDays: [1, 30], silentDays: [3, 90], payDays: [0, 60] } as const;
type Days = keyof typeof LIMITS;
const DAYS = Object.keys(LIMITS) as Days[];
const isWithin = (value: number, [least, most]: readonly [number, number]): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Question: how late may our students write, and when does somebody have to look? */
export function Component() {
  const { t } = useTranslation("logbook");
  const me = useMe();
  const found = useLogRules();
  const [saved, setSaved] = useState(false);
  if (found.isPending) return <Loading rows={6} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const of = found.data;
  return (
    <Page narrow title={t("rules")} lead={t("rules-lead", { school: me.data?.user?.hat?.organisation?.name ?? "" })} crumbs={[{ name: t("board"), path: "/logbooks" }]}>
      <p className="log-answer done">
        <b>{t("rules-answer", { late: of.lateDays, missing: of.missingDays })}</b>
        <span>{t(of.askPlace ? "rules-asks" : "rules-asks-not")}</span>
      </p>
      <Section title={t("rules-change")} note={t("rules-change-words")}>
        {saved && <p role="status">{t("rules-saved")}</p>}
        <RulesForm key={of.etag} of={of} onSaved={() => setSaved(true)} onStale={() => void found.refetch()} />
      </Section>
    </Page>
  );
} // prettier-ignore

function RulesForm({ of, onSaved, onStale }: { of: LogRules; onSaved: () => void; onStale: () => void }) {
  const { t } = useTranslation("logbook");
  const write = useWrite();
  const { etag, ...stands } = of;
  const [days, setDays] = useState(() => Object.fromEntries(DAYS.map((key) => [key, String(of[key])])) as Record<Days, string>);
  const [askPlace, setAskPlace] = useState(of.askPlace);
  const given = { ...(Object.fromEntries(DAYS.map((key) => [key, days[key] === "" ? NaN : Number(days[key])])) as Record<Days, number>), askPlace };
  const changed = (Object.keys(stands) as (keyof typeof stands)[]).some((key) => given[key] !== stands[key]);
  return (
    <form
      className="form log-form"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({ path: "logbook/rules", method: "PUT", body: given, etag }, { onSuccess: onSaved });
      }}
    >
      {DAYS.map((key) => {
        const [least, most] = LIMITS[key];
        return (
          <div key={key}>
            <label>
              <span>{t(`rule.${key}`)}</span>
              <input type="number" inputMode="numeric" required min={least} max={most} step={1} value={days[key]} aria-describedby={`rule-${key}`} onChange={(event) => setDays((old) => ({ ...old, [key]: event.target.value }))} />
            </label>
            <p id={`rule-${key}`} className={isWithin(given[key], LIMITS[key]) ? "log-quiet" : "field-error"}>
              {t(`rule-words.${key}`)} {t("rule-limits", { least, most })}
            </p>
          </div>
        );
      })}
      <fieldset className="log-choice" aria-describedby="rule-askPlace">
        <legend>{t("rule.askPlace")}</legend>
        {([true, false] as const).map((one) => (
          <label key={String(one)}>
            <input type="radio" name="ask-place" checked={askPlace === one} onChange={() => setAskPlace(one)} />
            <span>{t(one ? "yes" : "no")}</span>
          </label>
        ))}
      </fieldset>
      <p id="rule-askPlace" className="log-quiet">
        {t("rule-words.askPlace")}
      </p>
      {write.error && <Failure error={write.error} retry={onStale} />}
      <button type="submit" className="button primary" disabled={!changed || write.isPending}>
        {t("save")}
      </button>
    </form>
  );
} // prettier-ignore
