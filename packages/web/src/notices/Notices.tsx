import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter } from "../shell/scope.ts";
import { useMark, useNotices, useReadAll, type Notice } from "./api.ts";
import "./notices.css";

/** List: what I was told, unread first. */
export function Component() {
  const { t } = useTranslation("notices");
  const language = useLanguage();
  const [show, setShow] = useFilter("show");
  const notices = useNotices(show === "unread", language);
  const readAll = useReadAll();
  const rows = notices.data?.pages.flatMap((page) => page.items) ?? [];
  // What arrived after the page was loaded was not seen and stays unread.
  const newest = rows.reduce((latest, { id }) => (id > latest ? id : latest), "");
  const anyUnread = rows.some((row) => row.readAt === null);
  return (
    <Page
      narrow
      title={t("inbox.title")}
      actions={
        <>
          <button
            type="button"
            className="button"
            disabled={!anyUnread || readAll.isPending}
            onClick={() => readAll.mutate(newest)}
          >
            {t("inbox.read-all")}
          </button>
          <Link className="button" to="/notices/preferences">
            {t("preferences.title")}
          </Link>
        </>
      }
    >
      <div className="notice-tabs" role="group" aria-label={t("inbox.show")}>
        <button type="button" aria-pressed={show !== "unread"} onClick={() => setShow(null)}>
          {t("inbox.all")}
        </button>
        <button type="button" aria-pressed={show === "unread"} onClick={() => setShow("unread")}>
          {t("inbox.unread")}
        </button>
      </div>
      {readAll.error && <Failure error={readAll.error} />}
      {notices.isPending && <Loading rows={6} />}
      {notices.error && <Failure error={notices.error} retry={() => void notices.refetch()} />}
      {notices.data && rows.length === 0 && (
        <Empty title={t(show === "unread" ? "inbox.none-unread" : "inbox.none")}>
          <p>{t("inbox.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <ul className="notice-list">
          {rows.map((row) => (
            <Line key={row.id} notice={row} />
          ))}
        </ul>
      )}
      {notices.hasNextPage && (
        <p className="actions">
          <button
            type="button"
            className="button"
            disabled={notices.isFetchingNextPage}
            onClick={() => void notices.fetchNextPage()}
          >
            {t("inbox.more")}
          </button>
        </p>
      )}
    </Page>
  );
}

function Line({ notice }: { notice: Notice }) {
  const { t } = useTranslation("notices");
  const language = useLanguage();
  const mark = useMark();
  const unread = notice.readAt === null;
  return (
    <li className={unread ? "unread" : ""}>
      <i className="notice-mark" role="img" aria-label={unread ? t("inbox.is-unread") : t("inbox.is-read")} />
      <Link
        className="notice-subject"
        to={notice.link}
        onClick={() => unread && mark.mutate({ id: notice.id, read: true })}
      >
        {notice.subject}
      </Link>
      <time className="notice-at" dateTime={notice.at}>
        {formatDate(notice.at, language, true)}
      </time>
      <p className="notice-body">{notice.body}</p>
      <button
        type="button"
        className="quiet"
        disabled={mark.isPending}
        onClick={() => mark.mutate({ id: notice.id, read: unread })}
      >
        {unread ? t("inbox.mark-read") : t("inbox.mark-unread")}
      </button>
    </li>
  );
}
