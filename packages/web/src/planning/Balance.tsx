import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useOutletContext } from "react-router";
import { useMe } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useCities } from "../shell/ScopeBar.tsx";
import { useScope } from "../shell/scope.ts";
import { cycleSource, useCurrentCycle, type Cycle, type Source } from "./api.ts";
import "./planning.css";

export interface BalanceContext {
  cycle: Cycle;
  source: Source;
  /** the year that is looked at */
  year: number;
  /** name of the city, or of the province */
  place: string;
}

export const useBalance = (): BalanceContext => useOutletContext<BalanceContext>();

const views = ["", "cities", "heatmap", "flows", "trend", "occupations", "programmes"] as const;

/** The frame of all views of one cycle's balance. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const me = useMe();
  const { scope, to } = useScope();
  const { cycle, isPending, error } = useCurrentCycle(scope);
  const province = me.data?.installation.province;
  const cities = useCities(province?.code);
  if (isPending) return <Loading rows={10} />;
  if (error) return <Failure error={error} />;
  if (!cycle)
    return (
      <Page title={t("balance.title")}>
        <Empty
          title={t("balance.empty")}
          actions={
            <>
              <Link className="button primary" to={to("/cycles")}>
                {t("balance.empty-run")}
              </Link>
              <Link className="button" to={to("/imports")}>
                {t("balance.empty-import")}
              </Link>
            </>
          }
        >
          <p>{t("balance.empty-words")}</p>
        </Empty>
      </Page>
    );
  const year = scope.year ?? cycle.year;
  const place = cities.data?.items.find((city) => city.code === scope.city)?.name ?? province?.name ?? "";
  const context: BalanceContext = { cycle, source: cycleSource(cycle.id), year, place };
  return (
    <Page
      title={t("balance.question", { place, year })}
      crumbs={[
        { name: t("shell:place.cycles"), path: "/cycles" },
        {
          name: t("balance.of-cycle", {
            date: formatDate(cycle.finishedAt ?? cycle.createdAt, language, true),
          }),
          path: `/cycles/${cycle.id}`,
        },
      ]}
      actions={
        <Link className="button" to={to(`/releases?draft=${cycle.id}`)}>
          {t("balance.release")}
        </Link>
      }
    >
      <nav className="tabs" aria-label={t("balance.title")}>
        {views.map((view) => (
          <NavLink key={view} end={view === ""} to={to(`/balance${view ? `/${view}` : ""}`)}>
            {t(`view.${view || "question"}`)}
          </NavLink>
        ))}
      </nav>
      <Outlet context={context} />
    </Page>
  );
}
