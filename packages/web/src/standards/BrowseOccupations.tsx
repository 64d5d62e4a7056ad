import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useFilter } from "../shell/scope.ts";
import { useGroups, useOccupations, type OccupationGroup, type OccupationRow } from "./api.ts";

/** Occupations by major, middle and minor group (大类, 中类, 小类). */
export function BrowseOccupations() {
  const { t } = useTranslation("standards");
  const [group, setGroup] = useFilter("group");
  const groups = useGroups(true);
  const rows = useOccupations({ group }, true);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<OccupationRow>[] = [
    {
      key: "name",
      title: t("occupation"),
      wide: true,
      value: (row) => row.name,
      render: (row) => (
        <>
          <Link to={`/standards/occupations/${row.code}`}>{row.name}</Link>
          {row.flags.map((flag) => (
            <span key={flag}>
              {" "}
              <abbr className="tag good" title={t(`flag.${flag}-why`)}>
                {t(`flag.${flag}`)}
              </abbr>
            </span>
          ))}
        </>
      ),
    },
    { key: "code", title: t("code"), value: (row) => row.code, width: "120px" },
    { key: "group", title: t("minor-group"), value: (row) => row.group.name },
    {
      key: "programmes",
      title: t("leading"),
      note: t("leading-note"),
      number: true,
      value: (row) => row.programmes,
      width: "110px",
    },
    { key: "edition", title: t("edition"), value: (row) => row.edition },
  ];
  if (groups.isPending) return <Loading />;
  if (groups.error) return <Failure error={groups.error} retry={() => void groups.refetch()} />;
  return (
    <div className="browse">
      <nav className="tree" aria-label={t("groups")} tabIndex={0}>
        <Branch all={groups.data} parent={null} open={group} choose={setGroup} />
      </nav>
      <div>
        {rows.isPending && <Loading />}
        {rows.error && <Failure error={rows.error} retry={() => void rows.refetch()} />}
        {rows.data && (
          <DataTable
            caption={t("occupations")}
            fileName={t("occupations")}
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
  );
}

interface BranchProps {
  all: OccupationGroup[];
  parent: string | null;
  open: string;
  choose: (code: string | null) => void;
}

function Branch({ all, parent, open, choose }: BranchProps) {
  return (
    <ul>
      {all
        .filter((item) => item.parent === parent)
        .map((item) => {
          // a chosen group lies in this one when its code begins with it: 4-04-05 in 4-04 in 4
          const within = open === item.code || open.startsWith(item.code + "-");
          return (
            <li key={item.code}>
              <button
                type="button"
                aria-pressed={open === item.code}
                aria-expanded={item.rank === "minor" ? undefined : within}
                onClick={() => choose(open === item.code ? item.parent : item.code)}
              >
                <span>
                  {item.code} {item.name}
                </span>
                <small>{item.occupations}</small>
              </button>
              {within && item.rank !== "minor" && (
                <Branch all={all} parent={item.code} open={open} choose={choose} />
              )}
            </li>
          );
        })}
    </ul>
  );
}
