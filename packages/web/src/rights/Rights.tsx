import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter } from "../shell/scope.ts";
import { useRights, useVerdict, type ExplainedRole, type Explanation } from "./api.ts";
import "./rights.css";

/** Question: what can this person see, and why? Asked by an administrator. */
export function Component() {
  const { t } = useTranslation("rights");
  const { id = "" } = useParams();
  const rights = useRights(id);
  const name = rights.data?.person.name ?? "";
  return (
    <Page
      title={t("title", { name })}
      lead={rights.data ? <Answer of={rights.data} /> : t("lead")}
      crumbs={[{ name: t("people"), path: "/people" }, ...(name ? [{ name, path: `/people/${id}` }] : [])]}
    >
      {rights.isPending && <Loading />}
      {rights.error && <Failure error={rights.error} retry={() => void rights.refetch()} />}
      {rights.data && (
        <>
          {rights.data.roles.length === 0 && (
            <Empty title={t("none")}>
              <p>{t("none-words")}</p>
            </Empty>
          )}
          {rights.data.roles.map((role) => (
            <Role key={role.id} role={role} />
          ))}
          {rights.data.roles.length > 0 && <OneThing person={id} of={rights.data} />}
        </>
      )}
    </Page>
  );
}

function Answer({ of }: { of: Explanation }) {
  const { t } = useTranslation("rights");
  const language = useLanguage();
  const tables = new Map<string, number>();
  for (const role of of.roles)
    for (const { table, rows } of role.sees) tables.set(table, Math.max(tables.get(table) ?? 0, rows));
  const people = tables.get("registry.person") ?? 0;
  if (of.person.state !== "active") return <>{t(`state.${of.person.state}`)}</>;
  return (
    <>
      {t("answer", { count: of.roles.length, tables: tables.size, people: formatNumber(people, language) })}
    </>
  );
}

function Role({ role }: { role: ExplainedRole }) {
  const { t } = useTranslation("rights");
  const language = useLanguage();
  const where = [role.organisation ?? t("installation"), role.region?.name].filter(Boolean).join(" · ");
  const own = role.rights.filter((right) => right.by === "role" || right.by === "planner");
  const shared = role.rights.filter((right) => right.by === "signed-in" || right.by === "public");
  return (
    <Section
      title={`${t(`shell:role.${role.role}`)}${role.post ? ` · ${role.post}` : ""}`}
      note={
        <>
          {where}
          {". "}
          {role.lent
            ? t("lent", {
                by: role.lent.by,
                reason: role.lent.reason,
                until: formatDate(role.until, language, true),
              })
            : t("held", { since: formatDate(role.since, language), by: role.givenBy ?? t("system") })}
        </>
      }
    >
      <div className="rights-columns">
        <div>
          <h3>{t("may")}</h3>
          <ul className="rights-list">
            {own.map((right) => (
              <li key={`${right.module}.${right.action}`}>
                <b>{t(`action.${right.module}.${right.action}`)}</b>
                <span className="rights-reach">{t(`reach.${right.reach}`)}</span>
                {right.by === "planner" && <span className="rights-by">{t("by.planner")}</span>}
              </li>
            ))}
            {own.length === 0 && <li>{t("nothing-own")}</li>}
          </ul>
          <details className="rights-more">
            <summary>{t("shared", { count: shared.length })}</summary>
            <ul className="rights-list">
              {shared.map((right) => (
                <li key={`${right.module}.${right.action}`}>
                  <b>{t(`action.${right.module}.${right.action}`)}</b>
                  <span className="rights-reach">{t(`reach.${right.reach}`)}</span>
                  <span className="rights-by">{t(`by.${right.by}`)}</span>
                </li>
              ))}
            </ul>
          </details>
          <details className="rights-more">
            <summary>{t("routes")}</summary>
            <ul className="rights-routes">
              {role.rights.map((right) => (
                <li key={`${right.module}.${right.action}`}>
                  <code>{`${right.module}.${right.action}`}</code>
                  {right.routes.map((route) => (
                    <code key={route}>{route}</code>
                  ))}
                </li>
              ))}
            </ul>
          </details>
        </div>
        <div>
          <h3>{t("sees")}</h3>
          <p className="section-note">{t("sees-note")}</p>
          <table className="data">
            <caption className="hidden">{t("sees")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("table")}</th>
                <th scope="col" className="num">
                  {t("rows")}
                </th>
              </tr>
            </thead>
            <tbody>
              {role.sees.map(({ table, rows, more }) => (
                <tr key={table}>
                  <td>
                    {t(`table.${table}`)} <code className="rights-code">{table}</code>
                  </td>
                  <td className="num">
                    {more ? "> " : ""}
                    {formatNumber(rows, language)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Section>
  );
}

/** One record by its id: shown or not, and what each right says of it. */
function OneThing({ person, of }: { person: string; of: Explanation }) {
  const { t } = useTranslation("rights");
  const tables = [...new Set(of.roles.flatMap((role) => role.sees.map(({ table }) => table)))].sort();
  const [table, setTable] = useFilter("table");
  const [key, setKey] = useFilter("key");
  const [draft, setDraft] = useState(key ?? "");
  const chosen = table ?? tables[0] ?? "";
  const verdict = useVerdict(person, key ? chosen : "", key ?? "");
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setKey(draft.trim() || null);
  };
  return (
    <Section title={t("one")} note={t("one-note")}>
      <form className="form rights-ask" onSubmit={ask}>
        <label>
          <span>{t("table")}</span>
          <select value={chosen} onChange={(event) => setTable(event.target.value)}>
            {tables.map((name) => (
              <option key={name} value={name}>
                {t(`table.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("key")}</span>
          <input required value={draft} maxLength={80} onChange={(event) => setDraft(event.target.value)} />
        </label>
        <div className="actions">
          <button type="submit" className="button primary">
            {t("ask")}
          </button>
        </div>
      </form>
      {key && verdict.isPending && <Loading rows={3} />}
      {key && verdict.error && <Failure error={verdict.error} />}
      {key && verdict.data && (
        <>
          <ul className="rights-list">
            {verdict.data.roles.map((role) => (
              <li key={role.id}>
                <b className={role.sees ? "rights-yes" : "rights-no"}>
                  {t(role.sees ? "yes" : "no", { role: t(`shell:role.${role.role}`) })}
                </b>
                <ul>
                  {role.because.map(({ action, reach, covered }) => (
                    <li key={action}>
                      {t(`action.${action}`)}
                      {": "}
                      {reach === null
                        ? t("because.none")
                        : t(covered ? "because.covered" : "because.outside", { reach: t(`reach.${reach}`) })}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
          <p className="section-note">
            {t("belongs")}{" "}
            {verdict.data.belongsTo.map((one, index) => (
              <code key={index} className="rights-code">
                {[one.region, one.organisation, one.person, one.published ? t("published") : null]
                  .filter(Boolean)
                  .join(" · ") || t("to-none")}
              </code>
            ))}
          </p>
        </>
      )}
    </Section>
  );
}
