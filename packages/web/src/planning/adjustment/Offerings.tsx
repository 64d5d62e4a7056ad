import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLanguage } from "../../i18n/index.ts";
import { formatNumber } from "../../format.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { allOf, useOfferings, type OwnOffering } from "./api.ts";
import { DecisionCell } from "./pieces.tsx";
import { Choice, SearchField } from "./RunCards.tsx";
import { DECISIONS } from "./rules.ts";
import "../planning.css";
import "./adjustment.css";

/** List: every offering, to find one by school, programme, city or card; a row leads to its years. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { scope, to } = useScope();
  const [decision] = useFilter("decision");
  const [q] = useFilter("q");
  const query = { q, decision, city: scope.city, level: scope.level };
  const found = useOfferings(query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<OwnOffering>[] = [
    {
      key: "school",
      title: t("column.school"),
      wide: true,
      value: (one) => one.school.name,
      render: (one) => <Link to={to(`/offerings/${one.id}`)}>{one.school.name}</Link>,
    },
    {
      key: "programme",
      title: t("column.programme"),
      wide: true,
      value: (one) => `${one.programme.name} ${one.programme.code}`,
      render: (one) => (
        <>
          {one.programme.name} <small>{one.programme.code}</small>
        </>
      ),
    },
    { key: "level", title: t("column.level"), value: (one) => t(`shell:level.${one.level}`) },
    { key: "city", title: t("column.city"), value: (one) => one.city.name },
    {
      key: "decision",
      title: t("offerings.card"),
      value: (one) => (one.card ? t(`decision.${one.card.decision}`) : null),
      render: (one) =>
        one.card ? (
          <Link to={`/adjustments/${one.card.adjustment}/cards/${one.id}`}>
            <DecisionCell card={one.card} />
          </Link>
        ) : (
          <abbr title={t("own.no-card-words")}>{t("own.no-card")}</abbr>
        ),
    },
    {
      key: "first",
      title: t("offerings.first"),
      number: true,
      value: (one) => one.firstYear,
      render: (one) => String(one.firstYear),
    },
    {
      key: "last",
      title: t("offerings.last"),
      number: true,
      value: (one) => one.lastYear,
      render: (one) => String(one.lastYear),
    },
  ];
  return (
    <Page title={t("shell:place.offerings")} lead={t("offerings.lead")}>
      <div className="filters">
        <Choice
          name="decision"
          values={[...DECISIONS, "none"]}
          word={(value) => (value === "none" ? t("own.no-card") : t(`decision.${value}`))}
        />
        <SearchField />
      </div>
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("cards.none")}>
          <p>{t(q || decision || scope.city || scope.level ? "cards.none-words" : "offerings.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          {found.hasNextPage && (
            <p className="section-note" role="status">
              {t("offerings.shown-more", { count: rows.length, shown: formatNumber(rows.length, language) })}
            </p>
          )}
          <DataTable
            caption={t("shell:place.offerings")}
            rows={rows}
            columns={columns}
            rowKey={(one) => one.id}
            hasMore={found.hasNextPage}
            loadingMore={found.isFetchingNextPage}
            onMore={() => void found.fetchNextPage()}
            allRows={() => allOf<OwnOffering>("/api/offering-records", query)}
            fileName={t("shell:place.offerings")}
            tall
          />
        </>
      )}
    </Page>
  );
}
