import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useCycles, useReleases } from "../api.ts";
import { useDesk, useOpenRound, useRounds, type Desk } from "./api.ts";
import { useApplicationColumns } from "./pieces.tsx";

/** Question: what waits for me in the yearly round, and what of it is late? */
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
      title={t("shell:place.rounds")}
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
            <Link className="button" to="/applications">
              {t("shell:place.applications")}
            </Link>
          </>
        ) : undefined
      }
    >
      {round ? (
        <Waiting desk={desk.data} />
      ) : (
        <Empty title={t("desk.none")}>
          <p>{t(office ? "desk.none-office" : "desk.none-words")}</p>
        </Empty>
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
  );
}

function Waiting({ desk }: { desk: Desk }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const columns = useApplicationColumns();
  const count = desk.waiting.reduce((sum, one) => sum + one.count, 0);
  const late = desk.waiting.reduce((sum, one) => sum + one.late, 0);
  return (
    <>
      <p className="answer">
        {count === 0
          ? t("desk.nothing")
          : t(late > 0 ? "desk.answer-late" : "desk.answer", { count, late: formatNumber(late, language) })}
      </p>
      {count > 0 && (
        <ul className="waiting">
          {desk.waiting.map((one) => (
            <li key={one.key}>
              <span className="num">{formatNumber(one.count, language)}</span>
              <Link to={one.path}>{t(`waits.${one.key}`)}</Link>
              <span className="late">{one.late > 0 && t("desk.late", { count: one.late })}</span>
            </li>
          ))}
        </ul>
      )}
      {desk.late.length > 0 && (
        <Section title={t("desk.late-title")}>
          <DataTable
            caption={t("desk.late-title")}
            rows={desk.late}
            columns={columns}
            rowKey={(row) => row.id}
            fileName="late-applications"
          />
        </Section>
      )}
    </>
  );
}

/** Task: open the round of a year on a published release. */
function OpenRound({ years }: { years: number[] }) {
  const { t } = useTranslation("rounds");
  const navigate = useNavigate();
  const cycles = useCycles();
  const releases = useReleases();
  const open = useOpenRound();
  const done = (cycles.data?.items ?? []).filter((cycle) => cycle.state === "done");
  const published = (releases.data?.items ?? []).filter((release) => release.state === "published");
  const bases = [
    ...published.map((release) => ({ value: `r:${release.id}`, label: `${release.title} ${release.version}`, cycleId: release.cycleId, releaseId: release.id, year: release.year })),
    ...done.filter((cycle) => !published.some((release) => release.cycleId === cycle.id))
      .map((cycle) => ({ value: `c:${cycle.id}`, label: t("open.cycle", { year: cycle.year }), cycleId: cycle.id, releaseId: undefined, year: cycle.year })),
  ]; // prettier-ignore
  const [value, setValue] = useState("");
  const base = bases.find((one) => one.value === value) ?? bases[0];
  const suggested = base ? base.year + 1 : new Date().getFullYear() + 1;
  const [year, setYear] = useState("");
  if (bases.length === 0) return null;
  if (base && years.includes(suggested) && year === "" && years.length > 0)
    return (
      <details>
        <summary>{t("open.title")}</summary>
        {form()}
      </details>
    );
  return <Section title={t("open.title")}>{form()}</Section>;

  function form() {
    return (
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          if (!base) return;
          open.mutate(
            { year: Number(year || suggested), cycleId: base.cycleId, ...(base.releaseId ? { releaseId: base.releaseId } : {}) },
            { onSuccess: (round) => void navigate(`/rounds/${round.id}`) },
          ); // prettier-ignore
        }}
      >
        <p className="section-note">{t("open.words")}</p>
        <label>
          <span>{t("open.base")}</span>
          <select value={base?.value} onChange={(event) => setValue(event.target.value)}>
            {bases.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("open.year")}</span>
          <input
            type="number"
            min={2000}
            max={2100}
            required
            value={year || suggested}
            onChange={(event) => setYear(event.target.value)}
          />
        </label>
        {open.error && <Failure error={open.error} />}
        <button type="submit" className="button primary" disabled={open.isPending}>
          {t("open.do")}
        </button>
      </form>
    );
  }
}
