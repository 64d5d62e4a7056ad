import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber, formatShare, formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import type { Plan, PlanSummary } from "./api.ts";
import { baselineBars, Worth } from "./pieces.tsx";

/** What the plan arranges and what it is worth, in one sentence. */
export function PlanSentence({ plan, summary }: { plan: Plan; summary: PlanSummary }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const { totals } = summary;
  const best = Math.max(...summary.baselines.filter((one) => one.feasible).map((one) => one.value));
  return (
    <p className="answer">
      <Trans
        t={t}
        i18nKey="plan.answer"
        values={{
          year: plan.round.year, seats: n(totals.seats), offerings: n(totals.offerings), opened: n(totals.opened), closed: n(totals.closed),
          value: n(summary.value), gap: summary.gap < 0.0001 ? t("plan.gap-least") : formatShare(summary.gap, 2), more: Number.isFinite(best) ? formatSigned(Math.round(summary.value - best), language) : "—",
        }}
        components={{ b: <b className="reading" /> }}
      />
    </p>
  );
} // prettier-ignore

/** The plan's worth beside the other ways of planning, computed within the same limits. */
export function PlanWorth({ plan, summary }: { plan: Plan; summary: PlanSummary }) {
  const { t } = useTranslation("plans");
  return (
    <Section title={t("plan.worth")} note={t("plan.worth-note")}>
      <Worth
        label={t("plan.worth")}
        bars={[
          { name: t("plan.bound"), value: summary.bound },
          { name: plan.name, value: summary.value, own: true },
          ...baselineBars(summary.baselines, t),
        ]}
      />
    </Section>
  );
}

interface Shift {
  key: string;
  name: string;
  to: string;
  last: number;
  seats: number;
}

/** Seats of last year and of the plan, one under the other; a name leads to its rows in the editor. */
function Shifts({ lines, label }: { lines: readonly Shift[]; label: string }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const top = Math.max(1, ...lines.flatMap(({ last, seats }) => [last, seats]));
  return (
    <ol className="plan-shifts" aria-label={label}>
      {lines.map(({ key, name, to, last, seats }) => (
        <li key={key}>
          <Link to={to}>{name}</Link>
          <span className="plan-shift" aria-hidden="true">
            <i className="last" style={{ width: `${(last / top) * 100}%` }} />
            <i style={{ width: `${(seats / top) * 100}%` }} />
          </span>
          <span className="num">{t("changes.from-to", { last: n(last), seats: n(seats) })}</span>
          <b className="num">{seats === last ? "0" : formatSigned(seats - last, language)}</b>
        </li>
      ))}
    </ol>
  );
}

/** Seats by card, and by level where a level's total is another than last year's. */
export function PlanShifts({ plan, summary }: { plan: Plan; summary: PlanSummary }) {
  const { t } = useTranslation("plans");
  const { levels } = summary.totals;
  const cards = (summary.totals.cards ?? []).filter(({ last, seats }) => last > 0 || seats > 0);
  const rows = `/plans/${plan.id}/edit`;
  const moved = levels.some(({ last, seats }) => last !== seats);
  if (cards.length < 2 && !moved) return null;
  return (
    <div className="plan-two">
      {cards.length > 1 && (
        <Section title={t("shift.cards")} note={t("shift.note")}>
          <Shifts
            label={t("shift.cards")}
            lines={cards.map(({ card, ...line }) => ({ key: card, name: t(`card.${card}`), to: `${rows}?card=${card}`, ...line }))}
          />
        </Section>
      )}
      {moved && (
        <Section title={t("shift.levels")} note={t("shift.note")}>
          <Shifts
            label={t("shift.levels")}
            lines={levels.map(({ level, ...line }) => ({ key: level, name: t(`shell:level.${level}`), to: `${rows}?level=${level}`, ...line }))}
          />
        </Section>
      )}
    </div>
  );
} // prettier-ignore
