import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { useMe } from "../api/session.ts";
import { useLanguage } from "../i18n/index.ts";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { Page } from "../parts/Page.tsx";
import { dutyOf } from "../shell/duty.ts";
import { useScope } from "../shell/scope.ts";
import { formatWaiting, useSystemMap } from "./api.ts";
import "./home.css";
import { SystemMap } from "./SystemMap.tsx";

/** The home page is the system itself, with what works in it and what waits for me. */
export function Component() {
  const { t } = useTranslation("home");
  const language = useLanguage();
  const me = useMe();
  const { scope, to } = useScope();
  const map = useSystemMap({ city: scope.city, level: scope.level });
  const installation = me.data?.installation;
  const duty = me.data ? dutyOf(me.data) : null;
  if (duty) return <Navigate replace to={duty} />;
  const mechanisms = map.data?.mechanisms ?? [];
  const waiting = mechanisms.filter((item) => item.waiting > 0);
  const empty =
    mechanisms.length > 0 && mechanisms.every((item) => item.figures.every((figure) => !figure.value));
  return (
    <Page
      title={t(installation?.province ? "title" : "title-open", {
        province: installation?.province?.name ?? "",
      })}
      lead={t("lead")}
      actions={
        installation?.currentReleaseId ? (
          <Link className="button" to={`/public/releases/${installation.currentReleaseId}`}>
            {t("release")}
          </Link>
        ) : null
      }
    >
      {installation?.loading && (
        <p className="doubt" role="status">
          {t("loading-sample")}
        </p>
      )}
      {installation && !installation.province && (
        <Empty
          title={t("unset.title")}
          actions={
            <Link className="button primary" to={me.data?.user ? "/setup" : "/sign-in?next=/setup"}>
              {t(me.data?.user ? "unset.choose" : "unset.sign-in")}
            </Link>
          }
        >
          <p>{t("unset.words")}</p>
        </Empty>
      )}
      {map.isPending && <Loading rows={10} />}
      {map.error && <Failure error={map.error} retry={() => void map.refetch()} />}
      {map.data && (
        <>
          <SystemMap
            mechanisms={mechanisms}
            place={installation?.province?.name ?? ""}
            year={installation?.year ?? null}
          />
          <p className="map-key">{t("map.key")}</p>
        </>
      )}
      {me.data?.user && map.data && (
        <section className="waiting-list" aria-label={t("waiting-title")}>
          <h2>{t("waiting-title")}</h2>
          {waiting.length === 0 && !empty && <p>{t("waiting-none")}</p>}
          <ul>
            {waiting.map((item) => (
              <li key={item.key}>
                <Link to={to(waitingPath[item.key] ?? item.path)}>
                  {t(`waiting-for.${item.key}`, {
                    count: item.waiting,
                    shown: formatWaiting(item.waiting, language),
                  })}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {empty && installation?.province && !installation.loading && (
        <Empty
          title={t("empty.title")}
          actions={
            <Link className="button primary" to={to("/imports")}>
              {t("empty.import")}
            </Link>
          }
        >
          <p>{t("empty.words")}</p>
        </Empty>
      )}
    </Page>
  );
}

const waitingPath: Record<string, string> = {
  "supply-demand": "/review",
  release: "/releases",
  balance: "/cycles",
  "fair-hiring": "/fair-hiring",
  adjustment: "/rounds",
  plan: "/rounds",
  lists: "/rounds",
  pathways: "/agreements?waiting=true",
};
