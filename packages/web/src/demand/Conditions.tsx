import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call, type Page as PageOf } from "../api/client.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Num } from "../parts/Figure.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { NowCalled } from "../registry/organisations/pieces.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import type { ConditionFigure, ConditionLine } from "./api.ts";

/** What the page shows; the export has all. */
const SHOWN: readonly string[] = [
  "school",
  "year",
  "schoolType",
  "city",
  "studentsFull",
  "teachersFull",
  "teachersGraduate",
  "dualQualified",
  "equipmentValue",
  "teachingArea",
  "dormArea",
  "books",
];
const STUDENTS = ["studentsFull", "international", "evening", "correspondence"] as const;
const TEACHERS = [
  "teachersFull",
  "teachersPart",
  "teachersGraduate",
  "teachersSenior",
  "dualQualified",
] as const;
const THINGS = [
  "landArea",
  "buildingArea",
  "teachingArea",
  "dormArea",
  "books",
  "booksNew",
  "computers",
] as const;
/** kept in fen, shown in ten thousand yuan (万元), as the yearly report has them */
const AMOUNTS = ["equipmentValue", "equipmentNew"] as const;
const FEN_PER_UNIT = 1_000_000;

/** List: what each school had for its students in each year, as the files say. */
export function Component() {
  const { t } = useTranslation("demand");
  const { scope, to } = useScope();
  const [school] = useFilter("school");
  const query = { school, city: scope.city, year: scope.year };
  const found = useInfiniteQuery({
    queryKey: ["conditions", query],
    staleTime: 5 * 60_000,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<PageOf<ConditionLine>>("/api/conditions", {
        query: { ...query, cursor: pageParam, limit: 200 },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const figure = (key: ConditionFigure, per = 1): Column<ConditionLine> => ({
    key,
    title: t(`condition.${key}`),
    number: true,
    value: (row) => (row[key] === null ? null : row[key] / per),
    render: (row) => (
      <Num
        value={row[key] === null ? null : row[key] / per}
        digits={per === 1 ? 0 : 1}
        reason={t("condition.not-stated")}
      />
    ),
  });
  const columns: Column<ConditionLine>[] = [
    {
      key: "school",
      title: t("condition.school"),
      wide: true,
      value: (row) => row.schoolName,
      render: (row) => <NowCalled name={row.schoolName} organisation={row.school} />,
    },
    {
      key: "year",
      title: t("condition.year"),
      number: true,
      value: (row) => row.year,
      render: (row) => String(row.year),
    },
    {
      key: "schoolType",
      title: t("condition.type"),
      width: "6em",
      value: (row) => (row.schoolType === null ? null : t(`condition.type.${row.schoolType}`)),
    },
    { key: "city", title: t("condition.city"), width: "6em", value: (row) => row.cityName },
    ...STUDENTS.map((key) => figure(key)),
    ...TEACHERS.map((key) => figure(key)),
    ...AMOUNTS.map((key) => figure(key, FEN_PER_UNIT)),
    ...THINGS.map((key) => figure(key)),
  ];
  return (
    <Page title={t("condition.title")} lead={t("condition.lead")}>
      <Section title={school === "" ? t("condition.rows") : school} note={t("condition.note")}>
        {found.isPending && <Loading rows={10} />}
        {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
        {found.data && rows.length === 0 && (
          <Empty
            title={t("condition.empty")}
            actions={
              <>
                <Link className="button primary" to={to("/imports")}>
                  {t("postings.import")}
                </Link>
                <a className="button" href="/api/templates/conditions" download>
                  {t("condition.template")}
                </a>
              </>
            }
          >
            <p>{t("condition.empty-words")}</p>
          </Empty>
        )}
        {rows.length > 0 && (
          <DataTable
            caption={t("condition.title")}
            rows={rows}
            columns={columns.filter(({ key }) => SHOWN.includes(key))}
            exportColumns={columns}
            rowKey={(row) => row.id}
            hasMore={found.hasNextPage}
            loadingMore={found.isFetchingNextPage}
            onMore={() => void found.fetchNextPage()}
            fileName={[t("condition.title"), school].filter(Boolean).join("-")}
          />
        )}
      </Section>
    </Page>
  );
}
