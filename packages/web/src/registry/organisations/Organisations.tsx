import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../../api/session.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { useSettled } from "../../shell/SearchDialog.tsx";
import {
  allOrganisations,
  KINDS,
  useKeep,
  useKeeps,
  useOrganisations,
  useProposals,
  useRegionCounts,
  type OrganisationRow,
} from "./api.ts";
import { LoadSchools } from "./LoadSchools.tsx";
import { Merge } from "./Merge.tsx";
import { OrganisationForm, type FormAnswer } from "./OrganisationForm.tsx";
import { Span } from "./pieces.tsx";
import "./organisations.css";

const STATES = ["current", "ended", "all"] as const;

/** List: the organisations of the register, as they are or as they were on a day. */
export function Component() {
  const { t } = useTranslation("organisations");
  const { to } = useScope();
  const me = useMe();
  const keeps = useKeeps();
  const [q] = useFilter("q");
  const [kind] = useFilter("kind");
  const [region] = useFilter("region");
  const [state] = useFilter("state");
  const [on] = useFilter("on");
  const [parent, setParent] = useFilter("parent");
  const [open, setOpen] = useFilter("do");
  // without a choice the installation's own province, so that a list of the whole country does not bury it
  const place = region === "all" ? "" : region || (me.data?.installation.province?.code ?? "");
  const filter = { q, kind, region: parent ? "" : place, state, on, parent };
  const found = useOrganisations(filter, me.isSuccess);
  const waiting = useProposals(keeps);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = [q, kind, region, state, on, parent].some((value) => value !== "");
  const close = (): void => setOpen(null);
  return (
    <Page
      title={t("shell:place.organisations")}
      lead={t("lead")}
      actions={
        keeps && (
          <>
            <button type="button" className="button primary" onClick={() => setOpen("register")}>
              {t("do.register")}
            </button>
            <Link className="button" to="/organisations/import">
              {t("do.import")}
            </Link>
            <button type="button" className="button" onClick={() => setOpen("schools")}>
              {t("do.schools")}
            </button>
            <button type="button" className="button" onClick={() => setOpen("merge")}>
              {t("do.merge")}
            </button>
          </>
        )
      }
    >
      {keeps && open === "register" && <Register onClose={close} />}
      {keeps && open === "schools" && <LoadSchools onClose={close} />}
      {keeps && open === "merge" && <Merge onClose={close} />}
      {(waiting.data?.items.length ?? 0) > 0 && (
        <p className="doubt">
          {t("proposal.waiting", { count: waiting.data!.items.length })}{" "}
          {waiting.data!.items.slice(0, 3).map((one) => (
            <Link key={one.id} to={`/organisations/${one.organisation.id}`}>
              {one.organisation.name}{" "}
            </Link>
          ))}
        </p>
      )}
      <Filters />
      {parent && (
        <p>
          <button type="button" className="button small" onClick={() => setParent(null)}>
            {t("filter.below")} <span aria-hidden="true">×</span>
          </button>
        </p>
      )}
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t(filtered ? "none-found" : "none")}>
          <p>{t(filtered ? "none-found-words" : "none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("shell:place.organisations")}
          rows={rows}
          columns={columnsOf(t, to)}
          rowKey={(row) => row.id}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          allRows={() => allOrganisations(filter)}
          exportColumns={exportColumnsOf(t)}
          fileName={t("shell:place.organisations")}
          tall
        />
      )}
    </Page>
  );
}

type Words = ReturnType<typeof useTranslation>["t"];

