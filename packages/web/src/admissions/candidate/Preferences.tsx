import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFillings, useOwnCandidate, usePreferences, type Candidate, type Filling } from "../api.ts";
import { CandidateTabs } from "../pieces.tsx";
import { BatchTabs, useBatch } from "./BatchTabs.tsx";
import { PreferenceEditor } from "./PreferenceEditor.tsx";
import { LockedList } from "./LockedList.tsx";

/** Task: which units do I want, in which order, before the lock? */
export function Component() {
  const { t } = useTranslation("admissions");
  const { id = "" } = useParams();
  const own = useOwnCandidate(id);
  const crumbs = [{ name: t("mine.title"), path: "/my-admission" }];
  if (own.isPending) return <Loading rows={8} />;
  if (own.error) return <Failure error={own.error} retry={() => void own.refetch()} />;
  return (
    <Page title={t("list.title")} crumbs={crumbs} lead={own.candidate && `${own.candidate.season.name} · ${own.candidate.category.name}`}>
      <CandidateTabs id={id} />
      {own.candidate?.state === "confirmed" ? (
        <Batches candidate={own.candidate} />
      ) : (
        <Empty title={t("list.not-confirmed")}>
          <p>{t("list.not-confirmed-words")}</p>
        </Empty>
      )}
    </Page>
  ); // prettier-ignore
}

/** The batches and rounds; the one that is open stands first. */
function Batches({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const found = useFillings(candidate.seasonId);
  const items = found.data?.items ?? [];
  const current = useBatch(items);
  if (found.isPending) return <Loading rows={4} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (!current)
    return (
      <Empty title={t("list.no-times")}>
        <p>{t("list.no-times-words")}</p>
      </Empty>
    );
  return (
    <>
      <BatchTabs items={items} current={current} />
      <OneList key={`${current.batch} ${current.round}`} candidate={candidate} filling={current} />
    </>
  );
}

function OneList({ candidate, filling }: { candidate: Candidate; filling: Filling }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const client = useQueryClient();
  const found = usePreferences(candidate.seasonId, filling.batch, filling.round);
  if (found.isPending) return <Loading rows={6} />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const list = found.data;
  if (list.admitted)
    return (
      <Empty
        title={t("list.admitted")}
        actions={
          <Link className="button" to={`/candidates/${candidate.id}/result`}>
            {t("tabs.result")}
          </Link>
        }
      >
        <p>{t("list.admitted-words")}</p>
      </Empty>
    );
  if (list.state === "before")
    return (
      <Empty title={t("list.before", { at: formatDate(list.opens, language, true) })}>
        <p>{t("list.before-words", { until: formatDate(list.closes, language, true) })}</p>
        <p>
          <Link to={`/public/admission/${candidate.seasonId}/units?category=${encodeURIComponent(list.category)}`}>
            {t("list.look")}
          </Link>
        </p>
      </Empty>
    ); // prettier-ignore
  if (list.state === "locked") return <LockedList list={list} candidate={candidate} />;
  if (!list.ready)
    return (
      <Empty title={t("list.not-ready")}>
        <p>{t("list.not-ready-words")}</p>
      </Empty>
    );
  return (
    <PreferenceEditor
      candidate={candidate}
      list={list}
      receivedAt={found.dataUpdatedAt}
      refetch={async () => {
        const now = (await found.refetch()).data ?? null;
        if (now && now.state !== filling.state)
          void client.invalidateQueries({ queryKey: ["fillings", candidate.seasonId] });
        return now;
      }}
    />
  );
}
