import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { MISSING } from "../../format.ts";
import type { IndicatorLine } from "./api.ts";
import { useFigure } from "./pieces.tsx";

/** Every indicator of an offering with its figure, or why there is none. */
export function IndicatorTable({ indicators, name }: { indicators: IndicatorLine[]; name: string }) {
  const { t } = useTranslation("adjustment");
  const figure = useFigure();
  const columns: Column<IndicatorLine>[] = [
    {
      key: "name",
      title: t("column.indicator"),
      wide: true,
      value: (row) => row.name,
      render: (row) => <Link to={`/indicators#${row.key}`}>{row.name}</Link>,
    },
    {
      key: "value",
      title: t("column.value"),
      number: true,
      value: (row) => row.value,
      render: (row) =>
        row.value === null ? (
          <abbr title={row.why ?? undefined}>{MISSING}</abbr>
        ) : (
          figure(row.value, row.unit)
        ),
    },
    { key: "direction", title: t("column.direction"), value: (row) => t(`direction.${row.direction}`) },
    {
      key: "why",
      title: t("column.why"),
      wide: true,
      value: (row) => row.why,
      render: (row) => (row.why ? <small>{row.why}</small> : null),
    },
  ];
  return (
    <div className="indicator-figures">
      <DataTable
        caption={t("card.indicators")}
        rows={indicators}
        columns={columns}
        rowKey={(row) => row.key}
        fileName={`${name}-indicators`}
      />
    </div>
  );
}
