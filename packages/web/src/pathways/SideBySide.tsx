import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Compared, Followed, Route } from "./api.ts";
import { Careers, Cost, Cutoff, lastOf, LinkTag, NodeName, Places, useSay, useYears } from "./pieces.tsx";
import { RouteDetails, Ways } from "./RouteDetails.tsx";
import "./routes.css";

/** Up to four routes side by side; on a phone the columns move under the thumb, the names of the rows stay. */
export function SideBySide({ compared, onDrop }: { compared: Compared; onDrop?: (key: string) => void }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const years = useYears();
  const say = useSay();
  const routes = compared.items;
  const row = (key: string, cell: (route: Route) => ReactNode): ReactNode => (
    <tr key={key}>
      <th scope="row">{t(key)}</th>
      {routes.map((item) => (
        <td key={item.key}>{item.route ? cell(item.route) : "—"}</td>
      ))}
    </tr>
  );
  const moves = (route: Route): string[] =>
    route.steps.map(({ ways }) => ways.filter(({ open }) => open).map(({ move }) => t(`move.${move}`)).join(t("or"))); // prettier-ignore
  return (
    <div className="table-scroll ways-sides" tabIndex={0} role="region" aria-label={t("compare.title")}>
      <table className="data">
        <caption className="hidden">{t("compare.title")}</caption>
        <thead>
          <tr>
            <td />
            {routes.map((item) => (
              <th key={item.key} scope="col">
                {item.route ? t("route.to", { name: lastOf(item.route).to.name, stage: t(`stage.${lastOf(item.route).to.stage}`) }) : t("compare.gone")}
                {onDrop && (
                  <button type="button" className="button small" aria-label={t("compare.drop")} onClick={() => onDrop(item.key)}>
                    ×
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row("compare.steps", (route) => (
            <ol className="ways-mini">
              {route.steps.map((step, index) => (
                <li key={step.to.key} className={step.to.stage}>
                  <NodeName node={step.to} /> {step.link === "name" && <LinkTag link={step.link} />}
                  <small>
                    {t(`stage.${step.to.stage}`)} · {years(step.years)} · {moves(route)[index]}
                  </small>
                </li>
              ))}
            </ol>
          ))}
          {row("fact.years", (route) => years(route.years))}
          {row("fact.shortest", (route) => years(route.fewest))}
          {row("fact.places", (route) => (
            <Places step={lastOf(route)} />
          ))}
          {row("compare.schools", (route) => formatNumber(lastOf(route).offeringCount, language))}
          {row("fact.cutoff", (route) => (
            <Cutoff step={lastOf(route)} />
          ))}
          {row("fact.cost", (route) => (
            <Cost route={route} />
          ))}
          {row("aid.title", (route) => (
            <ul className="ways-careers">
              {[...new Map(route.steps.flatMap(({ aid }) => aid.map((use) => [use.rule, use] as const))).values()].map((use) => (
                <li key={use.rule}>
                  {say(use.text)} <small>{use.rule}</small>
                </li>
              ))}
            </ul>
          ))}
          {row("compare.conditions", (route) => formatNumber(conditionsOf(route), language))}
          {row("fact.careers", (route) => (
            <Careers careers={route.careers} most={5} />
          ))}
          <tr>
            <th scope="row">{t("details.open")}</th>
            {routes.map((item) => (
              <td key={item.key}>{item.route ? <RouteDetails route={item.route} /> : <Stopped item={item} />}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
} // prettier-ignore

/** Rules that have still to be met on a route, whichever open way is taken: the fewest of each step. */
const conditionsOf = (route: Route): number =>
  route.steps.reduce(
    (sum, { ways }) =>
      sum +
      Math.min(
        ...ways
          .filter(({ open }) => open)
          .map(({ rules }) => rules.filter((use) => use.state === "must").length),
      ),
    0,
  );

/** A route that was kept and is no longer open: the step that closes it, with its rules. */
function Stopped({ item }: { item: Followed }) {
  const { t } = useTranslation("pathways");
  if (!item.stopped) return <p>{t("compare.unknown")}</p>;
  return (
    <>
      <p>{t("compare.stopped", { name: item.stopped.to.name })}</p>
      <Ways ways={item.stopped.ways} />
    </>
  );
}
