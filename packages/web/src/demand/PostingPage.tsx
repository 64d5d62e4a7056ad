import { useRef } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatSalary, formatShare, MISSING } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { decide, useCodePosting, usePosting, type PostingDetail } from "./api.ts";
import { Candidates, OtherOccupation } from "./Candidates.tsx";
import { NowCalled } from "../registry/organisations/pieces.tsx";
import "./demand.css";
import { Confidence, FlagList, Occupation, ReviewTag, useHeadcount } from "./pieces.tsx";
import { PostingText } from "./PostingText.tsx";
import "./review.css";

/** Record: one posting, how it was coded and why, and everything a person decided about it. */
export function Component() {
  const { t } = useTranslation("demand");
  const { id } = useParams();
  const found = usePosting(id);
  const code = useCodePosting();
  const other = useRef<HTMLInputElement>(null);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const it = found.data;
  const choose = (occupation: string | null): void => code.mutate(decide(it, occupation));
  return (
    <Page
      title={it.title}
      crumbs={[
        { name: t("postings.title"), path: "/postings" },
        ...(it.import
          ? [
              { name: it.import.fileName, path: `/imports/${it.import.id}` },
              { name: t("posting.row", { row: it.import.row }) },
            ]
          : []),
      ]}
      lead={[it.company, it.cityName].filter(Boolean).join(" · ")}
    >
      <div className="posting">
        <div className="posting-main">
          <Section
            title={t("posting.text")}
            aside={it.evidence.length > 0 ? <span>{t("posting.marked")}</span> : null}
          >
            <PostingText posting={it} />
          </Section>
          {it.flags.length > 0 && (
            <Section title={t("posting.breaches", { count: it.flags.length })}>
              <FlagList flags={it.flags} />
            </Section>
          )}
          <Section title={t("posting.facts")}>
            <Facts it={it} />
          </Section>
        </div>
        <div className="posting-side">
          <Section title={t("posting.occupation")} aside={<ReviewTag of={it.reviewed} />}>
            <p>
              <Occupation of={it.occupation} /> {it.occupation && <Confidence value={it.confidence} />}
            </p>
            <Candidates posting={it} busy={code.isPending} onChoose={choose} />
            <OtherOccupation input={other} onChoose={(occupation) => choose(occupation.code)} />
            {code.error && <Failure error={code.error} />}
            <p className="review-done" role="status">
              {code.isSuccess
                ? t(`review.did.${code.variables.action}`, { name: it.occupation?.name ?? "" })
                : ""}
            </p>
          </Section>
          <Section title={t("posting.evidence")} note={t("posting.evidence-note")}>
            {it.evidence.length === 0 && <p>{t("posting.evidence-none")}</p>}
            <ul className="evidence-list">
              {it.evidence.map((item, index) => (
                <li key={index}>
                  <mark>{item.text}</mark>
                  {item.term !== item.text && <small>→ {item.term}</small>}
                  <small>{t(`evidence.${item.field}`, { defaultValue: item.field })}</small>
                </li>
              ))}
            </ul>
          </Section>
          {it.programmes.length > 0 && (
            <Section title={t("posting.programmes")}>
              <ul className="evidence-list">
                {it.programmes.map((item) => (
                  <li key={item.code}>
                    <Link to={`/standards/programmes/${item.code}`}>{item.name}</Link>
                    <small>
                      {item.code} · {t(`shell:level.${item.level}`)} · {formatShare(item.weight, 0)}
                    </small>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {it.vacancy && it.vacancy.postings.length > 1 && (
            <Section
              title={t("posting.vacancy", { count: it.vacancy.postings.length })}
              note={t("posting.vacancy-note")}
            >
              <ul className="evidence-list">
                {it.vacancy.postings.map((item) => (
                  <VacancyLine key={item.id} item={item} here={item.id === it.id} />
                ))}
              </ul>
            </Section>
          )}
          <History it={it} />
        </div>
      </div>
    </Page>
  );
}

function VacancyLine({
  item,
  here,
}: {
  item: { id: string; title: string; source: string; publishedAt: string | null };
  here: boolean;
}) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  return (
    <li>
      {here ? <b>{item.title}</b> : <Link to={`/postings/${item.id}`}>{item.title}</Link>}
      <small>
        {[item.source, formatDate(item.publishedAt, language), here ? t("posting.here") : ""]
          .filter((word) => word && word !== MISSING)
          .join(" · ")}
      </small>
    </li>
  );
}

function Facts({ it }: { it: PostingDetail }) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const headcount = useHeadcount();
  const facts: [string, ReactNode][] = [
    [t("posting.company"), <NowCalled key="company" name={it.company} organisation={it.organisation} />],
    [t("posting.company-code"), it.companyCode ?? ""],
    [t("posting.region-text"), [it.cityName, it.regionText].filter(Boolean).join(" ← ")],
    [t("posting.industry"), it.industryText],
    [t("posting.salary"), formatSalary(it.salary, language)],
    [t("posting.headcount"), headcount(it)],
    [t("posting.education"), it.education ? t(`education.${it.education}`) : MISSING],
    [t("posting.experience"), it.experience],
    [t("posting.published"), formatDate(it.publishedAt, language)],
    [t("posting.source"), [it.source, it.sourceId].filter(Boolean).join(" · ")],
    [t("posting.coder"), it.coderVersion],
  ];
  return (
    <dl className="facts posting-facts">
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function History({ it }: { it: PostingDetail }) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  return (
    <Section title={t("posting.history")}>
      {it.history.length === 0 && <p>{t("posting.history-none")}</p>}
      <ul className="posting-history">
        {it.history.map((item, index) => (
          <li key={index}>
            {t(`history.${item.action}`, { defaultValue: item.action })} {item.from?.name ?? t("uncoded")} →{" "}
            {item.to?.name ?? t("uncoded")}
            <small>
              {item.by} · {formatDate(item.at, language, true)}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
