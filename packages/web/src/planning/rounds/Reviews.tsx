import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useReviews } from "./api.ts";
import { Due, useSubject } from "./pieces.tsx";

/** What a reviewer was asked about: those that wait first. Made for a phone. */
export function Component() {
  const { t } = useTranslation("rounds");
  const subject = useSubject();
  const found = useReviews();
  const items = found.data?.items ?? [];
  const waiting = items.filter((one) => one.state === "assigned").length;
  return (
    <Page
      title={t("shell:place.reviews")}
      lead={found.data ? t("my-reviews.answer", { count: waiting }) : undefined}
      narrow
    >
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && (
        <Empty title={t("my-reviews.none")}>
          <p>{t("my-reviews.none-words")}</p>
        </Empty>
      )}
      <ul className="publications">
        {items.map((one) => (
          <li key={one.id}>
            <h2>
              <Link to={`/reviews/${one.id}`}>{subject(one.application)}</Link>
            </h2>
            <p>
              {one.application.school.name} ·{" "}
              {one.state === "assigned" ? (
                <Due day={one.due} daysLeft={one.daysLeft} />
              ) : (
                <span className="tag">{t(`review-state.${one.state}`)}</span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Page>
  );
}
