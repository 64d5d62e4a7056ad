import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { KEY_ROLES, useKeys, useScopes, useWrite, type ApiKey, type KeyRole } from "./api.ts";
import { OrganisationField } from "./OrganisationField.tsx";
import "./account.css";

/** List: the systems that work here with a key, and the making of one. */
export function Component() {
  const { t } = useTranslation("account");
  const language = useLanguage();
  const keys = useKeys();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const revoke = useWrite<string>((id) => ({ path: `/api/keys/${id}/revoke` }), ["keys"]);
  const rows = keys.data?.items ?? [];
  const columns: Column<ApiKey>[] = [
    { key: "name", title: t("key.name"), wide: true, value: (row) => row.name },
    {
      key: "prefix",
      title: t("key.prefix"),
      value: (row) => row.prefix,
      render: (row) => <code>{row.prefix}…</code>,
    },
    { key: "role", title: t("key.role"), value: (row) => t(`shell:role.${row.role}`) },
    {
      key: "scopes",
      title: t("key.scopes"),
      value: (row) => row.scopes.join(" "),
      render: (row) => (
        <span title={row.scopes.join("\n")}>{t("key.scope-count", { count: row.scopes.length })}</span>
      ),
    },
    {
      key: "used",
      title: t("key.used"),
      value: (row) => row.lastUsedAt,
      render: (row) => (row.lastUsedAt ? formatDate(row.lastUsedAt, language, true) : t("key.never")),
    },
    {
      key: "expires",
      title: t("key.expires"),
      value: (row) => row.expiresAt,
      render: (row) => formatDate(row.expiresAt, language),
    },
    {
      key: "state",
      title: t("key.state"),
      value: (row) => t(`key.state.${stateOf(row)}`),
      render: (row) =>
        stateOf(row) === "valid" ? (
          <button
            type="button"
            className="button small danger"
            disabled={revoke.isPending}
            onClick={() => {
              if (window.confirm(t("key.revoke-sure", { name: row.name }))) revoke.mutate(row.id);
            }}
          >
            {t("key.revoke")}
          </button>
        ) : (
          t(`key.state.${stateOf(row)}`)
        ),
    },
  ];
  return (
    <Page
      title={t("key.title")}
      lead={t("key.lead")}
      actions={
        !making && (
          <button
            type="button"
            className="button primary"
            onClick={() => {
              setMade(null);
              setMaking(true);
            }}
          >
            {t("key.new")}
          </button>
        )
      }
    >
      {made && (
        <div className="made" role="status">
          <p>{t("key.made")}</p>
          <code className="secret">{made}</code>
          <p className="actions">
            <button
              type="button"
              className="button"
              onClick={() => void navigator.clipboard?.writeText(made)}
            >
              {t("copy")}
            </button>
            <button type="button" className="button" onClick={() => setMade(null)}>
              {t("key.kept")}
            </button>
          </p>
        </div>
      )}
      {making && (
        <NewKey
          onClose={() => setMaking(false)}
          onMade={(key) => {
            setMade(key);
            setMaking(false);
          }}
        />
      )}
      {keys.isPending && <Loading rows={4} />}
      {keys.error && <Failure error={keys.error} retry={() => void keys.refetch()} />}
      {revoke.error && <Failure error={revoke.error} />}
      {keys.data && rows.length === 0 && !making && (
        <Empty title={t("key.none")}>
          <p>{t("key.none-words")}</p>
          <pre className="key-example">
            curl -H "Authorization: Bearer tixi_…" {window.location.origin}/api/me
          </pre>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("key.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="keys"
        />
      )}
    </Page>
  );
}

function stateOf(key: ApiKey): "valid" | "revoked" | "expired" {
  if (key.revokedAt !== null) return "revoked";
  return Date.parse(key.expiresAt) <= Date.now() ? "expired" : "valid";
}

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (key: string) => void }) {
  const { t } = useTranslation("account");
  const me = useMe();
  const own = me.data?.user?.role;
  const isAdministrator = own === "administrator";
  const roles = KEY_ROLES.filter((role) => isAdministrator || role === own);
  const [name, setName] = useState("");
  const [role, setRole] = useState<KeyRole>(roles[0] ?? "planner");
  const [organisation, setOrganisation] = useState<string | null>(null);
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState(180);
  const offered = useScopes(role);
  const make = useWrite<object, { key: string }>((body) => ({ path: "/api/keys", body }), ["keys"]);
  const needsPlace = isAdministrator && role !== "planner" && role !== "auditor";
  const toggle = (scope: string) => {
    const next = new Set(scopes);
    if (!next.delete(scope)) next.add(scope);
    setScopes(next);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate(
      { name, role, organisation, scopes: [...scopes], days },
      { onSuccess: ({ key }) => onMade(key) },
    );
  };
  const modules = [...new Set((offered.data?.scopes ?? []).map((scope) => scope.split(".")[0]!))];
  return (
    <Section title={t("key.new")} note={t("key.new-note")}>
      <form className="form wider" onSubmit={submit}>
        <label>
          <span>{t("key.name")}</span>
          <input
            required
            maxLength={80}
            placeholder={t("key.name-example")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {roles.length > 1 && (
          <label>
            <span>{t("key.role")}</span>
            <select
              value={role}
              onChange={(event) => {
                setRole(event.target.value as KeyRole);
                setScopes(new Set());
              }}
            >
              {roles.map((one) => (
                <option key={one} value={one}>
                  {t(`shell:role.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        {needsPlace && (
          <OrganisationField
            label={t("key.organisation")}
            placeholder={t("organisation-search")}
            chosen={organisation}
            onChoose={setOrganisation}
          />
        )}
        <label>
          <span>{t("key.days")}</span>
          <input
            required
            type="number"
            min={1}
            max={365}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          />
        </label>
        <fieldset className="scopes">
          <legend>{t("key.scopes-choose")}</legend>
          {offered.isPending && <Loading rows={3} />}
          {offered.error && <Failure error={offered.error} />}
          {modules.map((module) => (
            <div key={module}>
              <b>{t(`module.${module}`, { defaultValue: module })}</b>
              {(offered.data?.scopes ?? [])
                .filter((scope) => scope.startsWith(`${module}.`))
                .map((scope) => (
                  <label key={scope} className="check">
                    <input type="checkbox" checked={scopes.has(scope)} onChange={() => toggle(scope)} />
                    <code>{scope}</code>
                  </label>
                ))}
            </div>
          ))}
        </fieldset>
        <p className="actions">
          <button
            className="button primary"
            disabled={make.isPending || scopes.size === 0 || (needsPlace && organisation === null)}
          >
            {t("key.make")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </p>
        {make.error && <Failure error={make.error} />}
      </form>
    </Section>
  );
}
