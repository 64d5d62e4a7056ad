import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Trend } from "../../charts/Trend.tsx";
import { formatShare } from "../../format.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Est, Num } from "../../parts/Figure.tsx";
import { Section } from "../../parts/Page.tsx";
import { useScope } from "../../shell/scope.ts";
import type { BalanceRecord, RecordCell, RecordLink } from "../api.ts";
import { useBalance } from "../Balance.tsx";
import { useLinks } from "./links.ts";
import { priceText } from "./Prices.tsx";

/** The record of an occupation or a programme in one cycle: trend, cells, links, and the rows behind. */
export function Record({ record, side }: { record: BalanceRecord; side: "occupation" | "programme" }) {
  const { t } = useTranslation("planning");
  const { source, year } = useBalance();
  const { to, scope } = useScope();
  const links = useLinks(source);
  const cells = record.cells.filter(
    (cell) =>
      cell.year === year &&
      cell.city !== "" &&
      (!scope.city || cell.city === scope.city) &&
      (side === "programme" || cell.level !== null),
  );
  const behind = (city: string): string =>
    side === "occupation"
      ? to(`/balance/postings?occupation=${record.code}&city=${city}`)
      : to(`/balance/offerings?programme=${record.code}&city=${city}`);
  const cellColumns: Column<RecordCell>[] = [
    { key: "city", title: t("column.city"), value: (row) => row.cityName || t("record.whole") },
    {
      key: "level",
      title: t("column.level"),
      value: (row) => (row.level ? t(`asked.${row.level}`) : t("shell:level.all")),
    },
    ...(side === "occupation"
      ? [
          {
            key: "demand",
            title: t("column.demand"),
            number: true,
            sum: true,
            value: (row: RecordCell) => row.demand?.value ?? null,
            render: (row: RecordCell) => <Est of={row.demand} to={behind(row.city)} />,
          },
          {
            key: "matched",
            title: t("column.matched"),
            number: true,
            sum: true,
            value: (row: RecordCell) => row.matched,
          },
          {
            key: "gap",
            title: t("column.shortage"),
            number: true,
            sum: true,
            value: (row: RecordCell) => (row.gap === null ? null : -row.gap),
            render: (row: RecordCell) => (
              <span className="short">
                <Num value={row.gap === null ? null : -row.gap} suppressed={row.suppressed} />
              </span>
            ),
          },
        ]
      : [
          {
            key: "supply",
            title: t("column.supply"),
            number: true,
            sum: true,
            value: (row: RecordCell) => row.supply?.value ?? null,
            render: (row: RecordCell) => <Est of={row.supply} to={behind(row.city)} />,
          },
          {
            key: "matched",
            title: t("column.matched"),
            number: true,
            sum: true,
            value: (row: RecordCell) => row.matched,
          },
          {
            key: "gap",
            title: t("column.surplus"),
            number: true,
            sum: true,
            value: (row: RecordCell) => row.gap,
            render: (row: RecordCell) => (
              <span className="long">
                <Num value={row.gap} />
              </span>
            ),
          },
        ]),
    {
      key: "price",
      title: t(side === "occupation" ? "column.scarcity" : "column.price"),
      number: true,
      value: (row) => row.price?.max ?? null,
      render: (row) => priceText(row.price),
    },
  ];
  const linkColumns: Column<RecordLink>[] = [
    {
      key: "name",
      title: t(side === "occupation" ? "column.programme" : "column.occupation"),
      wide: true,
      value: (row) => row.name,
      render: (row) => (
        <>
          <Link to={side === "occupation" ? links.programme(row.code) : links.occupation(row.code)}>
            {row.name}
          </Link>{" "}
          <small>{row.code}</small>
        </>
      ),
    },
    {
      key: "kind",
      title: t("link.kind"),
      value: (row) => t(`charts:kind.${row.kind}`, { defaultValue: row.kind }),
    },
    {
      key: "weight",
      title: t("link.weight"),
      number: true,
      value: (row) => row.weight,
      render: (row) => formatShare(row.weight, 0),
    },
    {
      key: "flow",
      title: t("link.flow"),
      note: t("link.flow-note"),
      number: true,
      sum: true,
      value: (row) => row.flow,
      render: (row) => <Num value={row.flow} />,
    },
  ];
  return (
    <>
      {record.doubts?.map((doubt) => (
        <p key={doubt} className="doubt">
          {doubt}
        </p>
      ))}
      <Section
        title={t("record.cells", { year })}
        aside={
          <Link
            to={
              side === "occupation"
                ? to(`/balance/postings?occupation=${record.code}`)
                : to(`/balance/offerings?programme=${record.code}`)
            }
          >
            {t(side === "occupation" ? "record.postings" : "record.offerings")}
          </Link>
        }
      >
        {cells.length > 0 ? (
          <DataTable
            caption={t("record.cells", { year })}
            rows={cells}
            columns={cellColumns}
            rowKey={(row) => `${row.city}${row.level}`}
            fileName={`${record.name}-${year}`}
          />
        ) : (
          <p className="section-note">{t("record.no-cells")}</p>
        )}
      </Section>
      <Section
        title={t(side === "occupation" ? "record.programmes" : "record.occupations")}
        note={t("record.links-note")}
      >
        {record.links.length > 0 ? (
          <DataTable
            caption={t("record.links-note")}
            rows={record.links}
            columns={linkColumns}
            rowKey={(row) => `${row.level ?? ""}${row.code}`}
            fileName={`${record.name}-links`}
          />
        ) : (
          <p className="doubt">{t("record.no-links")}</p>
        )}
      </Section>
      <Section title={t("record.trend")}>
        <Trend
          title={record.name}
          note={t("trend.note")}
          fileName={`${record.name}-trend`}
          data={record.trend}
        />
      </Section>
    </>
  );
}
