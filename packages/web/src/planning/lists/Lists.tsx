import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate, formatNumber, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useOverview, type Entry, type Overview } from "./api.ts";
import { entryPath, Grade, placeOf, PolicyTag, SourceTag, useAmount } from "./pieces.tsx";
import "../planning.css";
import "./lists.css";

/** Question: what is most wanted, which chain grows, which support is open? */
export function Component() {
  const { t } = useTranslation("lists");
  const me = useMe();
  const role = me.data?.user?.role;
  const office = role === "planner" || role === "administrator";
  const concerned = role === "school-officer" || role === "enterprise-officer";
  const found = useOverview();
  return (
    <Page
      title={t("shell:place.lists")}
      lead={t("lead")}
      actions={
        <>
          {concerned && (
            <Link className="button primary" to="/my-lists">
              {t("mine.title")}
            </Link>
          )}
          {office && (
            <>
              <Link className="button primary" to="/lists/versions">
                {t("versions.title")}
              </Link>
              <Link className="button" to="/lists/items">
                {t("items.title")}
              </Link>
            </>
          )}
          {role && (
            <Link className="button" to="/lists/subscriptions">
              {t("subscriptions.title")}
            </Link>
          )}
        </>
      }
    >
      {found.isPending && <Loading rows={12} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Sentence overview={found.data} />}
      <div className="list-columns">
        {found.data?.lists.map((list) => (
          <List key={list.kind} list={list} office={office} />
        ))}
      </div>
    </Page>
  );
}

/** The answer in one sentence, from the first rows of the three. */
function Sentence({ overview }: { overview: Overview }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const of = (kind: string) => overview.lists.find((list) => list.kind === kind)!;
  const [wanted] = of("demand").top;
  const grows = [...of("industry").top].sort((a, b) => growthOf(b) - growthOf(a))[0];
  if (!wanted || wanted.content.kind !== "demand") return null;
  return (
    <p className="answer">
      <Trans
        t={t}
        i18nKey={grows ? "answer" : "answer-short"}
        values={{
          wanted: wanted.title,
          shortage: formatNumber(wanted.content.shortage, language),
          grows: grows?.title ?? "",
          growth: formatShare(grows ? growthOf(grows) : null),
          open: formatNumber(of("policy").open, language),
          unanswered: formatNumber(
            overview.lists.reduce((all, one) => all + one.unanswered, 0),
            language,
          ),
        }}
        components={{ b: <b className="reading short" />, i: <b className="reading" /> }}
      />
    </p>
  );
}

const growthOf = ({ content }: Entry): number =>
  content.kind === "industry" ? (content.growth[0]?.growth ?? 0) : 0;

function List({ list, office }: { list: Overview["lists"][number]; office: boolean }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const { kind, version } = list;
  if (!version)
    return (
      <Section title={t(`kind.${kind}`)}>
        <Empty
          title={t("none")}
          actions={
            office && (
              <Link className="button" to="/lists/versions">
                {t("versions.title")}
              </Link>
            )
          }
        >
          <p>{t(`none.${kind}`)}</p>
        </Empty>
      </Section>
    );
  return (
    <Section
      title={<Link to={`/lists/${kind}`}>{t(`kind.${kind}`)}</Link>}
      note={
        <>
          {t("in-force", {
            count: version.entries,
            shown: formatNumber(version.entries, language),
            version: version.version,
            year: version.year,
            date: formatDate(version.publishedAt, language),
          })}
          {version.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}
        </>
      }
    >
      <ol className="list-top">
        {list.top.map((entry) => (
          <li key={entry.itemId}>
            <Link to={entryPath(kind, entry.itemId)}>{entry.title}</Link>
            <Reading entry={entry} />
          </li>
        ))}
      </ol>
      {list.unanswered > 0 && (
        <p className="section-note">
          {t("unanswered", { count: list.unanswered, shown: formatNumber(list.unanswered, language) })}{" "}
          <Link to={`/lists/${kind}?answered=no`}>{t("show-them")}</Link>
        </p>
      )}
      <p className="actions">
        <Link className="button small" to={`/lists/${kind}`}>
          {t("whole-list")}
        </Link>
        <Link className="button small" to={`/public/lists/${version.id}`}>
          {t("publication")}
        </Link>
      </p>
    </Section>
  );
}

function Reading({ entry }: { entry: Entry }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const amount = useAmount();
  const { content } = entry;
  if (content.kind === "demand")
    return (
      <small>
        {t("short-by", { shown: formatNumber(content.shortage, language) })} · {content.cityName}{" "}
        <Grade entry={entry} />
      </small>
    );
  if (content.kind === "industry")
    return (
      <small>
        {content.growth[0]
          ? t("grows-by", { growth: formatShare(content.growth[0].growth), year: content.growth[0].year })
          : placeOf(entry, t("whole"))}
        {content.talents.length > 0
          ? ` · ${t("needs", {
              names: content.talents
                .slice(0, 3)
                .map((one) => one.title)
                .join("、"),
            })}`
          : ""}{" "}
        <SourceTag entry={entry} />
      </small>
    );
  return (
    <small>
      {t(`instrument.${content.instrument}`)} · {amount(content.amount)}{" "}
      <PolicyTag state={entry.policyState} />
    </small>
  );
}
