import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { ChoiceFilter, WaitingFilter, WordsFilter } from "../filters.tsx";
import { useSay } from "../pieces.tsx";
import { KINDS, STATES, useAgreements, usePublicAgreements, type AgreementLine } from "./api.ts";
import { AgreementTabs, StateTag } from "./pieces.tsx";

/** List: agreements of my school, or of the office's province, in every state. */
export function Component() {
  const query = useListQuery(true);
  return <List open={false} found={useAgreements(query)} />;
}

/** List: agreements that stand, for anybody. */
export function PublicList() {
  const query = useListQuery(false);
  return <List open found={usePublicAgreements(query)} />;
}

function useListQuery(own: boolean) {
  const [params] = useSearchParams();
  const names = ["kind", "q", "programme", "school", ...(own ? ["state", "waiting"] : [])];
  return Object.fromEntries(names.map((name) => [name, params.get(name)]));
}

function List({ open, found }: { open: boolean; found: ReturnType<typeof useAgreements> }) {
  const { t } = useTranslation("pathways");
  const me = useMe();
  const role = me.data?.user?.role;
  const columns = useColumns(open);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t(open ? "agreements.public" : "shell:place.agreements")}
      crumbs={[{ name: t("title"), path: "/pathways" }]}
      lead={t(open ? "agreements.public-lead" : role === "school-officer" ? "agreements.lead-school" : "agreements.lead")}
      actions={
        !open && role === "school-officer" ? (
          <Link className="button primary" to="/agreements/new">
            {t("agreements.new")}
          </Link>
        ) : undefined
      }
    >
      {!open && <AgreementTabs />}
      <div className="filters" role="search">
        <WordsFilter label={t("agreements.search")} />
        <ChoiceFilter name="kind" label={t("agreements.kind")} values={KINDS} words="move" />
        {!open && (
          <>
            <ChoiceFilter name="state" label={t("agreements.state")} values={STATES} words="state" />
            <WaitingFilter />
          </>
        )}
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && !found.hasNextPage && (
        <Empty title={t("agreements.none")}>
          <p>{t(open ? "agreements.none-public" : role === "school-officer" ? "agreements.none-school" : "agreements.none-words")}</p>
        </Empty>
      )}
      {(rows.length > 0 || found.hasNextPage) && (
        <DataTable
          tall
          caption={t(open ? "agreements.public" : "shell:place.agreements")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="agreements"
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
        />
      )}
    </Page>
  );
} // prettier-ignore

function useColumns(open: boolean): Column<AgreementLine>[] {
  const { t } = useTranslation("pathways");
  const say = useSay();
  const language = useLanguage();
  const programmes = (row: AgreementLine): string => `${row.lower.programmeName} → ${row.upper.programmeName}`;
  return [
    {
      key: "programmes",
      title: t("agreements.programmes"),
      wide: true,
      value: programmes,
      render: (row) => <Link to={`${open ? "/public" : ""}/agreements/${row.id}`}>{programmes(row)}</Link>,
    },
    {
      key: "schools",
      title: t("agreements.schools"),
      wide: true,
      value: (row) => (row.lower.schoolName === row.upper.schoolName ? row.lower.schoolName : `${row.lower.schoolName} → ${row.upper.schoolName}`),
    },
    { key: "kind", title: t("agreements.kind"), value: (row) => say(row.kindName) },
    { key: "quota", title: t("agreements.quota"), number: true, sum: true, value: (row) => row.quota, render: (row) => formatNumber(row.quota, language) },
    { key: "cohorts", title: t("agreements.cohorts"), value: (row) => `${row.firstCohort}–${row.lastCohort ?? ""}` },
    { key: "state", title: t("agreements.state"), value: (row) => say(row.stateName), render: (row) => <StateTag state={row.state} words={say(row.stateName)} /> },
  ];
} // prettier-ignore
