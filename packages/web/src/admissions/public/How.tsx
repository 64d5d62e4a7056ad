import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page, Section } from "../../parts/Page.tsx";
import "../admissions.css";
import { fileInSteps, type ExampleCandidate } from "./example.ts";
import "./public.css";

const UNITS = [
  { id: "A", places: 2 },
  { id: "B", places: 1 },
  { id: "C", places: 2 },
];
const CANDIDATES: ExampleCandidate[] = [
  { id: "1001", score: 512, skill: 210, preferences: ["B", "A", "C"] },
  { id: "1002", score: 540, skill: 225, preferences: ["A", "B"] },
  { id: "1003", score: 512, skill: 221, preferences: ["A", "B", "C"] },
  { id: "1004", score: 497, skill: 230, preferences: ["A", "B", "C"] },
  { id: "1005", score: 488, skill: 190, preferences: ["B"] },
];
const STEPS = fileInSteps(CANDIDATES, UNITS);

/** Public: how places are given, told so that one can follow it with a pencil. */
export function Component() {
  const { t } = useTranslation("admissions");
  const parts = ["score", "rank", "list", "filing", "rounds", "proof"] as const;
  return (
    <Page
      title={t("how.title")}
      crumbs={[{ name: t("public.title"), path: "/public/admission" }]}
      lead={t("how.lead")}
      narrow
    >
      <ol className="how">
        {parts.map((part) => (
          <li key={part}>
            <h2>{t(`how.${part}`)}</h2>
            <p>{t(`how.${part}-words`)}</p>
          </li>
        ))}
      </ol>
      <Section title={t("example.title")} note={t("example.words")}>
        <Example />
      </Section>
      <Section title={t("how.engines")}>
        <dl className="how-engines">
          {(["parallel", "matching", "sequential"] as const).map((engine) => (
            <div key={engine}>
              <dt>{t(`engine.${engine}`)}</dt>
              <dd>{t(`engine.${engine}-words`)}</dd>
            </div>
          ))}
        </dl>
        <p>
          <Link to="/public/admission-verify">{t("how.verify")}</Link>
        </p>
      </Section>
    </Page>
  );
}

/** One step after the other: who comes next, what he asked for, what was left. */
function Example() {
  const { t } = useTranslation("admissions");
  const [done, setDone] = useState(0);
  const step = STEPS[done - 1];
  const left = step?.left ?? Object.fromEntries(UNITS.map(({ id, places }) => [id, places]));
  return (
    <div className="how-example">
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("example.title")}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col" className="n">
                {t("scores.rank")}
              </th>
              <th scope="col">{t("ticket.number")}</th>
              <th scope="col" className="n">
                {t("scores.composed")}
              </th>
              <th scope="col" className="n">
                {t("subject.skill")}
              </th>
              <th scope="col">{t("tabs.preferences")}</th>
              <th scope="col">{t("tabs.result")}</th>
            </tr>
          </thead>
          <tbody>
            {STEPS.map((one, index) => (
              <tr key={one.candidate.id} aria-selected={index === done - 1 || undefined}>
                <td className="n">{one.rank}</td>
                <th scope="row" className="num">
                  {one.candidate.id}
                </th>
                <td className="n">{one.candidate.score}</td>
                <td className="n">{one.candidate.skill}</td>
                <td>{one.candidate.preferences.join(" → ")}</td>
                <td>{index < done ? <b>{one.admitted ?? t("example.nowhere")}</b> : "…"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="section-note">
        {t("example.left")}{" "}
        {UNITS.map(({ id, places }) => (
          <span key={id} className={left[id] === 0 ? "place-box full" : "place-box"}>
            {id} <b className="num">{t("example.of", { left: left[id], places })}</b>
          </span>
        ))}
      </p>
      <p className="how-turn" role="status">
        {step
          ? [
              t("example.turn", { rank: step.rank, id: step.candidate.id }),
              ...step.looked.filter(({ full }) => full).map(({ unit }) => t("example.full", { unit })),
              step.admitted === null
                ? t("example.none")
                : t("example.got", { unit: step.admitted, no: step.looked.length }),
            ].join(" ")
          : t("example.begin")}
      </p>
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={done === STEPS.length}
          onClick={() => setDone(done + 1)}
        >
          {t("example.next")}
        </button>
        <button type="button" className="button" disabled={done === 0} onClick={() => setDone(0)}>
          {t("example.again")}
        </button>
      </div>
    </div>
  );
}
