import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Num } from "../parts/Figure.tsx";
import { Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import type { OrganisationOfName } from "../registry/organisations/api.ts";
import { NowCalled } from "../registry/organisations/pieces.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { useSourceList, type Source } from "./api.ts";

export interface OfferingLine {
  id: string;
  schoolName: string;
  school: OrganisationOfName | null;
  programme: { code: string; name: string };
  level: string;
  city: string;
  cityName: string;
  year: number;
  plan: number | null;
  admitted: number | null;
  registered: number | null;
  enrolment: number[];
  graduates: number | null;
  employed: number | null;
  furtherStudy: number | null;
  classes: number | null;
  teachers: number | null;
  complaints: number | null;
  firstChoice: number | null;
}

/** The offerings that count now, which are what the latest cycle was computed from. */
const OFFERINGS: Source = { base: "/api", public: false, cycleId: null, releaseId: null };

/** List: the offerings behind a supply figure. */
export function Component() {
  const { t } = useTranslation("planning");
  const { scope } = useScope();
  const [programme] = useFilter("programme");
  const [school] = useFilter("school");
  const found = useSourceList<OfferingLine>(OFFERINGS, "offerings", {
    programme,
    school,
    city: scope.city,
    level: scope.level,
  });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const count = (
    key: "plan" | "admitted" | "registered" | "graduates" | "employed" | "furtherStudy" | "classes",
  ): Column<OfferingLine> => ({
    key,
    title: t(`offering.${key}`),
    number: true,
    sum: true,
    value: (row) => row[key],
    render: (row) => <Num value={row[key]} reason={t("offering.not-stated")} />,
  });
  const columns: Column<OfferingLine>[] = [
    {
      key: "school",
      title: t("offering.school"),
      note: t("offering.school-note"),
      wide: true,
      value: (row) => row.schoolName,
      render: (row) => <NowCalled name={row.schoolName} organisation={row.school} />,
    },
    {
      key: "programme",
      title: t("column.programme"),
      value: (row) => `${row.programme.name} ${row.programme.code}`,
    },
    { key: "city", title: t("column.city"), value: (row) => row.cityName },
    {
      key: "year",
      title: t("column.year"),
      number: true,
      value: (row) => row.year,
      render: (row) => String(row.year),
    },
    count("plan"),
    count("admitted"),
    count("registered"),
    {
      key: "enrolment",
      title: t("offering.enrolment"),
      note: t("offering.enrolment-note"),
      number: true,
      value: (row) => row.enrolment.join(" / "),
    },
    count("classes"),
    count("graduates"),
    count("employed"),
    count("furtherStudy"),
  ];
  return (
    <Section title={t("offering.title")} note={t("offering.note")}>
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("list.empty")} />}
      {rows.length > 0 && (
        <DataTable
          caption={t("offering.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          fileName={[t("offering.title"), school, programme].filter(Boolean).join("-")}
        />
      )}
    </Section>
  );
}
