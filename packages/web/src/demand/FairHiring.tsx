import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber, formatShare } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { useFairHiring, usePosting, usePostings, type Posting, type RuleCount } from "./api.ts";
import "./demand.css";
import { FlagList } from "./pieces.tsx";
import { PostingText } from "./PostingText.tsx";
import "./hiring.css";

/** Question: who is shut out by the wording of postings, by which rule, and how would it be said lawfully? */
export function Component() {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const found = useFairHiring();
  const [flag, setFlag] = useFilter("flag");
  const [, setPosting] = useFilter("posting");
  const it = found.data;
  return (
    <Page
      title={t("hiring.title")}
      lead={
        it && it.checked > 0
          ? t("hiring.answer", {
              checked: formatNumber(it.checked, language),
              breaching: formatNumber(it.breaching, language),
              share: formatShare(it.breaching / it.checked),
            })
          : t("hiring.lead")
      }
    >
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {it && it.checked === 0 && (
        <Empty
          title={t("hiring.empty")}
          actions={
            <Link className="button primary" to="/imports">
              {t("postings.import")}
            </Link>
          }
        >
          <p>{t("hiring.empty-words")}</p>
        </Empty>
      )}
      {it && it.checked > 0 && (
        <>
          <div className="two">
            <Section title={t("hiring.by-rule")} note={t("hiring.by-rule-note")}>
              <Rules
                rules={it.byRule}
                chosen={flag}
                onChoose={(rule) => {
                  setPosting(null);
                  setFlag(rule === flag ? null : rule);
                }}
              />
            </Section>
            <Section title={t("hiring.employers")} note={t("hiring.employers-note")}>
              {it.topEmployers.length === 0 && <p>{t("hiring.employers-none")}</p>}
              <ul className="rule-bars">
                {it.topEmployers.slice(0, 10).map((employer) => (
                  <li key={employer.company}>
                    <span>{employer.company}</span>
                    <span className="n">{formatNumber(employer.count, language)}</span>
                  </li>
                ))}
              </ul>
            </Section>
          </div>
          <Breaching flag={flag || "any"} />
        </>
      )}
    </Page>
  );
}

function Rules({
  rules,
  chosen,
  onChoose,
}: {
  rules: RuleCount[];
  chosen: string;
  onChoose: (rule: string) => void;
}) {
  const language = useLanguage();
  const { t } = useTranslation("demand");
  const most = Math.max(1, ...rules.map((rule) => rule.count));
  return (
    <ul className="rule-bars">
      {[...rules]
        .sort((a, b) => b.count - a.count)
        .map((rule, index) => (
          <li key={`${rule.rule}-${index}`}>
            <button type="button" aria-pressed={chosen === rule.rule} onClick={() => onChoose(rule.rule)}>
              <b>{rule.name}</b> <small>{rule.rule}</small>{" "}
              <span className={rule.severity === "hard" ? "tag red" : "tag shortage"}>
                {t(`severity.${rule.severity}`)}
              </span>
            </button>
            <span className="n">{formatNumber(rule.count, language)}</span>
            <span className="track">
              <i
                className={rule.severity === "hard" ? undefined : "warn"}
                style={{ width: `${(rule.count / most) * 100}%` }}
              />
            </span>
            <p>{rule.basis}</p>
          </li>
        ))}
    </ul>
  );
}

/** The postings behind a count, and for the chosen one the words, the rule and the lawful rewording. */
function Breaching({ flag }: { flag: string }) {
  const { t } = useTranslation("demand");
  const { to } = useScope();
  const [chosen, setChosen] = useFilter("posting");
  const postings = usePostings({ flag });
  const rows = postings.data?.pages.flatMap((page) => page.items) ?? [];
  const current = chosen || rows[0]?.id || null;
  const detail = usePosting(current);
  const columns: Column<Posting>[] = [
    {
      key: "title",
      title: t("posting.title"),
      wide: true,
      value: (row) => row.title,
      render: (row) => (
        <>
          <button type="button" className="link" onClick={() => setChosen(row.id)}>
            {row.title}
          </button>
          <span className="cell-sub">{[row.company, row.cityName].filter(Boolean).join(" · ")}</span>
        </>
      ),
    },
    {
      key: "quotes",
      title: t("hiring.quotes"),
      wide: true,
      value: (row) => row.flags.map((item) => `${item.rule} “${item.quote}”`).join(";"),
      render: (row) => (
        <span className="quote-list">
          {row.flags.slice(0, 3).map((item, index) => (
            <q key={index}>{item.quote}</q>
          ))}
        </span>
      ),
    },
    {
      key: "rule",
      title: t("hiring.rule"),
      value: (row) => [...new Set(row.flags.map((item) => item.rule))].join(" "),
    },
  ];
  return (
    <Section title={flag === "any" ? t("hiring.postings") : t("hiring.postings-of", { rule: flag })}>
      {postings.isPending && <Loading />}
      {postings.error && <Failure error={postings.error} retry={() => void postings.refetch()} />}
      {postings.data && rows.length === 0 && <p>{t("hiring.none")}</p>}
      {rows.length > 0 && (
        <div className="hiring">
          <DataTable
            tall
            caption={t("hiring.postings")}
            fileName={t("hiring.title")}
            rows={rows}
            columns={columns}
            rowKey={(row) => row.id}
            selected={current}
            onRow={(row) => setChosen(row.id)}
            onSort={() => undefined}
            total={postings.data?.pages[0]?.total}
            totalIsEstimate={postings.data?.pages[0]?.totalIsEstimate}
            hasMore={postings.hasNextPage}
            loadingMore={postings.isFetchingNextPage}
            onMore={() => void postings.fetchNextPage()}
          />
          <aside className="hiring-detail" aria-label={t("hiring.chosen")}>
            {detail.isPending && <Loading />}
            {detail.error && <Failure error={detail.error} />}
            {detail.data && (
              <>
                <h3>
                  <Link to={to(`/postings/${detail.data.id}`)}>{detail.data.title}</Link>
                </h3>
                <FlagList flags={detail.data.flags} />
                <div className="hiring-text" tabIndex={0} role="region" aria-label={t("posting.text")}>
                  <PostingText posting={{ ...detail.data, evidence: [] }} heading={false} />
                </div>
              </>
            )}
          </aside>
        </div>
      )}
    </Section>
  );
}
