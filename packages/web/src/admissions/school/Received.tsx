import { useTranslation } from "react-i18next";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useReceived, useSeasons, type Received, type ReceivedProgramme } from "../api.ts";
import { SeasonChoice } from "./SeasonChoice.tsx";
import { SchoolTabs } from "./SchoolTabs.tsx";

/** Question: who comes to our school, and to which programme? */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const seasons = useSeasons();
  const [asked, setAsked] = useFilter("season");
  const items = seasons.data?.items ?? [];
  const season = items.find(({ id }) => id === asked) ?? items[0];
  const found = useReceived(season?.id);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const programmes = found.data?.pages[0]?.programmes ?? [];
  const all = programmes.reduce((sum, { persons }) => sum + persons, 0);
  const columns: Column<Received>[] = [
    { key: "name", title: t("ticket.name"), value: ({ name }) => name },
    { key: "number", title: t("ticket.number"), value: ({ number }) => number },
    { key: "programme", title: t("unit.programme"), value: ({ programmeName }) => programmeName },
    { key: "unit", title: t("unit.id"), value: ({ unit }) => unit },
    { key: "from", title: t("received.from"), value: ({ fromSchool }) => fromSchool },
    { key: "kind", title: t("form.kind"), value: ({ kind }) => t(`kind.${kind}`) },
    { key: "category", title: t("form.category"), value: ({ category }) => category },
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
  const sums: Column<ReceivedProgramme>[] = [
    { key: "programme", title: t("unit.programme"), value: ({ programmeName }) => programmeName },
    { key: "code", title: t("unit.programme-code"), value: ({ programme }) => programme },
    { key: "unit", title: t("unit.id"), value: ({ unit }) => unit },
    { key: "persons", title: t("cutoff.admitted"), value: ({ persons }) => persons, number: true, sum: true },
    { key: "exempt", title: t("received.exempt"), value: ({ exempt }) => exempt, number: true, sum: true },
  ];
  if (seasons.isPending || (season && found.isPending)) return <Loading rows={8} />;
  const error = seasons.error ?? found.error;
  const query = `?season=${season?.id ?? ""}`;
  return (
    <Page
      title={t("received.title")}
      lead={season?.name}
      actions={
        rows.length > 0 && (
          <>
            <a className="button" href={`/api/received.docx${query}`} download>
              DOCX
            </a>
            <a className="button" href={`/api/received.csv${query}&lang=${language}`} download>
              CSV
            </a>
          </>
        )
      }
    >
      <SchoolTabs />
      <SeasonChoice seasons={items} chosen={season?.id} onChoose={setAsked} />
      {error && <Failure error={error} retry={() => void found.refetch()} />}
      {!error && rows.length === 0 && (
        <Empty title={t("received.none")}>
          <p>{t("received.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <p className="answer">
            {t("received.answer", { count: all, shown: formatNumber(all, language), programmes: programmes.length })}
          </p>
          <Section title={t("received.programmes")}>
            <DataTable caption={t("received.programmes")} rows={programmes} columns={sums} rowKey={({ season: of, unit }) => `${of} ${unit}`} fileName="received-programmes" />
          </Section>
          <Section title={t("received.list")} note={t("received.note")}>
            <DataTable
              caption={t("received.list")}
              rows={rows}
              columns={columns}
              rowKey={({ season: of, number }) => `${of} ${number}`}
              fileName="received"
              hasMore={found.hasNextPage}
              loadingMore={found.isFetchingNextPage}
              onMore={() => void found.fetchNextPage()}
            />
          </Section>
        </>
      )}
    </Page>
  ); // prettier-ignore
}
