import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { usePublicReleases } from "../api.ts";
import { ReleaseState } from "../pieces/ReleaseState.tsx";
import "../planning.css";

/** Public: every release that was published, newest first. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const found = usePublicReleases();
  const items = found.data?.items ?? [];
  return (
    <Page title={t("shell:place.public-releases")} lead={t("public.lead")} narrow>
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && (
        <Empty title={t("public.none")}>
          <p>{t("public.none-words")}</p>
        </Empty>
      )}
      <ul className="publications">
        {items.map((release) => (
          <li key={release.id}>
            <h2>
              <Link to={`/public/releases/${release.id}`}>{release.title}</Link>
              {release.sample && <span className="tag shortage">{t("public.sample")}</span>}
            </h2>
            <p>
              {release.publisher} · {formatDate(release.publishedAt, language)} · {release.version}{" "}
              <ReleaseState state={release.state} />
            </p>
          </li>
        ))}
      </ul>
    </Page>
  );
}
