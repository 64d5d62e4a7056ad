import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatNumber, formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useOwnSeats, usePropose, useSchoolPlans, type SchoolPlan, type TalkedCell } from "./api.ts";
import { Turns } from "./pieces.tsx";
import { STATE_TAG } from "./words.ts";
import "./plans.css";

/** Question of a school: how many seats do we get, and what may we say to it? */
export function Component() {
  const { t } = useTranslation("plans");
  const { id } = useParams();
  const plans = useSchoolPlans();
  if (plans.isPending) return <Loading rows={6} />;
  if (plans.error) return <Failure error={plans.error} retry={() => void plans.refetch()} />;
  const shown = id ?? plans.data.items[0]?.id;
  return (
    <Page title={t("shell:place.my-seats")} lead={t("mine.lead")}>
      {plans.data.items.length === 0 && (
        <Empty title={t("mine.none")}>
          <p>{t("mine.none-words")}</p>
        </Empty>
      )}
      {plans.data.items.length > 1 && (
        <ul className="plan-tabs">
          {plans.data.items.map((plan) => (
            <li key={plan.id}>
              <Link to={`/my-seats/${plan.id}`} aria-current={plan.id === shown ? "page" : undefined}>
                {plan.round.title} · {plan.name} <span className={STATE_TAG[plan.state]}>{t(`state.${plan.state}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {shown && <Seats id={shown} />}
    </Page>
  );
} // prettier-ignore

function Seats({ id }: { id: string }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const me = useMe();
  const found = useOwnSeats(id);
  if (found.isPending) return <Loading rows={6} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { plan, items } = found.data;
  const may = plan.state === "open" && me.data?.user?.role === "school-officer";
  const sum = (of: (cell: TalkedCell) => number) => items.reduce((all, cell) => all + of(cell), 0);
  const seats = sum((cell) => cell.seats);
  const last = sum((cell) => cell.last);
  return (
    <>
      <p className="answer">
        {t("mine.answer", {
          year: plan.round.year,
          seats: formatNumber(seats, language),
          last: formatNumber(last, language),
          change: seats === last ? "0" : formatSigned(seats - last, language),
        })}{" "}
        {t(may ? "mine.open" : `mine.${plan.state === "published" ? "final" : "closed"}`)}
        {plan.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}
      </p>
      {items.map((cell) => (
        <Own key={cell.offering} plan={plan} cell={cell} may={may} />
      ))}
    </>
  );
}

function Own({ plan, cell, may }: { plan: SchoolPlan; cell: TalkedCell; may: boolean }) {
  const { t } = useTranslation("plans");
  const propose = usePropose(plan.id);
  const [open, setOpen] = useState(false);
  const [seats, setSeats] = useState(String(cell.seats));
  const [reason, setReason] = useState("");
  return (
    <Section
      title={`${cell.programmeName}（${cell.cityName}）`}
      aside={
        <b className="num">{t("mine.numbers", { last: cell.last, seats: cell.seats })}</b>
      }
    >
      {cell.card !== "keep" && <p>{t("mine.card", { card: t(`card.${cell.card}`) })}</p>}
      {cell.steps.length > 0 && <Turns steps={cell.steps} />}
      {may && !open && (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {t("mine.propose")}
        </button>
      )}
      {may && open && (
        <form
          className="form wider"
          onSubmit={(event) => {
            event.preventDefault();
            propose.mutate(
              { offering: cell.offering, seats: Number(seats), reason },
              { onSuccess: () => { setOpen(false); setReason(""); } },
            );
          }}
        >
          <label>
            <span>{t("mine.seats")}</span>
            <input type="number" min={0} required value={seats} onChange={(event) => setSeats(event.target.value)} />
          </label>
          <label>
            <span>{t("mine.reason")}</span>
            <textarea rows={3} required maxLength={2000} value={reason} placeholder={t("mine.reason-hint")} onChange={(event) => setReason(event.target.value)} />
          </label>
          {propose.error && <Failure error={propose.error} />}
          <div className="actions">
            <button type="submit" className="button primary" disabled={propose.isPending}>{t("mine.send")}</button>
            <button type="button" className="button" onClick={() => setOpen(false)}>{t("step.cancel")}</button>
          </div>
        </form>
      )}
    </Section>
  );
} // prettier-ignore
