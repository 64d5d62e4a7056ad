import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, MISSING } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useRecord, type AuditRecord } from "./api.ts";
import "./audit.css";

/** Record: one entry of the trail, what it changed, and where it stands in the chain. */
export function Component() {
  const { t } = useTranslation("audit");
  const { id = "" } = useParams();
  const record = useRecord(id);
  return (
    <Page narrow title={record.data?.action ?? t("record")} crumbs={[{ name: t("title"), path: "/audit" }]}>
      {record.isPending && <Loading />}
      {record.error && <Failure error={record.error} retry={() => void record.refetch()} />}
      {record.data && <Shown of={record.data} />}
    </Page>
  );
}

function Shown({ of }: { of: AuditRecord }) {
  const { t } = useTranslation("audit");
  const language = useLanguage();
  const facts: [string, ReactNode][] = [
    [t("at"), formatDate(of.at, language, true)],
    [t("who"), <>{of.actor.name} <span className="faint">{t(`shell:role.${of.actor.role}`)}</span></>],
    ...(of.actingFor ? [[t("acting-for"), of.actingFor] as [string, ReactNode]] : []),
    [t("kind"), t(`kind.${of.kind}`)],
    [t("subject"), <Link to={`/audit?subject=${encodeURIComponent(of.subject)}`}><code>{of.subject}</code></Link>],
    [t("why"), of.why ?? MISSING],
    [t("region"), of.region || MISSING],
    [t("organisation"), of.organisation ? <Link to={`/audit?organisation=${of.organisation}`}><code>{of.organisation}</code></Link> : MISSING],
    [t("address"), of.address ?? MISSING],
    [t("request"), of.requestId ? <code>{of.requestId}</code> : MISSING],
    [t("seq"), of.seq === null ? t("waiting") : String(of.seq)],
    ["SHA-256", of.hash ? <code>{of.hash}</code> : MISSING],
  ]; // prettier-ignore
  return (
    <>
      <dl className="audit-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Section title={t("changes")}>
        {of.changes.length === 0 ? (
          <p className="faint">{t("no-changes")}</p>
        ) : (
          <div className="audit-scroll">
            <table className="audit-changes">
              <thead>
                <tr>
                  <th scope="col">{t("field")}</th>
                  <th scope="col">{t("before")}</th>
                  <th scope="col">{t("after")}</th>
                </tr>
              </thead>
              <tbody>
                {of.changes.map(({ field, before, after }) => (
                  <tr key={field}>
                    <th scope="row">
                      <code>{field || "·"}</code>
                    </th>
                    <td>{before === null ? MISSING : <del>{before}</del>}</td>
                    <td>{after === null ? MISSING : <ins>{after}</ins>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Section>
    </>
  );
}
