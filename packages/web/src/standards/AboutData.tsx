import { useTranslation } from "react-i18next";
import { formatDate, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useAboutData, type ProvenanceLine } from "./api.ts";
import "./standards.css";

/** Where every table comes from, and what is known to be doubtful in it. */
export function Component() {
  const { t } = useTranslation("standards");
  const { t: shell } = useTranslation("shell");
  const about = useAboutData(useLanguage());
  return (
    <Page title={t("about.title")} lead={t("about.lead")}>
      {about.isPending && <Loading rows={10} />}
      {about.error && <Failure error={about.error} retry={() => void about.refetch()} />}
      {about.data && (
        <>
          <Section
            title={t("about.tables")}
            aside={<span>{t("about.version", { version: about.data.version })}</span>}
          >
            {about.data.tables.map((table) => (
              <Table key={table.table} table={table} />
            ))}
          </Section>
          <Section title={t("about.uncoded")} note={t("about.uncoded-note")}>
            <div className="two">
              <div>
                <h3>{t("about.uncoded-programmes", { count: about.data.uncoded.programmes.length })}</h3>
                <ul className="plain-columns">
                  {about.data.uncoded.programmes.map((item) => (
                    <li key={item.level + item.name}>
                      {item.name} <small>{shell(`level.${item.level}`)}</small>
                    </li>
                  ))}
                </ul>
              </div>
              <div>
                <h3>{t("about.uncoded-occupations", { count: about.data.uncoded.occupations.length })}</h3>
                <ul className="plain-columns">
                  {about.data.uncoded.occupations.map((item) => (
                    <li key={item.name}>
                      {item.name} <small>{item.edition}</small>
                    </li>
                  ))}
                </ul>
              </div>
            </div>
          </Section>
        </>
      )}
    </Page>
  );
}

function Table({ table }: { table: ProvenanceLine }) {
  const { t } = useTranslation("standards");
  const language = useLanguage();
  const collected = /^\d{4}-\d{2}-\d{2}/.test(table.collected)
    ? formatDate(table.collected, language)
    : table.collected;
  return (
    <article className="source-table">
      <div>
        <h3>{table.title}</h3>
        <p>
          {t("about.rows", { rows: formatNumber(table.rows, language), count: table.rows })}
          {" · "}
          {t("about.collected", { date: collected })}
        </p>
      </div>
      <div>
        <p className="sources">{table.source}</p>
        {table.doubts.length > 0 && (
          <ul className="doubts">
            {table.doubts.map((doubt) => (
              <li key={doubt} className="doubt">
                {doubt}
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}
