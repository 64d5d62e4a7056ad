import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { pathOf, useSettled } from "../shell/SearchDialog.tsx";
import { useFilter } from "../shell/scope.ts";
import { useSearch } from "./api.ts";
import { BrowseOccupations } from "./BrowseOccupations.tsx";
import { BrowseProgrammes } from "./BrowseProgrammes.tsx";
import "./standards.css";

/** List: the official tables, by a word or by going down their groups. Search, view and group are in the address. */
export function Component() {
  const { t } = useTranslation("standards");
  const [q, setQ] = useFilter("q");
  const [view, setView] = useFilter("view");
  const asked = useSettled(q.trim());
  return (
    <Page title={t("title")} lead={t("lead")} actions={<Link to="/aboutdata">{t("about-link")}</Link>}>
      <input
        type="search"
        className="look-search"
        aria-label={t("search")}
        placeholder={t("search-example")}
        maxLength={50}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {asked !== "" ? (
        <Hits q={asked} />
      ) : (
        <>
          <div className="tabs" role="group" aria-label={t("browse")}>
            <button type="button" aria-pressed={view !== "occupations"} onClick={() => setView(null)}>
              {t("programmes")}
            </button>
            <button
              type="button"
              aria-pressed={view === "occupations"}
              onClick={() => setView("occupations")}
            >
              {t("occupations")}
            </button>
          </div>
          {view === "occupations" ? <BrowseOccupations /> : <BrowseProgrammes />}
        </>
      )}
    </Page>
  );
}

function Hits({ q }: { q: string }) {
  const { t } = useTranslation("standards");
  const { t: shell } = useTranslation("shell");
  const found = useSearch(q, undefined, 60);
  if (found.isPending) return <Loading />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.items.length === 0)
    return (
      <Empty title={t("none", { text: q })}>
        <p>{t("none-words")}</p>
      </Empty>
    );
  return (
    <ul className="hits" aria-label={t("hits")}>
      {found.data.items.map((hit) => {
        const path = pathOf(hit);
        return (
          <li key={`${hit.kind}${hit.level ?? ""}${hit.code}${hit.name}`}>
            <span className="hit-kind">{shell(`search.kind.${hit.kind}`)}</span>
            <b>{path ? <Link to={path}>{hit.name}</Link> : hit.name}</b>
            <span className="hit-hint">
              {[
                hit.level ? shell(`level.${hit.level}`) : "",
                hit.hint,
                hit.match === "work-type" ? t("by-work-type") : "",
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
            <span className="hit-code">{hit.kind === "certificate" ? "" : hit.code}</span>
          </li>
        );
      })}
    </ul>
  );
}
