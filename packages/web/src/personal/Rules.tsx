import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useRules, type Field, type Rules, type Sentence } from "./api.ts";
import "./personal.css";

/** Question: what does this system know about people, what for, and for how long? Open to everybody. */
export function Component() {
  const { t } = useTranslation("personal");
  const language = useLanguage();
  const me = useMe();
  const rules = useRules();
  const office = me.data?.installation.publisher;
  return (
    <Page
      narrow
      title={t("rules.title")}
      lead={
        rules.data && (
          <>
            {office && `${office} · `}
            {t("rules.version", {
              version: rules.data.version,
              date: formatDate(rules.data.effective, language),
            })}
          </>
        )
      }
      actions={
        me.data?.user && (
          <Link className="button" to="/my-data">
            {t("mine.title")}
          </Link>
        )
      }
    >
      {rules.isPending && <Loading rows={10} />}
      {rules.error && <Failure error={rules.error} retry={() => void rules.refetch()} />}
      {rules.data && <Text of={rules.data} />}
    </Page>
  );
}

function useSay() {
  const language = useLanguage();
  return (sentence: Sentence) => (language === "en" ? sentence.en : sentence.zh);
}

function Text({ of }: { of: Rules }) {
  const { t } = useTranslation("personal");
  const say = useSay();
  return (
    <>
      {of.sections.map(({ title, paragraphs }, n) => (
        <Section key={title.en} title={say(title)}>
          {paragraphs.map((paragraph) => (
            <p key={paragraph.en} className="personal-text">
              {say(paragraph)}
            </p>
          ))}
          {n === 1 && <Fields of={of.fields} />}
        </Section>
      ))}
      {of.earlier.length > 0 && (
        <p className="faint">
          {t("rules.earlier")}
          {of.earlier.map(({ version, effective }) => ` ${version}（${effective}）`)}
        </p>
      )}
    </>
  );
}

function Fields({ of }: { of: Field[] }) {
  const { t } = useTranslation("personal");
  const say = useSay();
  return (
    <ul className="personal-fields">
      {of.map((field) => (
        <li key={`${field.kind} ${field.label.en}`}>
          <h3>
            {say(field.label)} {field.sensitive && <span className="tag red">{t("rules.sensitive")}</span>}
          </h3>
          <p>{t("rules.purpose", { purpose: say(field.purpose) })}</p>
          <p className="faint">
            {t(`rules.basis.${field.basis}`)}
            {field.law && t("rules.law", { law: say(field.law) })}
          </p>
          <p className="faint">
            {t(`rules.kept.${field.kept}`)}
            {field.why && t("rules.why", { why: say(field.why) })}{" "}
            {t("rules.retention", { term: termOf(field, t) })}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** "until three years after the last role ended" */
function termOf({ retention }: Field, t: TFunction<"personal">): string {
  const { from, days } = retention;
  if (from === "never" || days === null) return t("rules.term.never");
  if (days === 0) return t(`rules.term.at-once.${from}`);
  const long = days % 365 === 0 ? t("rules.years", { count: days / 365 }) : t("rules.days", { count: days });
  return t(`rules.term.${from}`, { long });
}
