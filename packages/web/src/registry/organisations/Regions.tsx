import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { KINDS, useRegionCounts, type Count, type Kind, type RegionCounts } from "./api.ts";
import "./organisations.css";

type Below = RegionCounts["below"][number];

/** Columns of the table: kinds that belong together. */
const GROUPS: readonly { key: string; kinds: readonly Kind[] }[] = [
  { key: "authorities", kinds: ["education-authority", "department"] },
  { key: "secondary", kinds: ["secondary-school", "technician-school", "comprehensive-high-school"] },
  { key: "higher", kinds: ["college", "vocational-university"] },
  { key: "university", kinds: ["university"] },
  { key: "enterprise", kinds: ["enterprise"] },
];

const sum = (counts: Count[], kinds?: readonly Kind[]): number =>
  counts.reduce((total, one) => total + (!kinds || kinds.includes(one.kind) ? one.count : 0), 0);

/** Question: what is where? The regions of GB/T 2260 from the country down, with their organisations by kind. */
export function Component() {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const [asked, setAsked] = useFilter("in");
  const home = me.data?.installation.province?.code ?? "";
  const code = asked === "" ? home : asked;
  const found = useRegionCounts(code === "all" || code === "" ? null : code, me.isSuccess);
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const it = found.data;
  const name = it?.region?.name ?? t("region.country");
  const columns: Column<Below>[] = [
    {
      key: "name",
      title: t("field.region"),
      wide: true,
      value: (row) => row.name,
      render: (row) =>
        row.below > 0 ? (
          <button type="button" className="quiet region-link" onClick={() => setAsked(row.code)}>
            {row.name}
          </button>
        ) : (
          row.name
        ),
    },
    { key: "code", title: t("field.regionCode"), value: (row) => row.code },
    { key: "below", title: t("region.below"), number: true, value: (row) => row.below },
    {
      key: "all",
      title: t("region.all"),
      number: true,
      sum: true,
      value: (row) => sum(row.kinds),
      render: (row) => <CountLink count={sum(row.kinds)} region={row.code} />,
    },
    ...GROUPS.map(({ key, kinds }): Column<Below> => ({
      key,
      title: t(`region.${key}`),
      number: true,
      sum: true,
      value: (row) => sum(row.kinds, kinds),
      render: (row) => (
        <CountLink
          count={sum(row.kinds, kinds)}
          region={row.code}
          {...(kinds.length === 1 ? { kind: kinds[0]! } : {})}
        />
      ),
    })),
  ];
  return (
    <Page title={t("shell:place.regions")} lead={t("region.lead")}>
      <nav className="crumbs" aria-label={t("region.path")}>
        <span>
          <button type="button" className="quiet" onClick={() => setAsked("all")}>
            {t("region.country")}
          </button>
        </span>
        {(it?.path ?? []).map((one) => (
          <span key={one.code}>
            <button
              type="button"
              className="quiet"
              aria-current={one.code === it?.region?.code}
              onClick={() => setAsked(one.code)}
            >
              {one.name}
            </button>
          </span>
        ))}
      </nav>
      {!it && <Loading rows={10} />}
      {it && (
        <>
          <p className="region-answer">
            {t("region.answer", { name, total: sum(it.kinds), below: it.below.length })}
          </p>
          <ul className="kind-counts">
            {KINDS.filter((kind) => it.kinds.some((one) => one.kind === kind)).map((kind) => (
              <li key={kind}>
                <Link to={`/organisations?kind=${kind}${it.region ? `&region=${it.region.code}` : ""}`}>
                  {t(`kind.${kind}`)} <b>{sum(it.kinds, [kind])}</b>
                </Link>
              </li>
            ))}
          </ul>
          {it.below.length > 0 && (
            <Section
              className="region-table"
              title={t("region.table", { name })}
              note={sum(it.direct) > 0 ? t("region.direct", { name, count: sum(it.direct) }) : undefined}
            >
              <DataTable
                caption={t("region.table", { name })}
                rows={it.below}
                columns={columns}
                rowKey={(row) => row.code}
                fileName={`${t("shell:place.regions")}-${name}`}
              />
            </Section>
          )}
        </>
      )}
    </Page>
  );
}

function CountLink({ count, region, kind }: { count: number; region: string; kind?: Kind }) {
  if (count === 0) return <span className="num">0</span>;
  return (
    <Link className="num" to={`/organisations?region=${region}${kind ? `&kind=${kind}` : ""}`}>
      {count}
    </Link>
  );
}
