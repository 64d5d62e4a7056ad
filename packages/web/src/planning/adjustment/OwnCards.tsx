import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useOwnOfferings, useRuns, type OwnOffering } from "./api.ts";
import { DecisionCell, DecisionMark } from "./pieces.tsx";
import { DECISIONS } from "./rules.ts";
import { currentRun } from "./Runs.tsx";
import "../planning.css";
import "./adjustment.css";

const GRAVE = new Set(["withdraw", "suspend", "warn"]);
const gravity = (one: OwnOffering): number =>
  one.card ? DECISIONS.indexOf(one.card.decision) : DECISIONS.length;

/** Question: what is proposed for the offerings of my school, and where do we have to say something? */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const found = useOwnOfferings();
  const runs = useRuns();
  const current = currentRun(runs.data?.items ?? []);
  const items = [...(found.data?.items ?? [])].sort((a, b) => gravity(a) - gravity(b));
  const urgent = items.filter(({ card }) => card && GRAVE.has(card.decision));
  const told = items.find(({ card, school }) => card !== null && school.id !== null)?.card;
  const carded = items.filter(({ card }) => card).length;
  const columns: Column<OwnOffering>[] = [
    {
      key: "programme",
      title: t("column.programme"),
      wide: true,
      value: (one) => `${one.programme.name} ${one.programme.code}`,
      render: (one) => (
        <>
          <Link to={`/offerings/${one.id}`}>{one.programme.name}</Link> <small>{one.programme.code}</small>
        </>
      ),
    },
    {
      key: "decision",
      title: t("column.decision"),
      value: (one) => (one.card ? t(`decision.${one.card.decision}`) : null),
      render: (one) =>
        one.card ? (
          <DecisionCell card={one.card} />
        ) : (
          <abbr title={t("own.no-card-words")}>{t("own.no-card")}</abbr>
        ),
    },
    {
      key: "rules",
      title: t("column.rules-fired"),
      number: true,
      value: (one) => one.card?.rules.length ?? null,
      render: (one) =>
        one.card ? (
          <Link to={`/adjustments/${one.card.adjustment}/cards/${one.id}`}>
            {t("own.open", { count: one.card.rules.length })}
          </Link>
        ) : null,
    },
    { key: "level", title: t("column.level"), value: (one) => t(`shell:level.${one.level}`) },
    { key: "city", title: t("column.city"), value: (one) => one.city.name },
    {
      key: "years",
      title: t("column.since"),
      number: true,
      value: (one) => one.firstYear,
      render: (one) => String(one.firstYear),
    },
  ];
  return (
    <Page title={t("shell:place.own-cards")} lead={t("own.lead")}>
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && (
        <Empty title={t("own.none")}>
          <p>{t("own.none-words")}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <>
          <p className="answer">
            {carded === 0
              ? t("own.not-yet", { count: items.length, shown: formatNumber(items.length, language) })
              : t("own.answer", {
                  shown: formatNumber(items.length, language),
                  grave: formatNumber(urgent.length, language),
                })}
          </p>
          {current?.stage === "opened" && <p className="doubt">{t("own.opened")}</p>}
          {told && (
            <p>
              <a href={`/api/adjustments/${told.adjustment}/schools/${told.school.id}/notice.docx`} download>
                {t("own.notice")}
              </a>
            </p>
          )}
          {urgent.length > 0 && (
            <Section title={t("own.urgent")}>
              <ol className="own-urgent">
                {urgent.map(({ id, programme, card }) => (
                  <li key={id}>
                    <DecisionMark decision={card!.decision} />
                    <Link to={`/adjustments/${card!.adjustment}/cards/${id}`}>{programme.name}</Link>
                    <small>
                      {t("own.fired", { count: card!.rules.length })}
                      {card!.objected && ` · ${t("card.objected")}`}
                    </small>
                  </li>
                ))}
              </ol>
            </Section>
          )}
          <Section title={t("own.all")}>
            <DataTable
              caption={t("own.all")}
              rows={items}
              columns={columns}
              rowKey={(one) => one.id}
              fileName={t("own.all")}
              tall
            />
          </Section>
        </>
      )}
    </Page>
  );
}
