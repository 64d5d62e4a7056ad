import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Num } from "../parts/Figure.tsx";
import { Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { useSourceList } from "./api.ts";
import { useBalance } from "./Balance.tsx";

export interface OfferingLine {
  schoolCode: string | null;
  schoolName: string;
  programmeCode: string;
  programmeName?: string;
  level: string;
  city: string;
  cityName?: string;
  year: number;
  plan: number | null;
  admitted: number | null;
  registered: number | null;
  enrolment: number[];
  graduates: number | null;
  employed: number | null;
  matchedEmployed: number | null;
  furtherStudy: number | null;
}

/** List: the offerings behind a supply figure. */
export function Component() {
  const { t } = useTranslation("planning");
  const { source } = useBalance();
  const { scope } = useScope();
  const [programme] = useFilter("programme");
  const found = useSourceList<OfferingLine>(source, "offerings", { programme, city: scope.city, level: scope.level });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const count = (key: "plan" | "admitted" | "registered" | "graduates" | "employed" | "furtherStudy"): Column<OfferingLine> => ({
    key,
    title: t(`offering.${key}`),
    number: true,
    sum: true,
    value: (row) => row[key],
    render: (row) => <Num value={row[key]} reason={t("offering.not-stated")} />,
  });
  const columns: Column<OfferingLine>[] = [
    { key: "school", title: t("offering.school"), wide: true, value: (row) => row.schoolName },
    { key: "programme", title: t("column.programme"), value: (row) => `${row.programmeName ?? ""} ${row.programmeCode}`.trim() },
    { key: "city", title: t("column.city"), value: (row) => row.cityName ?? row.city },
    { key: "year", title: t("column.year"), number: true, value: (row) => row.year, render: (row) => String(row.year) },
    count("plan"),
    count("admitted"),
    count("registered"),
    { key: "enrolment", title: t("offering.enrolment"), note: t("offering.enrolment-note"), number: true, value: (row) => row.enrolment.join(" / ") },
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
          rowKey={(row) => `${row.schoolName}${row.programmeCode}${row.year}${row.level}`}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          fileName={`${t("offering.title")}-${programme}`}
        />
      )}
    </Section>
  );
}
