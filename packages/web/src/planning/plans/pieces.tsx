import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatNumber, formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Baseline, Plan, SaidLimit, SeatStep } from "./api.ts";
import { say, STATE_TAG } from "./words.ts";

/** Where a plan stands: in its procedure, or that it is being solved or cannot hold together. */
export function PlanTag({ plan }: { plan: Pick<Plan, "state" | "solving"> }) {
  const { t } = useTranslation("plans");
  return (
    <>
      <span className={STATE_TAG[plan.state]}>{t(`state.${plan.state}`)}</span>
      {plan.solving !== "done" && (
        <span className={plan.solving === "waiting" || plan.solving === "running" ? "tag blue" : "tag red"}>
          {t(`solving.${plan.solving}`)}
        </span>
      )}
    </>
  );
}

/** Limits one below the other, each leading to where it is changed. */
export function Limits({ limits }: { limits: (SaidLimit & { price?: number })[] }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  return (
    <ul className="plan-limits">
      {limits.map((limit, i) => (
        <li key={`${limit.id} ${i}`}>
          <span>
            {say(limit.words, language)}
            {limit.value !== null && limit.value !== limit.limit && (
              <small> {t("limit.now", { value: formatNumber(limit.value, language) })}</small>
            )}
          </span>
          {limit.price !== undefined && <span className="num">{limit.price.toFixed(2)}</span>}
          <Link to={limit.change}>{t(`change.${limit.kind}`)}</Link>
        </li>
      ))}
    </ul>
  );
}

/** What the plan is worth beside the other ways of planning and the bound that none can exceed. */
export function Worth(props: {
  bars: { name: string; value: number; own?: boolean; feasible?: boolean }[];
  label: string;
}) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const top = Math.max(1, ...props.bars.map((bar) => bar.value));
  const own = props.bars.find((bar) => bar.own)?.value;
  return (
    <ol className="plan-worth" aria-label={props.label}>
      {props.bars.map((bar) => (
        <li key={bar.name} className={bar.own ? "own" : ""}>
          <span>{bar.name}</span>
          <span className="price-track" aria-hidden="true">
            <i style={{ left: 0, width: `${(bar.value / top) * 100}%` }} />
          </span>
          <b className="num">{formatNumber(bar.value, language)}</b>
          <small className="num">
            {own === undefined || bar.own ? "" : formatSigned(Math.round(bar.value - own), language)}
            {bar.feasible === false && ` ${t("baseline.infeasible")}`}
          </small>
        </li>
      ))}
    </ol>
  );
}

export const baselineBars = (baselines: Baseline[], t: (key: string) => string) =>
  baselines.map(({ kind, value, feasible }) => ({ name: t(`baseline.${kind}`), value, feasible }));

/** What was said about the seats of an offering, turn by turn. */
export function Turns({ steps }: { steps: SeatStep[] }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  return (
    <ol className="history">
      {steps.map((step) => (
        <li key={step.seq}>
          <b>{t(`turn.${step.action}`, { seats: step.seats })}</b> <span>{step.by}</span>{" "}
          <time dateTime={step.at}>{formatDate(step.at, language, true)}</time>
          <p>{step.reason}</p>
        </li>
      ))}
    </ol>
  );
}
