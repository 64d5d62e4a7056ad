import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, Route } from "./api.ts";
import { Careers, Cost, Cutoff, lastOf, LinkTag, NodeName, Places, useYears } from "./pieces.tsx";
import { RouteDetails } from "./RouteDetails.tsx";
import "./routes.css";

interface LineProps {
  route: Route;
  /** year in which the first step is taken: what is left of the present stage is over by then */
  entry: number;
  yearsLeft: number;
  /** years of the longest route that is shown: all lines have the same scale */
  scale: number;
  chosen: boolean;
  /** four are chosen already */
  full: boolean;
  onChoose: (on: boolean) => void;
}

/** One route as a line one can read at a glance: a track on the scale of years, then what it takes and where it leads. */
export function RouteLine({ route, entry, yearsLeft, scale, chosen, full, onChoose }: LineProps) {
  const { t } = useTranslation("pathways");
  const years = useYears();
  const end = lastOf(route);
  const title = route.steps.map(({ to }) => to.name).join(" → ");
  return (
    <li className={chosen ? "ways-route chosen" : "ways-route"}>
      <div className="ways-route-head">
        <h3>{t("route.to", { name: end.to.name, stage: t(`stage.${end.to.stage}`) })}</h3>
        <span>
          {(["programme", "occupation", "category"] as const)
            .filter((wish) => route.meets[wish])
            .slice(0, 1)
            .map((wish) => (
              <span key={wish} className="tag good">
                {t(`meets.${wish}`)}
              </span>
            ))}
        </span>
        <label className="ways-check" title={full && !chosen ? t("compare.full") : undefined}>
          <input
            type="checkbox"
            checked={chosen}
            disabled={full && !chosen}
            aria-label={t("compare.choose", { name: title })}
            onChange={(event) => onChoose(event.target.checked)}
          />
          {t("compare.short")}
        </label>
      </div>
      <Track route={route} entry={entry} yearsLeft={yearsLeft} scale={scale} />
      <dl className="ways-facts">
        <div>
          <dt>{t("fact.years")}</dt>
          <dd>
            {years(route.years)}
            {route.fewest < route.years && <small> {t("fact.fewest", { years: years(route.fewest) })}</small>}
          </dd>
        </div>
        <div>
          <dt>{t("fact.places")}</dt>
          <dd>
            <Places step={end} />
            {end.offeringCount > 0 && <small> {t("fact.schools", { count: end.offeringCount })}</small>}
          </dd>
        </div>
        <div>
          <dt>{t("fact.cutoff")}</dt>
          <dd>
            <Cutoff step={end} />
          </dd>
        </div>
        <div>
          <dt>{t("fact.cost")}</dt>
          <dd>
            <Cost route={route} />
          </dd>
        </div>
        <div className="wide">
          <dt>{t("fact.careers")}</dt>
          <dd>
            <Careers careers={route.careers} most={3} />
          </dd>
        </div>
      </dl>
      <RouteDetails route={route} />
    </li>
  );
}

/** The years of a route to scale: what is left of today's stage, then each stage with the moves that lead into it. */
export function Track({ route, entry, yearsLeft, scale }: Pick<LineProps, "route" | "entry" | "yearsLeft" | "scale">) {
  const { t } = useTranslation("pathways");
  const years = useYears();
  const of = (part: number) => ({ "--share": `${(part / Math.max(scale, 1)) * 100}%` }) as CSSProperties;
  let at = entry;
  return (
    <ol className="ways-track">
      {yearsLeft > 0 && (
        <li className="now" style={of(yearsLeft)}>
          <span className="ways-moves">{t("track.now")}</span>
          <span className="ways-bar" />
          <span className="ways-stage">{t("track.left", { years: years(yearsLeft) })}</span>
        </li>
      )}
      {route.steps.map((step) => {
        const from = at;
        at += Math.ceil(step.years);
        const open = step.ways.filter((way) => way.open);
        return (
          <li key={step.to.key} className={step.to.stage} style={of(step.years)}>
            <span className="ways-moves">
              <b>{from}</b>{" "}
              {open.map(({ move }) => t(`move.${move}`)).join(t("or"))}
            </span>
            <span className="ways-bar" />
            <span className="ways-stage">
              <NodeName node={step.to} />{" "}
              <small>
                {t(`stage.${step.to.stage}`)} · {years(step.years)}
              </small>{" "}
              {step.link === "name" && <LinkTag link={step.link} />}
            </span>
          </li>
        );
      })}
      <li className="end" aria-label={t("track.end", { year: at })}>
        <b>{at}</b>
      </li>
    </ol>
  );
} // prettier-ignore

export const scaleOf = ({ yearsLeft, routes }: Pick<Answer, "yearsLeft" | "routes">): number =>
  Math.max(...routes.map(({ steps }) => yearsLeft + steps.reduce((sum, step) => sum + step.years, 0)), 1);

/** Year of the first step: the next entry, or the one after what is left of the present stage. */
export const entryOf = ({ asked, yearsLeft }: { asked: { year: number }; yearsLeft: number }): number =>
  asked.year + Math.max(0, Math.ceil(yearsLeft) - 1);
