import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { Page, Section } from "../../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../../parts/States.tsx";
import { useNotices, useYearLists } from "../api.ts";
import "../rounds.css";

/** Public: notices that anybody may object to, and the lists of the years. */
export function Component() {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const found = useNotices();
  const lists = useYearLists();
  const items = found.data?.items ?? [];
  return (
    <Page title={t("shell:place.public-notices")} lead={t("public.lead")} narrow>
      <Section title={t("notices.title")}>
        {found.isPending && <Loading rows={4} />}
        {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
        {found.data && items.length === 0 && (
          <Empty title={t("public.none")}>
            <p>{t("public.none-words")}</p>
          </Empty>
        )}
        <ul className="publications">
          {items.map((notice) => (
            <li key={notice.id}>
              <h2>
                <Link to={`/public/notices/${notice.id}`}>{notice.title}</Link>
                {notice.sample && <span className="tag shortage">{t("sample")}</span>}
              </h2>
              <p>
                {notice.publisher} · {formatDate(notice.from, language)} –{" "}
                {formatDate(notice.until, language)}{" "}
                <span className={notice.open ? "tag blue" : "tag"}>
                  {t(notice.open ? "notices.open" : "notices.over")}
                </span>
              </p>
            </li>
          ))}
        </ul>
      </Section>
      {(lists.data?.items.length ?? 0) > 0 && (
        <Section title={t("lists.title")}>
          <ul className="publications">
            {lists.data?.items.map((list) => (
              <li key={list.id}>
                <h2>
                  <Link to={`/public/year-lists/${list.id}`}>{list.title}</Link>
                  {list.sample && <span className="tag shortage">{t("sample")}</span>}
                </h2>
                <p>
                  {list.publisher} · {formatDate(list.publishedAt, language)} ·{" "}
                  {t("lists.version", { version: list.version })}{" "}
                  {!list.current && <span className="tag">{t("lists.replaced")}</span>}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}
