import { useTranslation } from "react-i18next";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useAdmitted, useSeason, useSeasons, type Admitted } from "../api.ts";
import { SeasonChoice } from "./SeasonChoice.tsx";
import { SchoolTabs } from "./SchoolTabs.tsx";

/** Question: where did our own candidates go? */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const seasons = useSeasons();
  const [asked, setAsked] = useFilter("season");
  const items = seasons.data?.items ?? [];
  // the newest that may have results; next year's takes registrations meanwhile
  const season =
    items.find(({ id }) => id === asked) ??
    items.find(({ state }) => ["filed", "closed"].includes(state)) ??
    items[0];
  const found = useAdmitted(season?.id);
  const whole = useSeason(season?.id);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const schools = new Map<string, number>();
  for (const { schoolName } of rows) schools.set(schoolName, (schools.get(schoolName) ?? 0) + 1);
  const most = [...schools].toSorted((a, b) => b[1] - a[1]).slice(0, 5);
  const category = (key: string): string =>
    whole.data?.categories.find((one) => one.key === key)?.name ?? key;
  const columns: Column<Admitted>[] = [
    { key: "name", title: t("ticket.name"), value: ({ name }) => name },
    { key: "number", title: t("ticket.number"), value: ({ number }) => number },
    { key: "category", title: t("form.category"), value: (row) => category(row.category) },
    { key: "school", title: t("unit.school"), value: ({ schoolName }) => schoolName },
    { key: "programme", title: t("unit.programme"), value: ({ programmeName }) => programmeName },
    { key: "unit", title: t("unit.id"), value: ({ unit }) => unit },
    {
      key: "quota",
      title: t("form.quotas"),
      value: ({ quota, award }) => (award === "" ? quota : t("exempt.by")),
    },
    {
      key: "at",
      title: t("school.admitted-at"),
      value: ({ admittedAt }) => formatDate(admittedAt, language),
    },
  ];
  if (seasons.isPending || (season && found.isPending)) return <Loading rows={8} />;
  const error = seasons.error ?? found.error;
  return (
    <Page title={t("school.results")} lead={season?.name}>
      <SchoolTabs />
      <SeasonChoice seasons={items} chosen={season?.id} onChoose={setAsked} />
      {error && <Failure error={error} retry={() => void found.refetch()} />}
      {!error && rows.length === 0 && (
        <Empty title={t("school.no-results")}>
          <p>{t("school.no-results-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <p className="answer">
            {t(found.hasNextPage ? "school.answer-more" : "school.answer", {
              count: rows.length,
              shown: formatNumber(rows.length, language),
              schools: most
                .map(([name, count]) => t("school.answer-one", { name, count }))
                .join(t("school.answer-join")),
            })}
          </p>
          <DataTable
            caption={t("school.results")}
            rows={rows}
            columns={columns}
            rowKey={({ number, unit }) => `${number} ${unit}`}
            fileName="admitted"
            hasMore={found.hasNextPage}
            loadingMore={found.isFetchingNextPage}
            onMore={() => void found.fetchNextPage()}
          />
        </>
      )}
    </Page>
  ); // prettier-ignore
}
