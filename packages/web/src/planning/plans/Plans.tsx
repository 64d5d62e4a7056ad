import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { isLive } from "../../api/jobs.ts";
import { useMe } from "../../api/session.ts";
import { formatDate, formatNumber, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { usePlan, usePlanRounds, usePlans, type Plan, type PlanState } from "./api.ts";
import { Changes } from "./Changes.tsx";
import { NewPlan } from "./NewPlan.tsx";
import { PlanTag } from "./pieces.tsx";
import { PlanSentence, PlanShifts, PlanWorth } from "./PlanAnswer.tsx";
import "../planning.css";
import "./plans.css";

/** The further a plan has come, the more it is the answer. */
const FURTHEST: readonly PlanState[] = ["published", "reviewed", "concluded", "open", "draft"];

/** Question: how is this year's enrolment arranged? The plan that has come furthest, then all scenarios side by side. */
export function Component() {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const navigate = useNavigate();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const from = usePlan(params.get("from") ?? undefined);
  const rounds = usePlanRounds();
  const round = params.get("round") ?? from.data?.round.id ?? rounds.data?.items[0]?.id ?? null;
  const plans = usePlans(round);
  const [chosen, setChosen] = useState<string[]>([]);
  const rows = plans.data?.items ?? [];
  const [making, setMaking] = useState(false);
  const standing = standingOf(rows);
  const may = ["planner", "administrator"].includes(me.data?.user?.role ?? "");
  const columns: Column<Plan>[] = [
    {
      key: "pick",
      title: "",
      value: () => null,
      render: (row) =>
        row.summary ? (
          <input
            type="checkbox"
            aria-label={t("list.pick", { name: row.name })}
            checked={chosen.includes(row.id)}
            disabled={!chosen.includes(row.id) && chosen.length >= 4}
            onChange={(event) =>
              setChosen(event.target.checked ? [...chosen, row.id] : chosen.filter((id) => id !== row.id))
            }
          />
        ) : null,
    },
    {
      key: "name",
      title: t("list.name"),
      value: (row) => row.name,
      render: (row) => <Link to={`/plans/${row.id}`}>{row.name}</Link>,
    },
    { key: "state", title: t("list.state"), value: (row) => row.state, render: (row) => <PlanTag plan={row} /> },
    { key: "seats", title: t("list.seats"), number: true, value: (row) => row.summary?.totals.seats ?? null },
    {
      key: "value",
      title: t("list.value"),
      note: t("list.value-note"),
      number: true,
      value: (row) => row.summary?.value ?? null,
      render: (row) => formatNumber(row.summary?.value, language),
    },
    {
      key: "gap",
      title: t("list.gap"),
      note: t("list.gap-note"),
      number: true,
      value: (row) => row.summary?.gap ?? null,
      render: (row) => ((row.summary?.gap ?? 1) < 0.0001 ? t("plan.gap-least") : formatShare(row.summary?.gap, 2)),
    },
    { key: "by", title: t("list.by"), value: (row) => row.createdBy },
    { key: "at", title: t("list.at"), value: (row) => row.createdAt, render: (row) => formatDate(row.createdAt, language, true) },
  ]; // prettier-ignore
  const open = making || from.data !== undefined || (plans.data !== undefined && rows.length === 0);
  return (
    <Page
      title={t("list.question", { year: rounds.data?.items.find(({ id }) => id === round)?.year ?? "" })}
      lead={t("list.lead")}
      actions={
        may && round && !open && (
          <button type="button" className="button primary" onClick={() => setMaking(true)}>
            {t("new.title")}
          </button>
        )
      }
    >
      {(rounds.data?.items.length ?? 0) > 1 && (
        <div className="filters">
          <label>
            {t("list.round")}
            <select value={round ?? ""} onChange={(event) => setParams({ round: event.target.value })}>
              {rounds.data?.items.map((item) => (
                <option key={item.id} value={item.id}>
                  {item.title}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {rounds.error && <Failure error={rounds.error} retry={() => void rounds.refetch()} />}
      {rounds.data?.items.length === 0 && (
        <Empty
          title={t("list.no-round")}
          actions={
            <Link className="button" to="/rounds">
              {t("list.to-rounds")}
            </Link>
          }
        >
          <p>{t("list.no-round-words")}</p>
        </Empty>
      )}
      {round && may && open && (
        <Section title={t("new.title")}>
          <NewPlan key={`${round} ${from.data?.id ?? ""}`} round={round} from={from.data ?? null} />
        </Section>
      )}
      {standing?.summary && (
        <Section
          title={<Link to={`/plans/${standing.id}`}>{standing.name}</Link>}
          aside={<><PlanTag plan={standing} />{standing.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}</>}
        >
          <PlanSentence plan={standing} summary={standing.summary} />
        </Section>
      )}
      {standing?.summary && (
        <>
          <PlanShifts plan={standing} summary={standing.summary} />
          <Changes plan={standing} />
          <PlanWorth plan={standing} summary={standing.summary} />
        </>
      )}
      {round && (
        <Section
          title={t("list.title")}
          aside={
            <button
              type="button"
              className="button"
              disabled={chosen.length < 2}
              onClick={() => void navigate(`/plans/compare?ids=${chosen.join(",")}`)}
            >
              {t("list.compare", { count: chosen.length })}
            </button>
          }
        >
          {plans.isPending && <Loading rows={4} />}
          {plans.error && <Failure error={plans.error} retry={() => void plans.refetch()} />}
          {plans.data && rows.length === 0 && (
            <Empty title={t("list.none")}>
              <p>{t("list.none-words")}</p>
            </Empty>
          )}
          {rows.length > 0 && (
            <DataTable caption={t("list.title")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="plans" />
          )}
          {rows.some((row) => isLive(row.solving)) && <p role="status">{t("list.solving")}</p>}
        </Section>
      )}
    </Page>
  );
} // prettier-ignore

/** The plan that has come furthest; among equals the one that is worth most. */
function standingOf(plans: readonly Plan[]): Plan | undefined {
  const rank = (plan: Plan) => FURTHEST.indexOf(plan.state);
  return plans
    .filter((plan) => plan.summary !== null && rank(plan) >= 0)
    .sort((a, b) => rank(a) - rank(b) || b.summary!.value - a.summary!.value)[0];
}
