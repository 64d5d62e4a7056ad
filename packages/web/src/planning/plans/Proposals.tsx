import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useAnswer, usePlan, useProposals, type Plan, type TalkedCell } from "./api.ts";
import { PlanTag, Turns } from "./pieces.tsx";
import "./plans.css";

/** Question: which schools wait for an answer? Each proposal with its reasons, its turns, and what to say. */
export function Component() {
  const { t } = useTranslation("plans");
  const { id } = useParams();
  const me = useMe();
  const plan = usePlan(id);
  const found = useProposals(id ?? "");
  if (plan.isPending || found.isPending) return <Loading rows={8} />;
  if (plan.error) return <Failure error={plan.error} retry={() => void plan.refetch()} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const user = me.data?.user;
  const may =
    ["planner", "administrator"].includes(user?.role ?? "") &&
    user?.region === plan.data.region &&
    ["draft", "open"].includes(plan.data.state);
  const waiting = found.data.items.filter((cell) => cell.step === "propose");
  const answered = found.data.items.filter((cell) => cell.step !== "propose");
  return (
    <Page
      title={t("proposals.title")}
      crumbs={[
        { name: t("shell:place.plans"), path: `/plans?round=${plan.data.round.id}` },
        { name: plan.data.name, path: `/plans/${plan.data.id}` },
      ]}
      lead={
        <>
          <PlanTag plan={plan.data} /> {t("proposals.lead", { count: waiting.length })}
        </>
      }
    >
      {found.data.items.length === 0 && (
        <Empty title={t("proposals.none")}>
          <p>{t(plan.data.state === "open" ? "proposals.none-open" : "proposals.none-words")}</p>
        </Empty>
      )}
      {waiting.map((cell) => (
        <Proposal key={cell.offering} plan={plan.data} cell={cell} may={may} />
      ))}
      {answered.length > 0 && (
        <details>
          <summary>{t("proposals.answered", { count: answered.length })}</summary>
          {answered.map((cell) => (
            <Proposal key={cell.offering} plan={plan.data} cell={cell} may={false} />
          ))}
        </details>
      )}
    </Page>
  );
}

function Proposal({ plan, cell, may }: { plan: Plan; cell: TalkedCell; may: boolean }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const answer = useAnswer(plan.id);
  const [reason, setReason] = useState("");
  const [seats, setSeats] = useState(String(Math.round((cell.seats + (cell.proposal ?? cell.seats)) / 2)));
  const say = (action: "accept" | "refuse" | "counter") =>
    answer.mutate({
      offering: cell.offering,
      action,
      reason,
      version: cell.version,
      ...(action === "counter" ? { seats: Number(seats) } : {}),
    });
  const blocked = reason.trim() === "" || answer.isPending;
  return (
    <Section
      title={
        <Link to={`/plans/${plan.id}/edit?offering=${cell.offering}`}>
          {cell.school} {cell.programmeName}
        </Link>
      }
      aside={
        <>
          {t("proposals.numbers", { last: cell.last, seats: cell.seats, proposal: cell.proposal ?? "—" })}
          {cell.proposal !== null && <b> {formatSigned(cell.proposal - cell.seats, language)}</b>}
        </>
      }
    >
      <Turns steps={cell.steps} />
      {may && (
        <form className="form wider" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>{t("proposals.reason")}</span>
            <textarea
              rows={2}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          {answer.error && <Failure error={answer.error} />}
          <div className="actions">
            <button type="button" className="button primary" disabled={blocked} onClick={() => say("accept")}>
              {t("proposals.accept", { seats: cell.proposal })}
            </button>
            <input
              type="number"
              className="field plan-small"
              min={0}
              aria-label={t("proposals.counter-seats")}
              value={seats}
              onChange={(event) => setSeats(event.target.value)}
            />
            <button type="button" className="button" disabled={blocked} onClick={() => say("counter")}>
              {t("proposals.counter")}
            </button>
            <button type="button" className="button" disabled={blocked} onClick={() => say("refuse")}>
              {t("proposals.refuse", { seats: cell.seats })}
            </button>
          </div>
        </form>
      )}
    </Section>
  );
}
