import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { call, type Page as Rows } from "../../api/client.ts";
import { useMe } from "../../api/session.ts";
import { useLanguage } from "../../i18n/index.ts";
import { formatDate } from "../../format.ts";
import { DataTable } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { Missing } from "../../shell/Broken.tsx";
import { useFilter } from "../../shell/scope.ts";
import {
  isKind,
  subscribe,
  useEntries,
  useOverview,
  usePublishedVersions,
  useWrite,
  type Base,
  type Entry,
  type ListKind,
} from "./api.ts";
import { CodeField } from "./CodeField.tsx";
import { Choice, entryPath, useColumns } from "./pieces.tsx";
import "../planning.css";
import "./lists.css";

/** List: the list of a kind that is in force, with filters in the address. */
export function Component() {
  const { kind } = useParams();
  return isKind(kind) ? <InForce kind={kind} /> : <Missing />;
}

function InForce({ kind }: { kind: ListKind }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const overview = useOverview();
  const version = overview.data?.lists.find((list) => list.kind === kind)?.version;
  const all = usePublishedVersions(kind);
  return (
    <Page
      title={t(`kind.${kind}`)}
      crumbs={[{ name: t("shell:place.lists"), path: "/lists" }]}
      lead={
        version ? (
          <>
            {version.version} · {version.year} · {formatDate(version.publishedAt, language)}
            {version.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}
          </>
        ) : (
          t(`lead.${kind}`)
        )
      }
      actions={
        version && (
          <>
            <Link className="button" to={`/public/lists/${version.id}`}>
              {t("publication")}
            </Link>
            {version.before && (
              <Link className="button" to={`/public/lists/${version.id}/differences`}>
                {t("differences.title")}
              </Link>
            )}
          </>
        )
      }
    >
      {overview.isPending && <Loading rows={10} />}
      {overview.error && <Failure error={overview.error} />}
      {overview.data && !version && (
        <Empty title={t("none")}>
          <p>{t(`none.${kind}`)}</p>
        </Empty>
      )}
      {version && (
        <Entries
          kind={kind}
          base="public/lists"
          id={version.id}
          pathOf={(entry) => entryPath(kind, entry.itemId)}
        />
      )}
      {(all.data?.items.length ?? 0) > 1 && (
        <details>
          <summary>{t("earlier-versions")}</summary>
          <ul>
            {all.data!.items.map((one) => (
              <li key={one.id}>
                <Link to={`/public/lists/${one.id}`}>
                  {one.title} {one.year} {one.version}
                </Link>{" "}
                {formatDate(one.publishedAt, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Page>
  );
}

/** The rows of a version with their filters, for the list in force and for a draft. */
export function Entries(props: { kind: ListKind; base: Base; id: string; pathOf: (entry: Entry) => string }) {
  const { kind, base, id } = props;
  const { t } = useTranslation("lists");
  const me = useMe();
  const [q, setQ] = useFilter("q");
  const [place, setPlace] = useFilter("place");
  const [source, setSource] = useFilter("source");
  const [answered, setAnswered] = useFilter("answered");
  const [city, setCity] = useFilter("city");
  const [occupation, setOccupation] = useFilter("occupation");
  const [programme, setProgramme] = useFilter("programme");
  const [industry, setIndustry] = useFilter("industry");
  // the province first: its cities are a choice away
  const where = kind === "demand" && !city ? place || "province" : place;
  const query = {
    q,
    place: where === "all" ? "" : where,
    source,
    answered,
    city,
    occupation,
    programme,
    industry,
  };
  const found = useEntries(base, id, query);
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const columns = useColumns(kind, props.pathOf, found.data?.pages[0]?.definitions);
  const follow = useWrite(subscribe);
  const allRows = async (): Promise<Entry[]> => {
    const every: Entry[] = [];
    for (let cursor: string | null = null; ;) {
      const page: Rows<Entry> = await call(`/api/${base}/${id}/entries`, {
        query: { ...query, limit: 500, cursor },
      });
      every.push(...page.items);
      if (page.next === null || every.length >= 10_000) return every;
      cursor = page.next;
    }
  };
  return (
    <>
      <div className="filters">
        <label>
          {t("filter.q")}
          <input type="search" maxLength={50} value={q} onChange={(event) => setQ(event.target.value)} />
        </label>
        {kind === "demand" && (
          <label>
            {t("filter.place")}
            <select value={where || "all"} onChange={(event) => setPlace(event.target.value)}>
              {["province", "cities", "all"].map((one) => (
                <option key={one} value={one}>
                  {t(`place.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <CodeField kind="region" label={t("field.city")} value={city} onChange={setCity} />
        {kind !== "industry" && (
          <CodeField
            kind="programme"
            label={t("filter.programme")}
            value={programme}
            onChange={setProgramme}
          />
        )}
        <CodeField
          kind="occupation"
          label={t("field.occupation")}
          value={occupation}
          onChange={setOccupation}
        />
        {kind !== "demand" && (
          <CodeField kind="industry" label={t("field.industries")} value={industry} onChange={setIndustry} />
        )}
        <Choice
          label={t("source.title")}
          value={source}
          onChange={setSource}
          values={["computed", "stated", "entered"]}
          word={(one) => t(`source.${one}`)}
        />
        <Choice
          label={t("answered")}
          value={answered}
          onChange={setAnswered}
          values={["yes", "no"]}
          word={(one) => t(`answered.${one}`)}
        />
        {me.data?.user && base === "public/lists" && (
          <button
            type="button"
            className="button"
            disabled={follow.isPending || follow.isSuccess}
            onClick={() => follow.mutate({ kind, city, occupation, programme, industry })}
          >
            {t(follow.isSuccess ? "subscribed" : "subscribe")}
          </button>
        )}
      </div>
      {follow.error && <Failure error={follow.error} />}
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("no-rows")}>
          <p>{t("no-rows-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t(`kind.${kind}`)}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.itemId}
          total={found.data?.pages[0]?.total}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          allRows={allRows}
          fileName={`list-${kind}`}
        />
      )}
    </>
  );
}
