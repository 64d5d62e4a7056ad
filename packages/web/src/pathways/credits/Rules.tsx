import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { OrganisationField } from "../../account/OrganisationField.tsx";
import { useMe } from "../../api/session.ts";
import { formatDate, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { WordsFilter } from "../filters.tsx";
import { Picker } from "../Picker.tsx";
import { useCreditRules, useEndRule, useLimits, type CreditRule } from "./api.ts";
import { LimitForm, RuleForm } from "./RuleForms.tsx";
import "../pathways.css";

/** Question: what of what I know already would a school count? Rules of schools, for anybody. */
export function Component() {
  const { t } = useTranslation("pathways");
  const me = useMe();
  const [q] = useFilter("q");
  const [programme, setProgramme] = useFilter("programme");
  const [school, setSchool] = useFilter("school");
  const query = { school: school || null, programme: programme || null, q: q || null };
  const found = useCreditRules(query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const user = me.data?.user ?? null;
  const own = user?.role === "school-officer" ? (user.hat?.organisation?.id ?? null) : null;
  const [adding, setAdding] = useState(false);
  const columns = useColumns(own, user?.role === "student");
  return (
    <Page
      title={t("rules.title")}
      crumbs={[{ name: t("title"), path: "/pathways" }]}
      lead={t("rules.lead")}
      actions={
        <>
          {own && (
            <button type="button" className="button primary" onClick={() => setAdding(!adding)}>
              {t("rules.add")}
            </button>
          )}
          {user && ["student", "school-officer", "planner", "administrator"].includes(user.role) && (
            <Link className="button" to="/credits">
              {t("shell:place.credits")}
            </Link>
          )}
        </>
      }
    >
      {adding && <RuleForm onClose={() => setAdding(false)} />}
      <div className="filters" role="search">
        <WordsFilter label={t("rules.search")} />
        <OrganisationField
          label={t("offerings.of")}
          placeholder={t("new.partner-example")}
          chosen={query.school}
          onChoose={setSchool}
        />
      </div>
      <Picker
        kind="programme"
        label={t("rules.programme")}
        placeholder={t("ask.programme-example")}
        values={query.programme ? [query.programme] : []}
        onChange={([code]) => setProgramme(code ?? null)}
      />
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("rules.none")}>
          <p>{t(own ? "rules.none-school" : "rules.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          tall
          caption={t("rules.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="credit-rules"
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
        />
      )}
      <Limits school={query.school ?? own} own={own} />
    </Page>
  );
}

function useColumns(own: string | null, mayAsk: boolean): Column<CreditRule>[] {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  return [
    { key: "source", title: t("rules.source"), wide: true, value: (row) => row.source, render: (row) => (
      <>
        {row.source} <span className="tag">{t(`source.${row.sourceKind}`)}</span>
        {row.needs && <span className="cell-sub">{row.needs}</span>}
      </>
    ) },
    { key: "course", title: t("rules.course"), wide: true, value: (row) => row.course },
    { key: "credits", title: t("rules.credits"), number: true, value: (row) => row.credits, render: (row) => String(row.credits) },
    { key: "programme", title: t("rules.programme"), value: (row) => row.programmeName, render: (row) => <Link to={`/pathways/programmes/${row.programme}`}>{row.programmeName}</Link> },
    { key: "school", title: t("offerings.of"), value: (row) => row.schoolName },
    { key: "valid", title: t("rules.valid"), value: (row) => row.validUntil ?? row.validFrom, render: (row) => row.inForce ? (row.validUntil ? t("rules.until", { day: formatDate(row.validUntil, language) }) : t("rules.open")) : <span className="tag">{t("rules.over")}</span> },
    { key: "do", title: "", value: () => null, render: (row) =>
      row.inForce && mayAsk ? (
        <Link className="button small" to={`/credits/new?school=${row.school}&programme=${row.programme}&rule=${row.id}`}>
          {t("credits.ask")}
        </Link>
      ) : row.inForce && own === row.school ? <EndRule rule={row} /> : null },
  ];
} // prettier-ignore

/** A rule is not taken away: requests rest on it. From a day on it no longer holds. */
function EndRule({ rule }: { rule: CreditRule }) {
  const { t } = useTranslation("pathways");
  const end = useEndRule();
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
  return (
    <button
      type="button"
      className="button small"
      disabled={end.isPending || rule.validFrom > today}
      title={end.error ? end.error.message : t("rules.end-why")}
      onClick={() => end.mutate({ rule, validUntil: today })}
    >
      {t("rules.end")}
    </button>
  );
}

/** How much a programme counts in all. */
function Limits({ school, own }: { school: string | null; own: string | null }) {
  const { t } = useTranslation("pathways");
  const found = useLimits(school);
  const [setting, setSetting] = useState(false);
  if (school === null) return null;
  return (
    <Section
      title={t("limits.title")}
      note={t("limits.note")}
      aside={
        own === school ? (
          <button type="button" className="button small" onClick={() => setSetting(!setting)}>
            {t("limits.set")}
          </button>
        ) : undefined
      }
    >
      {setting && <LimitForm onClose={() => setSetting(false)} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.items.length === 0 && <p>{t("limits.none")}</p>}
      <ul>
        {(found.data?.items ?? []).map((one) => (
          <li key={one.programme}>
            {t("limits.line", {
              name: one.programmeName,
              total: one.total,
              share: formatShare(one.share),
              most: Math.round(one.total * one.share * 10) / 10,
            })}
          </li>
        ))}
      </ul>
    </Section>
  );
}
