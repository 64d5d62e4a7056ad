import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useAlliance } from "./api.ts";
import { useMeetings } from "./council-api.ts";
import { Tabs, Tag, useSay } from "./pieces.tsx";

/** List: the meetings of a council, the last one first. */
export function Component() {
  const { t } = useTranslation("alliances");
  const say = useSay();
  const language = useLanguage();
  const { id } = useParams();
  const alliance = useAlliance(id);
  const found = useMeetings(id);
  if (alliance.isPending || found.isPending) return <Loading rows={6} />;
  const error = alliance.error ?? found.error;
  if (error) return <Failure error={error} retry={() => void found.refetch()} />;
  const it = alliance.data!;
  const meetings = found.data!.pages.flatMap((page) => page.items);
  return (
    <Page
      title={t("meetings")}
      crumbs={[
        { name: t("title"), path: "/alliances" },
        { name: it.name, path: `/alliances/${it.id}` },
      ]}
      lead={`${t("quorum-words", { part: it.quorum, of: it.quorumOf })}${t("notice-words", { days: it.noticeDays })}`}
      actions={
        it.mayKeep &&
        it.runningSince && (
          <Link className="button primary" to={`/alliances/${it.id}/meetings/new`}>
            {t("meeting.new")}
          </Link>
        )
      }
    >
      <Tabs id={it.id} />
      {meetings.length === 0 && (
        <Empty title={t("meetings-none")}>
          <p>{t(it.mayKeep ? "meetings-none-keeper" : "meetings-none-words")}</p>
        </Empty>
      )}
      <ul className="alliance-meetings">
        {meetings.map((one) => (
          <li key={one.id}>
            <time dateTime={one.startsAt}>{formatDate(one.startsAt, language, true)}</time>
            <Link to={`/council-meetings/${one.id}`}>{one.title}</Link>
            <Tag state={one.state}>{say(one.stateName)}</Tag>
            <small>
              {one.place} · {t("items", { count: one.items })}
            </small>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
          {t("more")}
        </button>
      )}
    </Page>
  );
}
