import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useAlliance, type Alliance } from "./api.ts";
import { Members } from "./Members.tsx";
import { PaperLink, StepButton, StepDialog, Tabs, Tag, useSay } from "./pieces.tsx";

/** Record: an alliance as its members, its secretariat and the office see it. */
export function Component() {
  return <Loaded open={false} />;
}

/** The same for anybody: what it is, who belongs to it, what it has resolved and publishes. */
export function PublicRecord() {
  return <Loaded open />;
}

function Loaded({ open }: { open: boolean }) {
  const { id } = useParams();
  const found = useAlliance(id, open);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record alliance={found.data} open={open} />;
}

function Record({ alliance, open }: { alliance: Alliance; open: boolean }) {
  const { t } = useTranslation("alliances");
  const language = useLanguage();
  const [applying, setApplying] = useState(false);
  const at = `alliances/${alliance.id}`;
  return (
    <Page
      title={alliance.name}
      crumbs={[{ name: t(open ? "public.title" : "title"), path: open ? "/public/alliances" : "/alliances" }]}
      lead={
        <>
          <Tag state={alliance.runningSince ? "active" : ""}>{t(alliance.runningSince ? "running" : "preparing")}</Tag> {t(`kind.${alliance.kind}`)} ·{" "}
          {alliance.regionName} · {t("count", { count: alliance.members })}
          {alliance.sample && ` · ${t("sample")}`}
        </>
      }
      actions={
        <>
          {alliance.mayKeep && !alliance.runningSince && (
            <StepButton className="button primary" write={{ path: `${at}/start` }}>
              {t("start")}
            </StepButton>
          )}
          {alliance.mayKeep && (
            <Link className="button" to={`/alliances/${alliance.id}/edit`}>
              {t("edit")}
            </Link>
          )}
          {alliance.mayApply && (
            <button type="button" className="button primary" onClick={() => setApplying(true)}>
              {t("apply")}
            </button>
          )}
        </>
      }
    >
      {!open && alliance.inside && <Tabs id={alliance.id} />}
      {applying && (
        <StepDialog title={t("apply")} words={t("apply-words")} write={{ path: `${at}/applications` }} note={t("apply-statement")} field="statement" required onClose={() => setApplying(false)} />
      )}
      <Lacks alliance={alliance} />
      <p className="alliance-answer">{alliance.purpose}</p>
      <Members alliance={alliance} />
      {open && alliance.resolutions.length > 0 && (
        <Section title={t("resolutions.public")}>
          <ol className="alliance-resolutions">
            {alliance.resolutions.map((one) => (
              <li key={one.id}>
                <b>
                  {t("resolution", { number: one.number })} {one.title}
                </b>{" "}
                <time dateTime={one.adoptedOn}>{formatDate(one.adoptedOn, language)}</time>
                {one.words && <p>{one.words}</p>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      <StatutesSection alliance={alliance} open={open} />
    </Page>
  );
} // prettier-ignore

/** What the rule book asks for and is not there; before it works, what stands against it. */
function Lacks({ alliance }: { alliance: Alliance }) {
  const { t } = useTranslation("alliances");
  const say = useSay();
  if (alliance.lacks.length === 0) return null;
  return (
    <Section title={t("lacks.title")} note={alliance.runningSince ? undefined : t("lacks.note")}>
      <ul>
        {alliance.lacks.map(({ rule, hard, text }) => (
          <li key={rule + text.zh} className={hard ? "field-error" : ""}>
            {say(text)} <small>{rule}</small> {!hard && <small>{t("lacks.advised")}</small>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function StatutesSection({ alliance, open }: { alliance: Alliance; open: boolean }) {
  const { t } = useTranslation("alliances");
  const language = useLanguage();
  return (
    <Section title={t("statutes")}>
      <dl className="facts">
        <dt>{t(alliance.kind === "consortium" ? "park" : "field")}</dt>
        <dd>{alliance.park ?? alliance.field}</dd>
        {alliance.chain && (
          <>
            <dt>{t("chain")}</dt>
            <dd>
              {alliance.chain} {alliance.hasChain && <Link to={`/public/alliances/${alliance.id}/chain`}>{t("tab.chain")}</Link>}
            </dd>
          </>
        )}
        <dt>{t("legal-form")}</dt>
        <dd>{t(`form.${alliance.legalForm}`)}</dd>
        <dt>{t("founded")}</dt>
        <dd>{formatDate(alliance.foundedOn, language)}</dd>
        <dt>{t("council-rule")}</dt>
        <dd>
          {t("quorum-words", { part: alliance.quorum, of: alliance.quorumOf })}
          {t("notice-words", { days: alliance.noticeDays })}
          {t("term-words", { years: alliance.termYears })}
          {t(`admission.${alliance.admission}`)}
        </dd>
        <dt>{t("documents")}</dt>
        <dd>
          {alliance.documents.length === 0 ? t("documents-none") : (
            <ul>
              {alliance.documents.map((one) => (
                <li key={one.kind + one.title}>
                  {one.file ? <PaperLink paper={{ ...one.file, name: one.title }} at={`${open ? "public/" : ""}alliances/${alliance.id}/documents`} /> : one.title}
                  {one.number && ` ${one.number}`} <small>{t(`document.${one.kind}`)} · {formatDate(one.on, language)}{!open && one.open && ` · ${t("document-is-open")}`}</small>
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
    </Section>
  );
} // prettier-ignore
