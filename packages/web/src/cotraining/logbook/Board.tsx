import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useAlerts, useBoard, type Alert, type Line } from "./api.ts";
import { NoteForm } from "./pieces.tsx";

/** Question: who of mine needs me now? Alerts first, then the cohort with its last two weeks. */
export function Component() {
  const { t } = useTranslation("logbook");
  const me = useMe();
  const board = useBoard();
  const alerts = useAlerts();
  if (board.isPending) return <Loading rows={8} />;
  if (board.error) return <Failure error={board.error} retry={() => void board.refetch()} />;
  const { running, waiting, alerts: open } = board.data.pages[0]!;
  const lines = board.data.pages.flatMap(({ items }) => items);
  return (
    <Page
      title={t("board")}
      lead={t("board-lead")}
      actions={
        me.data?.user?.role === "school-officer" && (
          <Link className="button" to="/logbooks/rules">
            {t("rules")}
          </Link>
        )
      }
    >
      {running === 0 ? (
        <Empty title={t("board-none")}>
          <p>{t("board-none-words")}</p>
        </Empty>
      ) : (
        <p className={`log-answer ${open === 0 ? "done" : ""}`}>
          <b>{t("board-answer", { running, alerts: open })}</b>
          <span>{t("board-waiting", { count: waiting })}</span>
        </p>
      )}
      {alerts.error && <Failure error={alerts.error} retry={() => void alerts.refetch()} />}
      {alerts.data && alerts.data.items.length > 0 && (
        <Section title={t("alerts")} note={t("alerts-words")}>
          <ul className="log-days" aria-label={t("alerts")}>
            {alerts.data.items.map((one) => (
              <AlertLine key={one.id} one={one} />
            ))}
          </ul>
        </Section>
      )}
      {lines.length > 0 && (
        <Section title={t("cohort")} note={<Legend />}>
          <Grid lines={lines} />
          {board.hasNextPage && (
            <button type="button" className="button" disabled={board.isFetchingNextPage} onClick={() => void board.fetchNextPage()}>
              {t("more")}
            </button>
          )}
        </Section>
      )}
    </Page>
  );
} // prettier-ignore

function AlertLine({ one }: { one: Alert }) {
  const { t } = useTranslation("logbook");
  return (
    <li className={one.overdue ? "returned" : ""}>
      <b>
        <Link to={`/logbooks/${one.placement}`}>{one.student}</Link>
      </b>
      <span className="tag red">{t(`alert.${one.kind}`)}</span>
      <span>{t(`alert-words.${one.kind}`, { day: one.day, month: one.day.slice(0, 7), count: one.days })}</span>
      <span className="log-quiet">
        {one.enterprise} · {t("who", { who: t(`who.${one.who}`), day: one.until })}
        {one.overdue && <strong className="field-error"> {t("overdue")}</strong>}
      </span>
      {one.mayClose && (
        <details>
          <summary>{t("close-alert")}</summary>
          <NoteForm label={t("close-words")} button={t("close-alert")} write={(note) => ({ path: `logbook/alerts/${one.id}/close`, body: { note }, etag: one.etag })} />
        </details>
      )}
    </li>
  );
} // prettier-ignore

const SIGNS: Readonly<Record<string, string>> = { none: "○", off: "·", rest: "休", absent: "缺", sent: "●", returned: "↩", countersigned: "✓", warned: "!" }; // prettier-ignore

function Legend() {
  const { t } = useTranslation("logbook");
  return (
    <span className="log-legend">
      {Object.keys(SIGNS).map((one) => (
        <span key={one}>
          <i className={`log-cell ${one}`} aria-hidden="true">
            {SIGNS[one]}
          </i>{" "}
          {t(`cell.${one}`)}
        </span>
      ))}
    </span>
  );
}

function Grid({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation("logbook");
  return (
    <div className="log-scroll" tabIndex={0} role="region" aria-label={t("cohort")}>
      <table className="log-grid">
        <thead>
          <tr>
            <th scope="col">{t("student")}</th>
            <th scope="col">{t("waiting")}</th>
            {lines[0]!.days.map(({ day }) => (
              <th key={day} scope="col">
                {day.slice(8)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">
                <Link to={`/logbooks/${line.id}`}>{line.student}</Link>
                {line.alerts > 0 && <span className="tag red">{t("alert-count", { count: line.alerts })}</span>}
                <small>{line.enterprise}</small>
              </th>
              <td className="log-count">{line.waiting > 0 ? line.waiting : ""}</td>
              {line.days.map(({ day, state }) => (
                <td key={day}>
                  <i className={`log-cell ${state}`} title={`${day} ${t(`cell.${state}`)}`} role="img" aria-label={`${day} ${t(`cell.${state}`)}`}>
                    {SIGNS[state]}
                  </i>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
} // prettier-ignore
