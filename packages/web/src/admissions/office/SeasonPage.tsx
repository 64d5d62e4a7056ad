import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useParams } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useHolds, useSeason } from "./api.ts";
import { SeasonTag } from "./pieces.tsx";

/** What of a season has a page; who does not hold it reads what concerns nobody by name. */
const PARTS = [
  { key: "desk", path: "", open: true },
  { key: "set-up", path: "set-up", open: true },
  { key: "candidates", path: "candidates", open: false },
  { key: "sites", path: "sites", open: true },
  { key: "scores", path: "scores", open: false },
  { key: "units", path: "units", open: true },
  { key: "past-lines", path: "past-lines", open: true },
  { key: "fillings", path: "fillings", open: true },
  { key: "runs", path: "runs", open: true },
] as const;

/** A season: its parts as tabs under one head. */
export function Component() {
  const { t } = useTranslation("seasons");
  const { id } = useParams();
  const found = useSeason(id);
  const holds = useHolds(found.data?.region);
  if (found.isPending) return <Loading rows={10} />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const season = found.data;
  return (
    <Page
      title={season.name}
      crumbs={[{ name: t("title"), path: "/admission" }]}
      lead={
        <>
          <SeasonTag season={season} /> {t(`channel.${season.channel}`)} · {season.year}
        </>
      }
    >
      <nav className="tabs" aria-label={season.name}>
        {PARTS.filter(({ open }) => open || holds).map(({ key, path }) => (
          <NavLink key={key} to={`/admission/${season.id}${path && `/${path}`}`} end={path === ""}>
            {t(`part.${key}`)}
          </NavLink>
        ))}
      </nav>
      <Outlet context={season} />
    </Page>
  );
}
