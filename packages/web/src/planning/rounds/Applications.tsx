import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { DataTable } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useApplications } from "./api.ts";
import { useApplicationColumns } from "./pieces.tsx";

const STATES = ["draft", "submitted", "returned", "review", "reviewed", "announced", "deciding", "forwarded", "recorded", "approved", "refused", "withdrawn"]; // prettier-ignore

/** List: applications of the yearly rounds that the one who looks may see. */
export function Component() {
  const { t } = useTranslation("rounds");
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const columns = useApplicationColumns();
  const query = Object.fromEntries(["round", "state", "kind", "level", "q", "waiting"].map((key) => [key, params.get(key)])); // prettier-ignore
  const found = useApplications(query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const school = me.data?.user?.role === "school-officer";
  const set = (key: string, value: string) =>
    setParams(
      (old) => {
        if (value) old.set(key, value);
        else old.delete(key);
        return old;
      },
      { replace: true },
    );
  const choice = (key: string, values: readonly string[], words: string) => (
    <select aria-label={t(words)} value={params.get(key) ?? ""} onChange={(event) => set(key, event.target.value)}>
      <option value="">{t(`all.${words}`)}</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {t(`${words}.${value}`)}
        </option>
      ))}
    </select>
  ); // prettier-ignore
  return (
    <Page
      title={t("shell:place.applications")}
      crumbs={[{ name: t("shell:place.rounds"), path: "/rounds" }]}
      lead={t(school ? "applications.lead-school" : "applications.lead")}
      actions={
        school ? (
          <Link className="button primary" to="/applications/new">
            {t("new.title")}
          </Link>
        ) : undefined
      }
    >
      <div className="filters">
        <input
          type="search"
          aria-label={t("applications.search")}
          placeholder={t("applications.search")}
          defaultValue={params.get("q") ?? ""}
          onChange={(event) => set("q", event.target.value)}
        />
        {choice("state", STATES, "state")}
        {choice("kind", ["open", "change", "withdraw"], "kind")}
        {choice("level", ["secondary", "college", "bachelor"], "level")}
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("applications.none")}>
          <p>{t(school ? "applications.none-school" : "applications.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("shell:place.applications")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="applications"
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
        />
      )}
    </Page>
  );
}
