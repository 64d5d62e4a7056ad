import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFillings, useOwnCandidate, useReceipts } from "../api.ts";
import { CandidateTabs, useBatchName } from "../pieces.tsx";
import { ReceiptCheck } from "../ReceiptCheck.tsx";
import { BatchTabs, useBatch } from "./BatchTabs.tsx";

/** Question: does the office hold the list that I saved? */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const batchName = useBatchName();
  const { id = "" } = useParams();
  const { candidate, isPending, error, refetch } = useOwnCandidate(id);
  const fillings = useFillings(candidate?.seasonId);
  const batches = fillings.data?.items ?? [];
  const current = useBatch(batches);
  const found = useReceipts(
    candidate?.seasonId ?? "",
    current?.batch ?? "",
    current?.round ?? 1,
    !!candidate && !!current,
  );
  if (isPending || (candidate && fillings.isPending)) return <Loading rows={6} />;
  const failed = error ?? fillings.error ?? found.error;
  const items = (found.data?.items ?? []).toSorted((a, b) => b.version - a.version);
  return (
    <Page
      title={t("receipt.title")}
      crumbs={[{ name: t("mine.title"), path: "/my-admission" }]}
      lead={current && batchName(current.batch, current.round)}
      narrow
    >
      <CandidateTabs id={id} />
      {current && <BatchTabs items={batches} current={current} />}
      {failed && <Failure error={failed} retry={() => void (error ? refetch() : found.refetch())} />}
      <p className="section-note">{t("receipt.words")}</p>
      {!failed && items.length === 0 && !found.isFetching && (
        <Empty title={t("receipt.none")}>
          <p>{t("receipt.none-words")}</p>
        </Empty>
      )}
      {items.map((receipt, index) => (
        <Section
          key={receipt.version}
          title={t("receipt.version", { version: receipt.version })}
          aside={
            <>
              {index === 0 && <span className="tag good">{t("receipt.counts")}</span>}
              {!receipt.valid && <span className="tag red">{t("receipt.invalid")}</span>}
              {formatDate(receipt.savedAt, language, true)}
            </>
          }
        >
          <ReceiptCheck receipt={receipt} />
        </Section>
      ))}
    </Page>
  );
}
