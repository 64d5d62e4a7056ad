import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { formatDate, formatFen } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import {
  useLedger,
  type Amounts,
  type Contribution,
  type Ledger,
  type LedgerEntry,
  type Statement,
} from "./ledger-api.ts";
import { ContributeDialog, PostDialog } from "./LedgerForms.tsx";
import { Tabs } from "./pieces.tsx"; // prettier-ignore

/** Question: what have the members pooled, what became of it, and does it add up? */
export function Component() {
  const { id } = useParams();
  const [params, setParams] = useSearchParams();
  const found = useLedger(id, params.get("year"));
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Book ledger={found.data} onYear={(year) => setParams({ year }, { replace: true })} />;
}

function Book({ ledger, onYear }: { ledger: Ledger; onYear: (year: string) => void }) {
  const { t } = useTranslation("alliances");
  const [form, setForm] = useState<"contribute" | "post" | null>(null);
  const { total } = ledger;
  return (
    <Page
      title={t("ledger")}
      crumbs={[{ name: t("title"), path: "/alliances" }, { name: ledger.allianceName, path: `/alliances/${ledger.alliance}` }]}
      actions={
        ledger.mayKeep && (
          <>
            <button type="button" className="button primary" onClick={() => setForm("contribute")}>
              {t("ledger.contribute")}
            </button>
            {total.closing > 0 && (
              <button type="button" className="button" onClick={() => setForm("post")}>
                {t("ledger.post")}
              </button>
            )}
          </>
        )
      }
    >
      <Tabs id={ledger.alliance} />
      {form === "contribute" && <ContributeDialog alliance={ledger.alliance} onClose={() => setForm(null)} />}
      {form === "post" && <PostDialog ledger={ledger} onClose={() => setForm(null)} />}
      <div className="filters">
        <label>
          {t("ledger.year")}
          <select value={ledger.year} onChange={(event) => onYear(event.target.value)}>
            {ledger.years.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        {ledger.statement.length > 0 && (
          <a className="button" href={`/api/alliances/${ledger.alliance}/ledger/statement?year=${ledger.year}`} download>
            {t("ledger.docx")}
          </a>
        )}
      </div>
      <p className="alliance-answer">
        {t("ledger.answer", { year: ledger.year, contributed: formatFen(total.contributed), used: formatFen(total.used), gained: formatFen(total.gained), closing: formatFen(total.closing) })}
      </p>
      <StatementTable ledger={ledger} />
      <ContributionTable ledger={ledger} />
      <EntryTable ledger={ledger} />
      <Section title={t("ledger.balances")} note={t("ledger.balances-note")}>
        <dl className="facts">
          {ledger.balances.map(({ account, amount }) => (
            <div key={account} className="ledger-balance">
              <dt>{t(`account.${account}`)}</dt>
              <dd>{t(amount < 0 ? "ledger.credit" : "ledger.debit", { amount: formatFen(Math.abs(amount)) })}</dd>
            </div>
          ))}
          <div className="ledger-balance">
            <dt>{t("ledger.sum")}</dt>
            <dd>{formatFen(ledger.balances.reduce((sum, { amount }) => sum + amount, 0))}</dd>
          </div>
        </dl>
      </Section>
    </Page>
  );
} // prettier-ignore

const PARTS: readonly (keyof Amounts)[] = [
  "opening",
  "contributed",
  "gained",
  "used",
  "givenBack",
  "closing",
];

/** The year's statement; its table is what CSV and XLSX take. */
function StatementTable({ ledger }: { ledger: Ledger }) {
  const { t } = useTranslation("alliances");
  const caption = t("ledger.statement", { year: ledger.year });
  const rows: (Omit<Statement, "resource"> & { resource: Statement["resource"] | "all" })[] = [...ledger.statement, { resource: "all", ...ledger.total }];
  const columns: Column<(typeof rows)[number]>[] = [
    { key: "resource", title: t("ledger.resource"), value: (row) => t(`resource.${row.resource}`) },
    ...PARTS.map((part): Column<(typeof rows)[number]> => ({ key: part, title: t(`ledger.${part}`), number: true, value: (row) => row[part] / 100, render: (row) => formatFen(row[part]) })),
  ];
  return (
    <Section title={caption} note={t("ledger.statement-note")}>
      {ledger.statement.length === 0 ? <p>{t("ledger.none")}</p> : <DataTable caption={caption} rows={rows} columns={columns} rowKey={(row) => row.resource} fileName={`statement-${ledger.year}`} />}
    </Section>
  );
} // prettier-ignore

function ContributionTable({ ledger }: { ledger: Ledger }) {
  const { t } = useTranslation("alliances");
  const language = useLanguage();
  if (ledger.contributions.length === 0) return null;
  const amount = (key: "value" | "used" | "gained" | "givenBack" | "left"): Column<Contribution> => ({ key, title: t(`ledger.${key}`), number: true, value: (row) => row[key] / 100, render: (row) => formatFen(row[key]) });
  const columns: Column<Contribution>[] = [
    { key: "title", title: t("ledger.title"), wide: true, value: (row) => row.title },
    { key: "member", title: t("organisation"), wide: true, value: (row) => row.memberName },
    { key: "resource", title: t("ledger.resource"), value: (row) => t(`resource.${row.resource}`) },
    amount("value"),
    { key: "basis", title: t("ledger.basis"), wide: true, value: (row) => `${t(`basis.${row.basis}`)}：${row.basisWords}` },
    { key: "lent", title: t("ledger.kind"), value: (row) => (row.lent ? (row.until ? t("ledger.lent-until", { day: formatDate(row.until, language) }) : t("ledger.lent")) : t("ledger.given")) },
    amount("used"),
    amount("gained"),
    amount("givenBack"),
    amount("left"),
  ];
  return (
    <Section title={t("ledger.contributions")}>
      <DataTable tall caption={t("ledger.contributions")} rows={ledger.contributions} columns={columns} rowKey={(row) => row.id} fileName="contributions" />
    </Section>
  );
} // prettier-ignore

function EntryTable({ ledger }: { ledger: Ledger }) {
  const { t } = useTranslation("alliances");
  if (ledger.entries.length === 0) return null;
  const columns: Column<LedgerEntry>[] = [
    { key: "number", title: t("ledger.number"), number: true, value: (row) => row.number },
    { key: "on", title: t("ledger.on"), value: (row) => row.on },
    { key: "kind", title: t("ledger.kind"), value: (row) => t(`entry.${row.kind}`) },
    { key: "words", title: t("ledger.words"), wide: true, value: (row) => row.words },
    { key: "amount", title: t("ledger.amount"), number: true, value: (row) => row.amount / 100, render: (row) => formatFen(row.amount) },
    { key: "by", title: t("ledger.by"), value: (row) => row.by },
  ];
  return (
    <Section title={t("ledger.entries", { year: ledger.year })}>
      <DataTable caption={t("ledger.entries", { year: ledger.year })} rows={ledger.entries} columns={columns} rowKey={(row) => String(row.number)} fileName={`entries-${ledger.year}`} />
    </Section>
  );
} // prettier-ignore