function columnsOf(t: Words, to: (path: string) => string): Column<OrganisationRow>[] {
  return [
    {
      key: "name",
      title: t("field.name"),
      wide: true,
      value: (row) => row.name,
      render: (row) => (
        <>
          <Link to={to(`/organisations/${row.id}`)}>{row.name}</Link>
          {row.formerly && <span className="cell-sub">{t("formerly", { name: row.formerly })}</span>}
        </>
      ),
    },
    { key: "kind", title: t("field.kind"), value: (row) => t(`kind.${row.kind}`) },
    { key: "region", title: t("field.region"), value: (row) => row.regionName },
    {
      key: "code",
      title: t("field.codes"),
      value: (row) => row.creditCode ?? row.schoolCode,
      render: (row) =>
        row.creditCode || row.schoolCode ? (
          <>
            <code>{row.creditCode ?? row.schoolCode}</code>
            {row.creditCode && row.schoolCode && (
              <span className="cell-sub">
                <code>{row.schoolCode}</code>
              </span>
            )}
          </>
        ) : (
          "—"
        ),
    },
    {
      key: "since",
      title: t("field.valid"),
      value: (row) => row.since,
      render: (row) => <Span since={row.since} until={row.until} />,
    },
  ];
}

function exportColumnsOf(t: Words): Column<OrganisationRow>[] {
  const column = (key: string, value: (row: OrganisationRow) => string | null): Column<OrganisationRow> => ({
    key,
    title: t(`field.${key}`),
    value,
  });
  return [
    column("name", (row) => row.name),
    column("kind", (row) => t(`kind.${row.kind}`)),
    column("region", (row) => row.regionName),
    column("regionCode", (row) => row.region),
    column("creditCode", (row) => row.creditCode),
    column("schoolCode", (row) => row.schoolCode),
    column("country", (row) => row.country),
    column("since", (row) => row.since),
    column("until", (row) => row.until),
  ];
}

function Filters() {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const [q, setQ] = useFilter("q");
  const [kind, setKind] = useFilter("kind");
  const [region, setRegion] = useFilter("region");
  const [state, setState] = useFilter("state");
  const [on, setOn] = useFilter("on");
  const [text, setText] = useState(q);
  const settled = useSettled(text.trim());
  useEffect(() => {
    if (settled !== q) setQ(settled);
    // only what was typed changes the address, not the address itself
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  const province = me.data?.installation.province;
  const regions = useRegionCounts(province?.code ?? null, province !== null && province !== undefined);
  const below = regions.data?.below ?? [];
  const other =
    region !== "" &&
    region !== "all" &&
    region !== province?.code &&
    !below.some((one) => one.code === region);
  return (
    <div className="filters">
      <label>
        {t("filter.q")}
        <input
          type="search"
          value={text}
          placeholder={t("filter.q-words")}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <label>
        {t("field.kind")}
        <select value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="">{t("filter.all")}</option>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`kind.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("field.region")}
        <select
          value={region === province?.code ? "" : region}
          onChange={(event) => setRegion(event.target.value)}
        >
          <option value="">{province?.name ?? t("filter.all")}</option>
          {below.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
          {other && <option value={region}>{region}</option>}
          <option value="all">{t("region.country")}</option>
        </select>
      </label>
      <label>
        {t("filter.state")}
        <select value={state} disabled={on !== ""} onChange={(event) => setState(event.target.value)}>
          {STATES.map((one) => (
            <option key={one} value={one === "current" ? "" : one}>
              {t(`state.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("filter.on")}
        <input type="date" value={on} onChange={(event) => setOn(event.target.value)} />
      </label>
    </div>
  );
}

function Register({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("organisations");
  const navigate = useNavigate();
  const me = useMe();
  const register = useKeep((answer: FormAnswer) => ({ path: "/api/organisations", body: answer }));
  const region = me.data?.user?.hat?.region?.code ?? me.data?.installation.province?.code ?? "";
  return (
    <Dialog label={t("do.register")} onClose={onClose}>
      <h2>{t("do.register")}</h2>
      <OrganisationForm
        kind="register"
        start={{
          name: "",
          kind: "enterprise",
          region,
          creditCode: null,
          schoolCode: null,
          parent: null,
          country: null,
          address: "",
          website: "",
        }}
        since=""
        pending={register.isPending}
        error={register.error}
        onSubmit={(answer) =>
          register.mutate(answer, { onSuccess: ({ id }) => void navigate(`/organisations/${id}`) })
        }
        onClose={onClose}
      />
    </Dialog>
  );
}
