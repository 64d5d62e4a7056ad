import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { Problem } from "../../api/client.ts";
import { useTicket } from "../api.ts";
import { CandidateTabs } from "../pieces.tsx";
import { Fact } from "./Fact.tsx";
import "./candidate.css";

/** Question: where and when am I tested? Printable: one side of A4. */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const { id = "" } = useParams();
  const found = useTicket(id);
  const crumbs = [{ name: t("mine.title"), path: "/my-admission" }];
  if (found.isPending) return <Loading rows={8} />;
  if (found.error instanceof Problem && [404, 409].includes(found.error.status))
    return (
      <Page title={t("ticket.title")} crumbs={crumbs} narrow>
        <CandidateTabs id={id} />
        <Empty title={t("ticket.none")}>
          <p>{found.error.message}</p>
          <p>{t("ticket.none-words")}</p>
        </Empty>
      </Page>
    );
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const ticket = found.data;
  const { seat } = ticket;
  return (
    <Page
      title={t("ticket.title")}
      crumbs={crumbs}
      actions={
        <button type="button" className="button" onClick={() => window.print()}>
          {t("print")}
        </button>
      }
      narrow
    >
      <CandidateTabs id={id} />
      <article className="ticket">
        <header>
          <p>{ticket.season.name}</p>
          <h2>{t("ticket.title")}</h2>
        </header>
        <div className="big-facts">
          <Fact name={t("ticket.number")}>
            <span className="num">{ticket.number}</span>
          </Fact>
          <Fact name={t("ticket.name")}>{ticket.name}</Fact>
        </div>
        <dl className="facts">
          <dt>{t("form.category")}</dt>
          <dd>{ticket.category.name}</dd>
          <dt>{t("form.school")}</dt>
          <dd>{ticket.school ?? "—"}</dd>
        </dl>
        {seat ? (
          <div className="big-facts seat">
            <Fact name={t("ticket.begins")}>{formatDate(seat.begins, language, true)}</Fact>
            <Fact name={t("ticket.seat")}>
              <span className="num">{seat.seat}</span>
            </Fact>
            <Fact name={t("ticket.site")}>
              {seat.site.name}
              <small>
                {seat.site.city} {seat.site.address}
              </small>
            </Fact>
            <p className="ticket-ends">{t("ticket.ends", { at: formatDate(seat.ends, language, true) })}</p>
          </div>
        ) : (
          <p className="doubt">{t("ticket.no-seat")}</p>
        )}
        <table className="data">
          <caption className="hidden">{t("ticket.subjects")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("ticket.subjects")}</th>
              <th scope="col">{t("scores.kind")}</th>
              <th scope="col" className="n">
                {t("scores.max")}
              </th>
            </tr>
          </thead>
          <tbody>
            {ticket.subjects.map((subject) => (
              <tr key={subject.key}>
                <th scope="row">{subject.name}</th>
                <td>{t(`subject.${subject.kind}`)}</td>
                <td className="n">{subject.max}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="section-note">{t("ticket.bring")}</p>
      </article>
    </Page>
  );
}
