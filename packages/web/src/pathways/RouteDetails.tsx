import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatList, formatNumber, shortCity } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { CHANNELS, type PathOffering, type Route, type Step, type Way } from "./api.ts";
import { Careers, LinkTag, NodeName, Rules, Tuition, useLine, useSpan, useYears } from "./pieces.tsx";
import "./routes.css";

/** All of a route: each step with its ways, their conditions and rules, schools, aid. Drawn when it is opened. */
export function RouteDetails({ route }: { route: Route }) {
  const { t } = useTranslation("pathways");
  const [open, setOpen] = useState(false);
  return (
    <details className="ways-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("details.open")}</summary>
      {open && (
        <>
          <ol className="ways-steps">
            {route.steps.map((step) => (
              <li key={step.to.key}>
                <StepDetails step={step} />
              </li>
            ))}
          </ol>
          {route.careers.length > 3 && (
            <>
              <h4>{t("careers.all", { count: route.careers.length })}</h4>
              <Careers careers={route.careers} />
            </>
          )}
        </>
      )}
    </details>
  );
}

function StepDetails({ step }: { step: Step }) {
  const { t } = useTranslation("pathways");
  const years = useYears();
  return (
    <>
      <h4>
        <NodeName node={step.to} />{" "}
        <small>
          {t(`stage.${step.to.stage}`)} · {years(step.years)}
        </small>{" "}
        <LinkTag link={step.link} />
      </h4>
      <Ways ways={step.ways} />
      {step.offerings.length > 0 && <Offerings offerings={step.offerings} count={step.offeringCount} />}
      <p>
        <b>{t("fact.tuition")}</b> <Tuition step={step} />
      </p>
      {step.aid.length > 0 && (
        <>
          <b>{t("aid.title")}</b>
          <Rules rules={step.aid} />
        </>
      )}
      {step.creditRules > 0 && <p>{t("credits.count", { count: step.creditRules })}</p>}
    </>
  );
}

/** The ways of taking a step, the open ones first, each with its rules and agreements. */
export function Ways({ ways }: { ways: readonly Way[] }) {
  const { t } = useTranslation("pathways");
  const years = useYears();
  const language = useLanguage();
  return (
    <ul className="ways-ways">
      {[...ways]
        .sort((a, b) => Number(b.open) - Number(a.open))
        .map((way) => (
          <li key={way.move} className={way.open ? "open" : "closed"}>
            <p>
              <b>{t(`move.${way.move}`)}</b> <small>{years(way.years)}</small>{" "}
              <span className={way.open ? "tag good" : "tag red"}>{t(way.open ? "way.open" : "way.closed")}</span>
              {way.places !== null && (
                <small>
                  {" "}
                  {t("persons", { value: formatNumber(way.places, language) })} {t(`places.${way.placesFrom!}`)}
                </small>
              )}
            </p>
            {way.rules.length > 0 && <Rules rules={way.rules} />}
            {way.agreements.length > 0 && (
              <ul className="ways-agreements">
                {way.agreements.map((one) => (
                  <li key={one.id}>
                    <Link to={`/public/agreements/${one.id}`}>
                      {one.lowerSchoolName === one.upperSchoolName ? one.lowerSchoolName : `${one.lowerSchoolName} → ${one.upperSchoolName}`}
                    </Link>{" "}
                    <small>
                      {t("agreement.short", { years: `${one.lowerYears}+${one.upperYears}`, quota: one.quota })}
                      {one.conditions.length > 0 && ` · ${t("agreement.conditions")}${one.conditions.join(language === "en" ? "; " : "；")}`}
                      {one.assessment.length > 0 && ` · ${t("agreement.assessment")}${formatList(one.assessment, language)}`}
                    </small>
                  </li>
                ))}
                {way.agreementCount > way.agreements.length && (
                  <li>
                    <small>{t("agreement.more", { count: way.agreementCount - way.agreements.length })}</small>
                  </li>
                )}
              </ul>
            )}
          </li>
        ))}
    </ul>
  );
} // prettier-ignore

function Offerings({ offerings, count }: { offerings: readonly PathOffering[]; count: number }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const span = useSpan();
  const line = useLine();
  const n = (value: number | null): string => formatNumber(value, language);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t("offerings.title")}>
      <table className="data">
        <caption className="hidden">{t("offerings.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("offerings.school", { shown: offerings.length, count })}</th>
            <th scope="col">{t("offerings.city")}</th>
            <th scope="col" className="n">
              {t("offerings.plan")}
            </th>
            <th scope="col">{t("offerings.season")}</th>
            <th scope="col">{t("fact.tuition")}</th>
            <th scope="col">{t("fact.cutoff")}</th>
          </tr>
        </thead>
        <tbody>
          {offerings.map((one) => (
            <tr key={one.schoolName + one.city}>
              <th scope="row">{one.schoolName}</th>
              <td>{shortCity(one.cityName)}</td>
              <td className="n">{n(one.places)}</td>
              <td>
                {CHANNELS.flatMap((channel) => (one.seats[channel] === undefined ? [] : [`${t(`channel.${channel}`)} ${n(one.seats[channel])}`])).join(t("and")) || "—"}
              </td>
              <td>{one.tuition ? span(one.tuition, "yuan-year") : "—"}</td>
              <td>
                {one.lines.length === 0 && "—"}
                {one.lines.map((past) => (
                  <span key={past.season + past.category} className="cell-sub" title={`${past.season} · ${past.category}`}>
                    {line(past)}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
} // prettier-ignore
