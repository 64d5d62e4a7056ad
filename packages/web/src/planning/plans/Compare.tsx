import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { formatNumber, formatShare, formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useComparison, type ComparedLine, type Comparison } from "./api.ts";
import { baselineBars, Worth } from "./pieces.tsx";
import "../planning.css";
import "./plans.css";

/** Question: which scenario is worth most, and where do they part? Up to four side by side. */
export function Component() {
  const { t } = useTranslation("plans");
  const [params] = useSearchParams();
  const ids = (params.get("ids") ?? "").split(",").filter(Boolean);
  const found = useComparison(ids);
  if (ids.length < 2)
    return (
      <Page title={t("compare.title")} crumbs={[{ name: t("shell:place.plans"), path: "/plans" }]}>
        <Empty
          title={t("compare.none")}
          actions={
            <Link className="button" to="/plans">
              {t("shell:place.plans")}
            </Link>
          }
        >
          <p>{t("compare.none-words")}</p>
        </Empty>
      </Page>
    );
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Compared of={found.data} />;
}

function Compared({ of }: { of: Comparison }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const n = (value: number | null | undefined) => formatNumber(value, language);
  const best = of.plans.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a));
  const table = (key: "levels" | "cities" | "classes", name: (line: ComparedLine) => string) => {
    const columns: Column<ComparedLine>[] = [
      { key: "name", title: t(`compare.${key}`), value: name, wide: true },
      { key: "last", title: t("level.last"), number: true, sum: true, value: (line) => line.last },
      ...of.plans.flatMap((plan, i): Column<ComparedLine>[] => [
        { key: plan.id, title: plan.name, number: true, sum: true, value: (line) => line.seats[i] ?? null },
        ...(i === 0
          ? []
          : [
              {
                key: `${plan.id} off`,
                title: t("compare.against", { name: of.plans[0]!.name }),
                number: true,
                value: (line: ComparedLine) => off(line, i),
                render: (line: ComparedLine) => <Off value={off(line, i)} scale={scaleOf(of[key])} />,
              },
            ]),
      ]),
    ];
    return (
      <Section title={t(`compare.by-${key}`)}>
        <DataTable
          caption={t(`compare.by-${key}`)}
          rows={of[key]}
          columns={columns}
          rowKey={(line) => line.key}
          fileName={`compare-${key}`}
        />
      </Section>
    );
  };
  const differences: Column<Comparison["differences"][number]>[] = [
    {
      key: "offering",
      title: t("editor.offering"),
      wide: true,
      value: (row) => `${row.school} ${row.programmeName}`,
      render: (row) => (
        <Link to={`/plans/${of.plans[0]!.id}/edit?offering=${row.offering}`}>
          {row.school} {row.programmeName}
        </Link>
      ),
    },
    { key: "city", title: t("editor.city"), value: (row) => row.cityName },
    { key: "last", title: t("level.last"), number: true, value: (row) => row.last },
    ...of.plans.map((plan, i) => ({
      key: plan.id,
      title: plan.name,
      number: true,
      value: (row: Comparison["differences"][number]) => row.seats[i] ?? null,
    })),
  ];
  return (
    <Page
      title={t("compare.title")}
      crumbs={[{ name: t("shell:place.plans"), path: "/plans" }]}
      lead={t("compare.lead", { name: best.name, value: n(best.value) })}
    >
      <div className="plan-sides">
        {of.plans.map((plan) => (
          <Section key={plan.id} title={<Link to={`/plans/${plan.id}`}>{plan.name}</Link>}>
            <Worth
              label={plan.name}
              bars={[
                { name: t("plan.bound"), value: plan.bound ?? 0 },
                { name: plan.name, value: plan.value ?? 0, own: true },
                ...baselineBars(plan.baselines, t),
              ]}
            />
            <p className="section-note">
              {t("compare.facts", {
                seats: n(plan.totals?.seats),
                opened: n(plan.totals?.opened),
                closed: n(plan.totals?.closed),
                gap: formatShare(plan.gap, 2),
              })}
            </p>
          </Section>
        ))}
      </div>
      {table("levels", (line) => t(`shell:level.${line.key}`))}
      {table("cities", (line) => line.name)}
      {table("classes", (line) => line.name)}
      <Section title={t("compare.differences")} note={t("compare.differences-note")}>
        <DataTable
          caption={t("compare.differences")}
          rows={of.differences}
          columns={differences}
          rowKey={(row) => row.offering}
          fileName="compare-offerings"
        />
      </Section>
    </Page>
  );
}

const off = (line: ComparedLine, i: number): number | null => {
  const [first] = line.seats;
  const own = line.seats[i];
  return first === null || first === undefined || own === null || own === undefined ? null : own - first;
};

const scaleOf = (lines: readonly ComparedLine[]): number =>
  Math.max(1, ...lines.flatMap((line) => line.seats.map((_, i) => Math.abs(off(line, i) ?? 0))));

/** A difference as a number and as a bar from the middle. */
function Off({ value, scale }: { value: number | null; scale: number }) {
  const language = useLanguage();
  if (value === null) return <>—</>;
  const share = (Math.abs(value) / scale) * 50;
  return (
    <span className="plan-off">
      <i
        className={value < 0 ? "less" : "more"}
        style={value < 0 ? { right: "50%", width: `${share}%` } : { left: "50%", width: `${share}%` }}
      />
      <span>{value === 0 ? "0" : formatSigned(value, language)}</span>
    </span>
  );
}
