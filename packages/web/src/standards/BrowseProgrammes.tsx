import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { LEVELS, type Level } from "../shell/scope.ts";
import { useCategories, useProgrammes, type ProgrammeRow } from "./api.ts";

/** Programmes by level, category (专业大类) and class (专业类). */
export function BrowseProgrammes() {
  const { t } = useTranslation("standards");
  const { t: shell } = useTranslation("shell");
  const [params, setParams] = useSearchParams();
  const level = LEVELS.find((known) => known === params.get("level")) ?? "college";
  const category = params.get("category");
  const within = params.get("class");
  const go = (next: { level: Level; category?: string; class?: string }): void =>
    setParams(
      new URLSearchParams(Object.entries(next).filter((entry): entry is [string, string] => !!entry[1])),
    );
  const categories = useCategories(true);
  const rows = useProgrammes({ level, category, class: within }, true);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<ProgrammeRow>[] = [
    {
      key: "name",
      title: t("programme"),
      wide: true,
      value: (row) => row.name,
      render: (row) => (
        <>
          <Link to={`/standards/programmes/${row.code}`}>{row.name}</Link>
          {row.stateControlled && (
            <>
              {" "}
              <abbr className="tag" title={t("controlled-why")}>
                K
              </abbr>
            </>
          )}
        </>
      ),
    },
    { key: "code", title: t("code"), value: (row) => row.code, width: "100px" },
    { key: "class", title: t("class"), value: (row) => row.class.name },
    { key: "years", title: t("years"), number: true, value: (row) => row.years, width: "90px" },
    { key: "stage", title: t("edition"), value: (row) => row.stage },
  ];
  if (categories.isPending) return <Loading />;
  if (categories.error) return <Failure error={categories.error} retry={() => void categories.refetch()} />;
  const tree = categories.data.filter((item) => item.level === level);
  return (
    <>
      <div className="filters" role="group" aria-label={shell("scope.level")}>
        {LEVELS.map((item) => (
          <button
            key={item}
            type="button"
            className={item === level ? "button small primary" : "button small"}
            aria-pressed={item === level}
            onClick={() => go({ level: item })}
          >
            {shell(`level.${item}`)}
          </button>
        ))}
      </div>
      <div className="browse">
        <nav className="tree" aria-label={t("categories")} tabIndex={0}>
          <ul>
            {tree.map((item) => (
              <li key={item.code}>
                <button
                  type="button"
                  aria-pressed={item.code === category && !within}
                  aria-expanded={item.code === category}
                  onClick={() =>
                    go(item.code === category && !within ? { level } : { level, category: item.code })
                  }
                >
                  <span>{item.name}</span>
                  <small>{item.programmes}</small>
                </button>
                {item.code === category && (
                  <ul>
                    {item.classes.map((inner) => (
                      <li key={inner.code}>
                        <button
                          type="button"
                          aria-pressed={inner.code === within}
                          onClick={() => go({ level, category: item.code, class: inner.code })}
                        >
                          <span>{inner.name}</span>
                          <small>{inner.programmes}</small>
                        </button>
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </nav>
        <div>
          {rows.isPending && <Loading />}
          {rows.error && <Failure error={rows.error} retry={() => void rows.refetch()} />}
          {rows.data && (
            <DataTable
              caption={t("programmes")}
              fileName={`${t("programmes")}-${shell(`level.${level}`)}`}
              rows={items}
              columns={columns}
              rowKey={(row) => row.code}
              hasMore={rows.hasNextPage}
              loadingMore={rows.isFetchingNextPage}
              onMore={() => void rows.fetchNextPage()}
            />
          )}
        </div>
      </div>
    </>
  );
}
