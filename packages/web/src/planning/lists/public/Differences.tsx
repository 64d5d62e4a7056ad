import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Page } from "../../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../../parts/States.tsx";
import { useFilter } from "../../../shell/scope.ts";
import { usePublishedVersions, useVersion } from "../api.ts";
import { Changes } from "../Changes.tsx";
import "../../planning.css";
import "../lists.css";

/** Public: what a version changed against an earlier one of the same list. */
export function Component() {
  const { t } = useTranslation("lists");
  const { id } = useParams();
  const found = useVersion("public/lists", id);
  const all = usePublishedVersions(found.data?.kind);
  const [chosen, setChosen] = useFilter("from");
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const version = found.data;
  const others = (all.data?.items ?? []).filter((one) => one.kind === version.kind && one.id !== version.id);
  const from = chosen || version.before?.id;
  return (
    <Page
      title={t("differences.of", { title: version.title, version: `${version.year} ${version.version}` })}
      crumbs={[
        { name: t("shell:place.lists"), path: "/lists" },
        { name: t(`kind.${version.kind}`), path: `/lists/${version.kind}` },
      ]}
      lead={<Link to={`/public/lists/${version.id}`}>{t("publication")}</Link>}
    >
      {others.length > 0 && (
        <div className="filters">
          <label>
            {t("differences.with")}
            <select value={from ?? ""} onChange={(event) => setChosen(event.target.value)}>
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.title} {one.year} {one.version}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {from ? (
        <Changes base="public/lists" id={version.id} from={from} />
      ) : (
        <Empty title={t("differences.first")}>
          <p>{t("differences.first-words")}</p>
        </Empty>
      )}
    </Page>
  );
}
