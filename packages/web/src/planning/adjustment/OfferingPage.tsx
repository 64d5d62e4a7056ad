import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useIsOffice, useOffering } from "./api.ts";
import { IndicatorTable } from "./IndicatorTable.tsx";
import { OfferingCharts } from "./OfferingCharts.tsx";
import { DecisionCell, offeringTitle } from "./pieces.tsx";
import "../planning.css";
import "./adjustment.css";

/** Record of an offering over the years: its figures, and every card that it had. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const { id = "" } = useParams();
  const office = useIsOffice();
  const found = useOffering(id);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const offering = found.data;
  const name = offeringTitle(offering);
  return (
    <Page
      title={name}
      crumbs={
        office
          ? [{ name: t("shell:place.offerings"), path: "/offerings" }]
          : [{ name: t("shell:place.own-cards"), path: "/own-cards" }]
      }
      lead={
        <>
          <Link to={`/standards/programmes/${offering.programme.code}`}>{offering.programme.code}</Link> ·{" "}
          {t(`shell:level.${offering.level}`)} · {offering.city.name} ·{" "}
          {t("offering.years", { from: offering.firstYear, to: offering.lastYear })}
          {offering.school.id && (
            <>
              {" "}
              · <Link to={`/organisations/${offering.school.id}`}>{t("offering.school")}</Link>
            </>
          )}
        </>
      }
    >
      <Section title={t("offering.cards")} note={t("offering.cards-note")}>
        {offering.cards.length === 0 && <p className="section-note">{t("offering.no-cards")}</p>}
        <ol className="card-years">
          {offering.cards.map((card) => (
            <li key={card.adjustment}>
              <b className="num">{card.forYear ?? card.year + 1}</b>
              <span>
                <DecisionCell card={card} />
              </span>
              <Link to={`/adjustments/${card.adjustment}/cards/${offering.id}`}>
                {card.title ?? t("run.title", { year: card.forYear ?? card.year + 1 })}
              </Link>
              {card.reason && (
                <small className="card-reason">{t("offering.reason", { reason: card.reason })}</small>
              )}
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t("card.years")}>
        <OfferingCharts history={offering.history} balance={offering.balance} name={name} />
      </Section>
      {offering.indicators.length > 0 && (
        <Section title={t("card.indicators")}>
          <IndicatorTable indicators={offering.indicators} name={name} />
        </Section>
      )}
    </Page>
  );
}
