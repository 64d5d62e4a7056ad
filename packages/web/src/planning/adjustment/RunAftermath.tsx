import { useTranslation } from "react-i18next";
import { formatNumber, formatShare, MISSING } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useAftermath, type AftermathLine } from "./api.ts";
import { DecisionMark } from "./pieces.tsx";
import { useThisRun } from "./RunPage.tsx";

const rate = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Question: what became of those whom the rules would have judged so? The test of a rule set against the past. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const run = useThisRun();
  const found = useAftermath(run.id);
  const rows = (found.data?.items ?? []).filter(({ offerings }) => offerings > 0);
  const columns: Column<AftermathLine>[] = [
    {
      key: "decision",
      title: t("aftermath.decision"),
      value: (row) => t(`decision.${row.decision}`),
      render: (row) => <DecisionMark decision={row.decision} />,
    },
    {
      key: "offerings",
      title: t("aftermath.offerings"),
      number: true,
      sum: true,
      value: (row) => row.offerings,
    },
    {
      key: "intake",
      title: t("aftermath.intake"),
      note: t("aftermath.intake-note"),
      number: true,
      value: (row) => (row.intake.before > 0 ? row.intake.after / row.intake.before - 1 : null),
      render: (row) =>
        row.intake.known === 0 ? (
          <abbr title={t("aftermath.unknown")}>{MISSING}</abbr>
        ) : (
          <>
            {formatNumber(row.intake.before, language)} → {formatNumber(row.intake.after, language)}
            <span className="cell-sub">
              {t("aftermath.known", { count: row.intake.known })}
              {row.intake.stopped > 0 && t("aftermath.stopped", { count: row.intake.stopped })}
            </span>
          </>
        ),
    },
    {
      key: "employment",
      title: t("aftermath.employment"),
      note: t("aftermath.employment-note"),
      number: true,
      value: (row) => rate(row.employment.placed, row.employment.graduates),
      render: (row) =>
        row.employment.known === 0 ? (
          <abbr title={t("aftermath.unknown")}>{MISSING}</abbr>
        ) : (
          <>
            {formatShare(rate(row.employment.placed, row.employment.graduates))}
            <span className="cell-sub">{t("aftermath.known", { count: row.employment.known })}</span>
          </>
        ),
    },
    {
      key: "price",
      title: t("aftermath.price"),
      note: t("aftermath.price-note"),
      number: true,
      value: (row) => (row.price.known > 0 ? row.price.after - row.price.before : null),
      render: (row) =>
        row.price.known === 0 ? (
          <abbr title={t("aftermath.unknown")}>{MISSING}</abbr>
        ) : (
          <>
            {row.price.before.toFixed(2)} → {row.price.after.toFixed(2)}
            <span className="cell-sub">{t("aftermath.known", { count: row.price.known })}</span>
          </>
        ),
    },
  ];
  return (
    <Section title={t("aftermath.title", { year: run.year + 1 })} note={t("aftermath.note")}>
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("aftermath.none")} />}
      {rows.length > 0 && (
        <DataTable
          caption={t("aftermath.title", { year: run.year + 1 })}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.decision}
          fileName={`aftermath-${run.year + 1}`}
          tall
        />
      )}
    </Section>
  );
}
