import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatList, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import {
  useHolds,
  useSession,
  useSessions,
  useSites,
  useWrite,
  type PlannedSessions,
  type Season,
  type SessionLine,
  type Site,
} from "./api.ts";
import { SeasonSteps, useThisSeason } from "./pieces.tsx";
import { SiteForm } from "./SiteForm.tsx";
import { dayOf, timeOf } from "./times.ts"; // prettier-ignore
import "./sites.css";

/** Question: where and when is everybody's skill tested, and is there a place for each? */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const holds = useHolds(season.region);
  const sites = useSites(season.id);
  const sessions = useSessions(season.id, {});
  const [editing, setEditing] = useState<Site | "new" | null>(null);
  const open = holds && season.state === "confirmed";
  const all = sessions.data ?? [];
  return (
    <>
      {holds && <Planning season={season} open={open} sessions={all} />}
      <Section
        title={t("sites.calendar")}
        note={t("sites.calendar-note")}
      >
        {sessions.isPending && <Loading rows={5} />}
        {sessions.error && <Failure error={sessions.error} />}
        {sessions.data && all.length === 0 && (
          <Empty title={t("sites.no-sessions")}>
            <p>{t("sites.no-sessions-words")}</p>
          </Empty>
        )}
        {all.length > 0 && <Timetable season={season} sessions={all} holds={holds} />}
      </Section>
      <Section
        title={t("sites.title")}
        aside={
          holds && (
            <button type="button" className="button small" onClick={() => setEditing("new")}>
              {t("sites.add")}
            </button>
          )
        }
      >
        {sites.error && <Failure error={sites.error} />}
        {sites.data?.items.length === 0 && <p className="section-note">{t("sites.none")}</p>}
        <ul className="season-lines">
          {sites.data?.items.map((site) => (
            <li key={site.id}>
              <b>{site.name}</b> <span>{site.cityName}</span> <small>{site.address}</small>{" "}
              <span className="num">{t("sites.line", { sessions: formatNumber(site.sessions, language), seated: formatNumber(site.seated, language) })}</span>{" "}
              <small>{formatList(Object.entries(site.places).map(([key, places]) => `${season.categories.find((one) => one.key === key)?.name ?? key} ${places}`), language)}</small>{" "}
              {holds && (
                <button type="button" className="button small" onClick={() => setEditing(site)}>
                  {t("change")}
                </button>
              )}
            </li>
          ))}
        </ul>
        {editing && <SiteForm season={season} site={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      </Section>
    </>
  ); // prettier-ignore
}

function Planning({ season, open, sessions }: { season: Season; open: boolean; sessions: SessionLine[] }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const plan = useWrite<PlannedSessions>();
  const clear = useWrite<PlannedSessions>();
  const [minutes, setMinutes] = useState(15);
  const n = (value: number) => formatNumber(value, language);
  const seated = sessions.reduce((sum, one) => sum + (one.seated ?? 0), 0);
  const path = `/api/seasons/${season.id}/sessions`;
  return (
    <Section title={t("sites.question")}>
      <p>{t("sites.answer", { sessions: n(sessions.length), seated: n(seated), unseated: n(season.work?.unseated ?? 0) })}</p>
      {["draft", "registering"].includes(season.state) && <p className="section-note">{t("sites.later")}</p>}
      {open && (
        <div className="filters">
          <label>
            {t("sites.break")}
            <input type="number" min={0} max={240} value={minutes} onChange={(event) => setMinutes(Number(event.target.value))} />
          </label>
          <button type="button" className="button primary" disabled={plan.isPending} onClick={() => plan.mutate({ path: `${path}/plan`, body: { breakMinutes: minutes } })}>
            {t(plan.isPending ? "sites.planning" : "sites.plan")}
          </button>
          {sessions.length > 0 && (
            <button type="button" className="button" disabled={clear.isPending} onClick={() => clear.mutate({ path: `${path}/clear` })}>
              {t("sites.clear")}
            </button>
          )}
        </div>
      )}
      {plan.data && (
        <p role="status">
          {t("sites.planned", { sessions: n(plan.data.sessions), seated: n(plan.data.seated), away: n(plan.data.away), bound: n(plan.data.bound) })}
        </p>
      )}
      {(plan.error ?? clear.error) && <Failure error={plan.error ?? clear.error} />}
      <SeasonSteps season={season} only={["publish-sessions"]} />
    </Section>
  ); // prettier-ignore
}

/** Sites below one another, days beside one another; each session with its time, category, and how full it is. */
function Timetable({ season, sessions, holds }: { season: Season; sessions: SessionLine[]; holds: boolean }) {
  const { t } = useTranslation("seasons");
  const [category, setCategory] = useState(season.categories[0]?.key ?? "");
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = sessions.filter((one) => category === "" || one.category === category);
  const days = [...new Set(shown.map(({ begins }) => dayOf(begins)))].sort();
  const sites = [...new Map(shown.map(({ site }) => [site.id, site])).values()];
  const name = (key: string) => season.categories.find((one) => one.key === key)?.name ?? key;
  return (
    <>
      <div className="filters">
        <label>
          {t("category.title")}
          <select value={category} onChange={(event) => setCategory(event.target.value)}>
            <option value="">{t("all")}</option>
            {season.categories.map((one) => <option key={one.key} value={one.key}>{one.name}</option>)}
          </select>
        </label>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("sites.calendar")}>
        <table className="data timetable">
          <thead>
            <tr>
              <th scope="col">{t("sites.site")}</th>
              {days.map((day) => <th key={day} scope="col">{day.slice(5)}</th>)}
            </tr>
          </thead>
          <tbody>
            {sites.map((site) => (
              <tr key={site.id}>
                <th scope="row">
                  {site.name} <span className="cell-sub">{site.cityName}</span>
                </th>
                {days.map((day) => (
                  <td key={day}>
                    <div className="session-cells">{shown.filter((one) => one.site.id === site.id && dayOf(one.begins) === day).sort((a, b) => (a.begins < b.begins ? -1 : 1)).map((one) => (
                      <button key={one.id} type="button" className="session" disabled={!holds} onClick={() => setChosen(one.id)}>
                        <span className="num">{timeOf(one.begins)}–{timeOf(one.ends)}</span> {category === "" && name(one.category)}
                        {one.seated !== null && (
                          <>
                            <i aria-hidden="true"><b style={{ width: `${(one.seated / one.places) * 100}%` }} /></i>
                            <span className="num">{one.seated}/{one.places}</span>
                          </>
                        )}
                      </button>
                    ))}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen && <SessionDialog season={season} id={chosen} sessions={sessions} onClose={() => setChosen(null)} />}
    </>
  ); // prettier-ignore
}

/** Who sits in a session; one may be moved to another session of the category, under the same checks. */
function SessionDialog(props: { season: Season; id: string; sessions: SessionLine[]; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const found = useSession(props.id);
  const move = useWrite();
  const session = found.data;
  const movable = ["registering", "confirmed", "seated"].includes(props.season.state);
  const others = props.sessions.filter((one) => one.id !== props.id && one.category === session?.category);
  return (
    <Dialog label={t("session.title")} onClose={props.onClose}>
      <h2>{t("session.title")}</h2>
      {found.error && <Failure error={found.error} />}
      {move.error && <Failure error={move.error} />}
      {session && (
        <>
          <p>
            {session.site.name} · {dayOf(session.begins)} {timeOf(session.begins)}–{timeOf(session.ends)} · <span className="num">{session.seats.length}/{session.places}</span>
          </p>
          <ol className="season-seats">
            {session.seats.map((seat) => (
              <li key={seat.candidate}>
                <span className="num">{seat.seat}</span>
                <Link to={`/admission/${props.season.id}/candidates/${seat.candidate}`}>{seat.name}</Link>
                <small>{seat.number} {seat.school}</small>
                {movable && others.length > 0 && (
                  <select aria-label={t("session.move", { name: seat.name })} value="" disabled={move.isPending} onChange={(event) => move.mutate({ path: `/api/candidates/${seat.candidate}/seat`, body: { session: event.target.value } })}>
                    <option value="">{t("session.move-to")}</option>
                    {others.map((one) => (
                      <option key={one.id} value={one.id} disabled={(one.seated ?? 0) >= one.places}>
                        {one.site.name} {dayOf(one.begins).slice(5)} {timeOf(one.begins)} ({one.seated}/{one.places})
                      </option>
                    ))}
                  </select>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
      <div className="actions">
        <button type="button" className="button" onClick={props.onClose}>{t("close")}</button>
      </div>
    </Dialog>
  ); // prettier-ignore
}
