import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useDesk, useRounds, type Desk } from "./api.ts";
import { OpenRound } from "./OpenRound.tsx";
import { Due, useApplicationColumns } from "./pieces.tsx";
import { TimeBar } from "./TimeBar.tsx";
import { YearLine } from "./YearLine.tsx";

/** Question: how far is the year's round, what waits for me in it, and what of it is late? */
export function Component() {
  const { t } = useTranslation("rounds");
  const me = useMe();
  const role = me.data?.user?.role;
  const office = role === "planner" || role === "administrator";
  const desk = useDesk();
  const rounds = useRounds();
  if (desk.isPending || rounds.isPending) return <Loading rows={8} />;
  const error = desk.error ?? rounds.error;
  if (error || !desk.data || !rounds.data) return <Failure error={error} retry={() => void desk.refetch()} />;
  const { round } = desk.data;
  return (
    <Page
      title={round ? t("desk.title", { year: round.year }) : t("shell:place.rounds")}
      lead={round ? <Link to={`/rounds/${round.id}`}>{round.title}</Link> : t("desk.lead")}
      actions={
        round ? (
          <>
            {role === "school-officer" && !round.list && (
              <Link className="button primary" to="/applications/new">
                {t("new.title")}
              </Link>
            )}
            <Link className="button" to={`/rounds/${round.id}`}>
              {t("round.open-page")}
            </Link>
          </>
        ) : undefined
      }
    >
      {round ? (
        <>
          <Answer desk={desk.data} />
          <YearLine stages={desk.data.stages} />
          <Section title={t("desk.waiting-title")}>
            <Waiting desk={desk.data} />
          </Section>
          <Late desk={desk.data} />
          <Section title={t("desk.days")} aside={<Link to={`/rounds/${round.id}`}>{t("desk.days-all")}</Link>}>
            <TimeBar calendar={desk.data.calendar} today={desk.data.today} />
          </Section>
        </>
      ) : (
        <>
          <Empty title={t("desk.none")}>
            <p>{t(office ? "desk.none-office" : "desk.none-words")}</p>
          </Empty>
          {desk.data.waiting.length > 0 && <Waiting desk={desk.data} />}
        </>
      )}
      {office && <OpenRound years={rounds.data.items.map(({ year }) => year)} />}
      {rounds.data.items.length > 1 && (
        <Section title={t("desk.all")}>
          <ul className="publications">
            {rounds.data.items.map((one) => (
              <li key={one.id}>
                <Link to={`/rounds/${one.id}`}>{one.title}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  ); // prettier-ignore
}

/** Where the year is, by when its next step is due, and how much waits for the one who looks. */
function Answer({ desk }: { desk: Desk }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const stage = desk.stages.find(({ current }) => current);
  const count = desk.waiting.reduce((sum, one) => sum + one.count, 0);
  const late = desk.waiting.reduce((sum, one) => sum + one.late, 0);
  const shown = (value: number) => formatNumber(value, language);
  return (
    <p className="answer">
      {stage
        ? t("desk.at", { stage: t(`part.${stage.key}`), state: t(`stage.${stage.key}.${stage.state}`) })
        : t("desk.over")}{" "}
      {stage?.due && (
        <>
          {t("desk.due", { step: t(`step.${stage.due.step}`) })} <Due day={stage.due.day} daysLeft={stage.due.daysLeft} />
          {t("desk.stop")}{" "}
        </>
      )}
      {count === 0
        ? t("desk.nothing")
        : t(late > 0 ? "desk.answer-late" : "desk.answer", { count, shown: shown(count), late: shown(late) })}
    </p>
  ); // prettier-ignore
}

function Waiting({ desk }: { desk: Desk }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  if (desk.waiting.length === 0) return <p className="section-note">{t("desk.nothing")}</p>;
  return (
    <ul className="waiting">
      {desk.waiting.map((one) => (
        <li key={one.key}>
          <span className="num">{formatNumber(one.count, language)}</span>
          <span>
            <Link to={one.path}>{t(`waits.${one.key}`, { count: one.count })}</Link> <small>{t(`part.${one.part}`)}</small>
          </span>
          <span className="by">
            {one.late > 0 && one.late < one.count && <span className="late">{t("desk.late", { count: one.late })} </span>}
            {one.due && <Due day={one.due.day} daysLeft={one.due.daysLeft} />}
          </span>
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}

/** Steps of which there may be many; the others are one thing each. */
const COUNTED = ["answers", "proposals"];

/** What is behind its day: steps of the round as a whole, and single applications. */
function Late({ desk: { behind, late } }: { desk: Desk }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const columns = useApplicationColumns();
  if (behind.length + late.length === 0) return null;
  return (
    <Section title={t("desk.late-title")}>
      {behind.length > 0 && (
        <ul className="waiting">
          {behind.map((one) => (
            <li key={one.step}>
              <span className="num">{COUNTED.includes(one.step) && formatNumber(one.count, language)}</span>
              <span>
                <Link to={one.path}>{t(`behind.${one.step}`)}</Link> {one.name && <small>{one.name}</small>}
              </span>
              <Due day={one.due.day} daysLeft={one.due.daysLeft} />
            </li>
          ))}
        </ul>
      )}
      {late.length > 0 && (
        <DataTable
          caption={t("desk.late-applications")}
          rows={late}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="late-applications"
        />
      )}
    </Section>
  );
}
