import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { HELD_ROLES, usePeople, type PersonLine } from "./api.ts";
import { SeatWords, StateTag } from "./pieces.tsx";

const STATES = ["claimed", "active", "no-account", "deactivated", "ended"] as const;

/** List: the people whom one answers for, those who wait first. */
export function Component() {
  const { t } = useTranslation("people");
  const { to } = useScope();
  const wide = useMe().data?.user?.role === "administrator";
  const [q, setQ] = useFilter("q");
  const [role, setRole] = useFilter("role");
  const [state, setState] = useFilter("state");
  const people = usePeople({ q, role, state });
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = people.data?.pages[0]?.waiting ?? 0;
  const columns: Column<PersonLine>[] = [
    {
      key: "name",
      title: t("name"),
      value: (row) => row.name,
      render: (row) => <Link to={to(`/people/${row.id}`)}>{row.name}</Link>,
    },
    {
      key: "roles",
      title: t("roles"),
      wide: true,
      value: (row) => row.memberships.map((item) => t(`shell:role.${item.role}`)).join("、"),
      render: (row) => (
        <>
          {row.memberships.map((item) => (
            <div key={item.id}>
              <SeatWords of={item} bare={!wide} />{" "}
              {item.state !== "active" && <StateTag group="membership" state={item.state} />}
            </div>
          ))}
        </>
      ),
    },
    {
      key: "account",
      title: t("account"),
      value: (row) => t(accountOf(row)),
      render: (row) =>
        row.state === "active" && row.hasAccount ? (
          t("person.active")
        ) : row.state === "active" ? (
          <span className="muted">{t("no-account")}</span>
        ) : (
          <StateTag group="person" state={row.state} />
        ),
    },
  ];
  return (
    <Page
      title={t("people.title")}
      lead={t("people.lead")}
      actions={
        <>
          <Link className="button primary" to={to("/invitations?new=1")}>
            {t("invite")}
          </Link>
          <Link className="button" to={to("/people/import")}>
            {t("import")}
          </Link>
        </>
      }
    >
      {waiting > 0 && state !== "claimed" && (
        <p className="release-next">
          {t("people.waiting", { count: waiting })}{" "}
          <button type="button" className="link" onClick={() => setState("claimed")}>
            {t("people.show-waiting")}
          </button>
        </p>
      )}
      <div className="filters">
        <label>
          {t("search")}
          <input
            defaultValue={q ?? ""}
            placeholder={t("name")}
            onChange={(event) => setQ(event.target.value || null)}
          />
        </label>
        <label>
          {t("role")}
          <select value={role ?? ""} onChange={(event) => setRole(event.target.value || null)}>
            <option value="">{t("any-role")}</option>
            {HELD_ROLES.map((item) => (
              <option key={item} value={item}>
                {t(`shell:role.${item}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("state")}
          <select value={state ?? ""} onChange={(event) => setState(event.target.value || null)}>
            <option value="">{t("state.here")}</option>
            {STATES.map((item) => (
              <option key={item} value={item}>
                {t(`state.${item}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {people.isPending && <Loading />}
      {people.error && <Failure error={people.error} retry={() => void people.refetch()} />}
      {people.data && rows.length === 0 && (
        <Empty title={t(q || role || state ? "people.none-found" : "people.none")}>
          {!q && !role && !state && <p>{t("people.none-words")}</p>}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("people.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          hasMore={people.hasNextPage}
          loadingMore={people.isFetchingNextPage}
          onMore={() => void people.fetchNextPage()}
          fileName={t("people.title")}
        />
      )}
    </Page>
  );
}

const accountOf = (row: PersonLine): string =>
  row.state === "active" && !row.hasAccount ? "no-account" : `person.${row.state}`;
