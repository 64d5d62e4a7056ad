import { useState } from "react";
import { flushSync } from "react-dom";
import { Trans, useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "../../../api/session.ts";
import { formatBytes, formatDate, formatNumber } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { DataTable, type Column } from "../../../parts/DataTable.tsx";
import { Page, Section } from "../../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../../parts/States.tsx";
import { useFilter } from "../../../shell/scope.ts";
import {
  allOf,
  usePublicCards,
  usePublicDecision,
  useVerifyPublished,
  type PublicCard,
  type PublicDecision,
} from "../api.ts";
import { DecisionBars } from "../DecisionBars.tsx";
import { DecisionMark, inLanguage } from "../pieces.tsx";
import { RuleNames, SearchField, useRuleNames } from "../RunCards.tsx";
import { Verified } from "../RunRecord.tsx";
import { DECISIONS, type Decision } from "../rules.ts";
import "../../planning.css";
import "../adjustment.css";

const LISTED = DECISIONS.filter((decision) => decision !== "keep");

/** Public: what was decided on the offerings of a province, read like a publication. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { id = "" } = useParams();
  const me = useMe();
  const found = usePublicDecision(id);
  const [printed, setPrinted] = useState<PublicCard[] | null>(null);
  const [preparing, setPreparing] = useState(false);
  const print = async () => {
    setPreparing(true);
    try {
      const lists = LISTED.map((decision) =>
        allOf<PublicCard>(`/api/public/decisions/${id}/cards`, { decision }),
      );
      const rows = (await Promise.all(lists)).flat();
      flushSync(() => setPrinted(rows));
      window.print();
    } finally {
      setPreparing(false);
    }
  };
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const one = found.data;
  const title = one.title || t("run.title", { year: one.forYear });
  const publisher = me.data?.installation.publisher ?? me.data?.installation.province?.name ?? "";
  const total = Object.values(one.counts).reduce((sum, count) => sum + (count ?? 0), 0);
  return (
    <Page
      title={title}
      crumbs={[{ name: t("shell:place.public-decisions"), path: "/public/decisions" }]}
      lead={
        <>
          {publisher && `${publisher} · `}
          {formatDate(one.publishedAt, language)}
          {one.sample && <span className="tag shortage sample-tag">{t("sample-words")}</span>}
        </>
      }
      actions={
        <button type="button" className="button" disabled={preparing} onClick={() => void print()}>
          {t(preparing ? "public.preparing" : "public.print")}
        </button>
      }
    >
      <p className="answer">
        {t("public.answer", {
          year: one.forYear,
          total: formatNumber(total, language),
          withdraw: formatNumber(one.counts.withdraw ?? 0, language),
          suspend: formatNumber(one.counts.suspend ?? 0, language),
          warn: formatNumber(one.counts.warn ?? 0, language),
          expand: formatNumber(one.counts.expand ?? 0, language),
        })}
      </p>
      <DecisionBars
        counts={one.counts}
        to={(decision) => `/public/decisions/${id}?decision=${decision}#decisions`}
      />
      <Section title={t("public.method")}>
        <ul className="notes">
          <li>
            <Trans
              t={t}
              i18nKey="public.method-rules"
              values={{ rules: inLanguage(one.rules, language), version: one.rulesVersion }}
              components={{ rules: <Link to={`/rule-sets/${one.ruleSetId}`} /> }}
            />
          </li>
          <li>{t("public.method-people")}</li>
          <li>
            {t("public.method-indicators")} <Link to="/indicators">{t("shell:place.indicators")}</Link>
          </li>
          {DECISIONS.map((decision) => (
            <li key={decision}>
              <b>{t(`decision.${decision}`)}</b>
              {t("list.colon")}
              {t(`verdict.means.${decision}`)}
            </li>
          ))}
        </ul>
      </Section>
      {one.files.length > 0 && <Check of={one} />}
      <Decisions of={one} title={title} />
      {printed && <Printed rows={printed} />}
      <Section title={t("public.cite")}>
        <p className="citation">
          {t("public.citation", {
            publisher,
            title,
            date: formatDate(one.publishedAt, language),
            address: window.location.origin + window.location.pathname,
          })}
        </p>
      </Section>
    </Page>
  );
}

/** Anybody may have the decision computed again, and keep its manifest. */
function Check({ of }: { of: PublicDecision }) {
  const { t } = useTranslation("adjustment");
  const verify = useVerifyPublished(of.id);
  return (
    <Section
      title={t("public.check")}
      note={t("public.check-note")}
      className="no-print"
      aside={
        <button
          type="button"
          className="button small"
          disabled={verify.isPending}
          onClick={() => verify.mutate()}
        >
          {t(verify.isPending ? "reproduce.running" : "public.check-do")}
        </button>
      }
    >
      {verify.error && <Failure error={verify.error} />}
      {verify.data && <Verified of={verify.data} />}
      <ul className="kept-files">
        {of.files.map((file) => (
          <li key={file.name}>
            <a href={`/api/public/decisions/${of.id}/files/${file.name}`} download>
              {t(`file.${file.name}`)}
            </a>{" "}
            <small>
              {formatBytes(file.bytes)} · SHA-256 <span className="hash">{file.sha256}</span>
            </small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Decisions({ of, title }: { of: PublicDecision; title: string }) {
  const { t } = useTranslation("adjustment");
  const [decision, setDecision] = useFilter("decision");
  const [q] = useFilter("q");
  const query = { decision: DECISIONS.find((one) => one === decision), q };
  const found = usePublicCards(of.id, query);
  const names = useRuleNames(of.ruleSetId);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<PublicCard>[] = [
    { key: "school", title: t("column.school"), wide: true, value: (row) => row.school },
    {
      key: "programme",
      title: t("column.programme"),
      wide: true,
      value: (row) => `${row.programme.name} ${row.programme.code}`,
      render: (row) => (
        <>
          <Link to={`/standards/programmes/${row.programme.code}`}>{row.programme.name}</Link>{" "}
          <small>{row.programme.code}</small>
        </>
      ),
    },
    { key: "level", title: t("column.level"), value: (row) => t(`shell:level.${row.level}`) },
    { key: "city", title: t("column.city"), value: (row) => row.city.name },
    {
      key: "decision",
      title: t("column.decision"),
      value: (row) => t(`decision.${row.decision}`),
      render: (row) => <DecisionMark decision={row.decision} />,
    },
    {
      key: "why",
      title: t("public.why"),
      wide: true,
      value: (row) =>
        [row.byOffice && t("public.by-office"), ...row.rules.map((id) => names.get(id) ?? id)]
          .filter(Boolean)
          .join("；"),
      render: (row) => (
        <>
          {row.byOffice && <span className="tag">{t("public.by-office")}</span>}{" "}
          {(row.rules.length > 0 || !row.byOffice) && <RuleNames ids={row.rules} names={names} />}
        </>
      ),
    },
  ];
  return (
    <Section
      title={t("public.decisions")}
      id="decisions"
      className="decisions-live"
      note={t("public.print-note")}
    >
      <div className="filters">
        <label>
          {t("filter.decision")}
          <select value={decision} onChange={(event) => setDecision(event.target.value)}>
            <option value="">{t("filter.all")}</option>
            {DECISIONS.map((one: Decision) => (
              <option key={one} value={one}>
                {t(`decision.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <SearchField />
      </div>
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} />}
      {found.data && rows.length === 0 && <Empty title={t("cards.none")} />}
      {rows.length > 0 && (
        <DataTable
          caption={t("public.decisions")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.offering}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          allRows={() => allOf<PublicCard>(`/api/public/decisions/${of.id}/cards`, query)}
          fileName={title}
        />
      )}
    </Section>
  );
}

/** What stands on paper: every offering that is not simply kept, by decision. The table on the screen draws only what is near. */
function Printed({ rows }: { rows: PublicCard[] }) {
  const { t } = useTranslation("adjustment");
  return (
    <div className="printed">
      {LISTED.map((decision) => {
        const of = rows.filter((row) => row.decision === decision);
        if (of.length === 0) return null;
        return (
          <Section key={decision} title={`${t(`decision.${decision}`)} (${of.length})`}>
            <table className="data">
              <thead>
                <tr>
                  {(["school", "programme", "level", "city"] as const).map((column) => (
                    <th key={column} scope="col">
                      {t(`column.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {of.map((row) => (
                  <tr key={row.offering}>
                    <th scope="row">{row.school}</th>
                    <td>
                      {row.programme.name} <small>{row.programme.code}</small>
                    </td>
                    <td>{t(`shell:level.${row.level}`)}</td>
                    <td>{row.city.name}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
        );
      })}
    </div>
  );
}
