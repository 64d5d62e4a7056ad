import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useMine, useWrite, type Mine } from "./api.ts";
import { Address, FeedList } from "./Published.tsx";
import "./timetables.css";

/** Question: where am I, or my cohort, this week and next? For students, teachers and mentors, on a phone. */
export function Component() {
  const { t } = useTranslation("timetables");
  const found = useMine();
  const feed = useWrite<{ path: string }>();
  return (
    <Page title={t("mine.title")} lead={t("mine.lead")} narrow>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.cohorts.length === 0 && (
        <Empty title={t("mine.none")}>
          <p>{t("mine.none-words")}</p>
        </Empty>
      )}
      {found.data?.cohorts.map((one) => (
        <Stays key={one.timetable + one.cohort} of={one} />
      ))}
      {found.data && (
        <Section title={t("mine.feed")} note={t("feeds-words")}>
          <p>
            <button
              type="button"
              className="button"
              disabled={feed.isPending}
              onClick={() => feed.mutate({ path: "my-rotation/feed" })}
            >
              {t("new-feed")}
            </button>
          </p>
          {feed.error && <Failure error={feed.error} />}
          {feed.data && <Address path={feed.data.path} />}
          <FeedList feeds={found.data.feeds} />
        </Section>
      )}
    </Page>
  );
}

function Stays({ of }: { of: Mine["cohorts"][number] }) {
  const { t } = useTranslation("timetables");
  const language = useLanguage();
  // China's day
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const now = of.stays.find(({ from, to }) => from <= today && today <= to);
  const next = of.stays.find(({ from }) => from > today);
  return (
    <Section title={of.cohort} note={of.title}>
      <p className="rota-answer">
        {now ? t("mine.now", { place: now.place, to: formatDate(now.to, language) }) : next ? t("mine.next", { place: next.place, from: formatDate(next.from, language) }) : t("mine.over")}
      </p>
      <ol className="rota-list">
        {of.stays.map((stay) => (
          <li key={stay.from} className={stay === now ? "now" : ""}>
            <time dateTime={stay.from}>
              {formatDate(stay.from, language)} – {formatDate(stay.to, language)}
            </time>
            <b>{stay.place}</b> <span>{stay.need}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
} // prettier-ignore
