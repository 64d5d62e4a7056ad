import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { formatDate, formatSalary, MISSING } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import { postingsPage, usePostings, type Posting } from "./api.ts";
import "./demand.css";
import { Confidence, Occupation, ReviewTag, useHeadcount } from "./pieces.tsx";
import { PostingFilters } from "./PostingFilters.tsx";

const FILTERS = [
  "q",
  "occupation",
  "programme",
  "education",
  "flag",
  "reviewed",
  "importId",
  "maxConfidence",
  "order",
];
const EXPORT_LIMIT = 10_000;

/** List: every posting with its code, filtered by the address. */
export function Component() {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const { scope, to } = useScope();
  const [params] = useSearchParams();
  const query = { city: scope.city, ...Object.fromEntries(FILTERS.map((name) => [name, params.get(name)])) };
  const filtered = scope.city !== null || FILTERS.some((name) => name !== "order" && params.has(name));
  const postings = usePostings(query);
  const headcount = useHeadcount();
  const rows = postings.data?.pages.flatMap((page) => page.items) ?? [];
  const first = postings.data?.pages[0];
  const columns: Column<Posting>[] = [
    {
      key: "title",
      title: t("posting.title"),
      wide: true,
      value: (row) => row.title,
      render: (row) => (
        <>
          <Link to={to(`/postings/${row.id}`)}>{row.title}</Link>
          <span className="cell-sub">{row.company}</span>
        </>
      ),
    },
    { key: "company", title: t("posting.company"), value: (row) => row.company, width: "0" },
    { key: "city", title: t("posting.city"), value: (row) => row.cityName || null },
    {
      key: "occupation",
      title: t("posting.occupation"),
      wide: true,
      value: (row) => row.occupation?.name ?? null,
      render: (row) => <Occupation of={row.occupation} />,
    },
    {
      key: "confidence",
      title: t("posting.confidence"),
      note: t("posting.confidence-note"),
      value: (row) => row.confidence,
      render: (row) => <Confidence value={row.confidence} />,
    },
    {
      key: "reviewed",
      title: t("posting.reviewed"),
      value: (row) => t(`reviewed.${row.reviewed ?? "none"}`),
      render: (row) => <ReviewTag of={row.reviewed} />,
    },
    {
      key: "flags",
      title: t("posting.flags"),
      value: (row) => row.flags.map((flag) => `${flag.rule} “${flag.quote}”`).join(";") || null,
      render: (row) =>
        row.flags.length > 0 ? (
          <span className="tag red" title={row.flags.map((flag) => flag.quote).join(" · ")}>
            {row.flags[0]!.rule}
            {row.flags.length > 1 && ` +${row.flags.length - 1}`}
          </span>
        ) : (
          ""
        ),
    },
    {
      key: "salary",
      title: t("posting.salary"),
      number: true,
      value: (row) => (row.salary ? `${row.salary.min}–${row.salary.max}` : null),
      render: (row) => formatSalary(row.salary, language).replace(/ [^ ]+$/, ""),
    },
    { key: "headcount", title: t("posting.headcount"), number: true, value: (row) => headcount(row) },
    {
      key: "education",
      title: t("posting.education"),
      value: (row) => (row.education ? t(`education.${row.education}`) : null),
    },
    {
      key: "publishedAt",
      title: t("posting.published"),
      value: (row) => row.publishedAt,
      render: (row) => (row.publishedAt ? formatDate(row.publishedAt, language) : MISSING),
    },
  ];
  const shown = columns.filter((column) => column.width !== "0");
  const everything = async (): Promise<Posting[]> => {
    const all: Posting[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof postingsPage>> = await postingsPage(
        { ...query, limit: 200 },
        cursor,
      );
      all.push(...page.items);
      cursor = page.next;
    } while (cursor && all.length < EXPORT_LIMIT);
    return all;
  };
  return (
    <Page title={t("postings.title")} lead={t("postings.lead")}>
      <PostingFilters />
      {postings.isPending && <Loading rows={12} />}
      {postings.error && <Failure error={postings.error} retry={() => void postings.refetch()} />}
      {postings.data && rows.length === 0 && (
        <Empty
          title={t(filtered ? "postings.none" : "postings.empty")}
          actions={
            filtered ? (
              <Link className="button" to="/postings">
                {t("postings.all")}
              </Link>
            ) : (
              <Link className="button primary" to="/imports">
                {t("postings.import")}
              </Link>
            )
          }
        >
          <p>{t(filtered ? "postings.none-words" : "postings.empty-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          tall
          caption={t("postings.title")}
          fileName={t("postings.title")}
          rows={rows}
          columns={shown}
          exportColumns={columns}
          rowKey={(row) => row.id}
          total={first?.total}
          totalIsEstimate={first?.totalIsEstimate}
          allRows={everything}
          onSort={() => undefined}
          hasMore={postings.hasNextPage}
          loadingMore={postings.isFetchingNextPage}
          onMore={() => void postings.fetchNextPage()}
        />
      )}
    </Page>
  );
}
