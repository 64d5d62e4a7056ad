import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePostings, type Posting } from "../demand/api.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";

/** List: the postings behind a demand figure, newest first. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { scope } = useScope();
  const [occupation] = useFilter("occupation");
  const found = usePostings({ occupation, city: scope.city });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<Posting>[] = [
    {
      key: "title",
      title: t("posting.title"),
      wide: true,
      value: (row) => row.title,
      render: (row) => <Link to={`/postings/${row.id}`}>{row.title}</Link>,
    },
    { key: "company", title: t("posting.company"), value: (row) => row.company },
    { key: "city", title: t("column.city"), value: (row) => row.cityName },
    {
      key: "headcount",
      title: t("posting.headcount"),
      number: true,
      value: (row) => row.headcount,
      render: (row) =>
        row.headcount === null ? (
          <abbr title={t("posting.absent-why")}>{t(`posting.headcount.${row.headcountKind}`)}</abbr>
        ) : (
          String(row.headcount)
        ),
    },
    {
      key: "publishedAt",
      title: t("posting.published"),
      value: (row) => row.publishedAt,
      render: (row) => formatDate(row.publishedAt, language),
    },
    { key: "source", title: t("posting.source"), value: (row) => row.source },
  ];
  return (
    <Section title={t("posting.behind")} note={t("posting.behind-note")}>
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("list.empty")} />}
      {rows.length > 0 && (
        <DataTable
          caption={t("posting.behind")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          total={found.data?.pages[0]?.total}
          totalIsEstimate={found.data?.pages[0]?.totalIsEstimate}
          fileName={`${t("posting.behind")}-${occupation}`}
        />
      )}
    </Section>
  );
}
