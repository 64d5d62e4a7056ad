import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { ChoiceFilter, WaitingFilter } from "../filters.tsx";
import { useSay } from "../pieces.tsx";
import { STATES, useBalance, useCredits, type BalanceLine, type CreditLine } from "./api.ts";
import { CreditTag } from "./pieces.tsx";
import "./credits.css";

/** List: my requests with my balance; for a school and the office, requests that they decide. */
export function Component() {
  const { t } = useTranslation("pathways");
  const me = useMe();
  const student = me.data?.user?.role === "student";
  const [params] = useSearchParams();
  const found = useCredits({ state: params.get("state"), waiting: params.get("waiting") });
  const balance = useBalance(student);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useColumns(student);
  return (
    <Page
      title={t(student ? "credits.mine" : "shell:place.credits")}
      crumbs={[{ name: t("title"), path: "/pathways" }]}
      lead={t(student ? "credits.lead-mine" : "credits.lead")}
      actions={
        <Link className={student ? "button primary" : "button"} to="/public/credit-rules">
          {t(student ? "credits.new" : "rules.title")}
        </Link>
      }
    >
      {balance.error && <Failure error={balance.error} retry={() => void balance.refetch()} />}
      {(balance.data?.items ?? []).map((line) => (
        <Balance key={line.school + line.programme} line={line} />
      ))}
      <div className="filters">
        <ChoiceFilter name="state" label={t("agreements.state")} values={STATES} words="credit" />
        <WaitingFilter />
      </div>
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("credits.none")}>
          <p>{t(student ? "credits.none-mine" : "credits.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          tall
          caption={t("shell:place.credits")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
        />
      )}
    </Page>
  );
}

function useColumns(student: boolean): Column<CreditLine>[] {
  const { t } = useTranslation("pathways");
  const say = useSay();
  const language = useLanguage();
  return [
    { key: "course", title: t("rules.course"), wide: true, value: (row) => row.course, render: (row) => <Link to={`/credits/${row.id}`}>{row.course}</Link> },
    { key: "source", title: t("rules.source"), wide: true, value: (row) => row.source },
    { key: "credits", title: t("rules.credits"), number: true, value: (row) => row.credits, render: (row) => String(row.credits) },
    { key: "programme", title: t("rules.programme"), value: (row) => row.programmeName },
    student ? { key: "school", title: t("offerings.of"), value: (row) => row.schoolName } : { key: "person", title: t("credits.person"), value: (row) => row.person },
    { key: "state", title: t("agreements.state"), value: (row) => say(row.stateName), render: (row) => <CreditTag state={row.state} words={say(row.stateName)} /> },
    { key: "at", title: t("credits.at"), value: (row) => row.createdAt, render: (row) => formatDate(row.createdAt, language) },
  ];
} // prettier-ignore

/** What counts already in one programme, and how much still may. */
function Balance({ line }: { line: BalanceLine }) {
  const { t } = useTranslation("pathways");
  const most = line.limit ?? Math.max(line.recognised + line.asked, 1);
  const share = (value: number) => `${Math.min(100, (value / most) * 100)}%`;
  return (
    <Section title={`${line.programmeName} · ${line.schoolName}`}>
      <p className="ways-answer">
        {t(line.limit === null ? "balance.open" : "balance", {
          recognised: line.recognised,
          asked: line.asked,
          limit: line.limit,
          total: line.total,
        })}
      </p>
      <div
        className="credit-bar"
        role="img"
        aria-label={t("balance.bar", { recognised: line.recognised, asked: line.asked })}
      >
        <i style={{ width: share(line.recognised) }} />
        <i className="asked" style={{ width: share(line.asked) }} />
      </div>
      <ul className="credit-courses">
        {line.courses.map((one) => (
          <li key={one.request}>
            <Link to={`/credits/${one.request}`}>{one.course}</Link>{" "}
            <small>{t("credits.value", { value: one.credits })}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
