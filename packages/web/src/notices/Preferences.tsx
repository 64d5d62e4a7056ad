import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/session.ts";
import type { Language } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import {
  MAIL_CHOICES,
  usePreferences,
  useSavePreferences,
  type MailChoice,
  type Preferences as Saved,
} from "./api.ts";
import "./notices.css";
import { WebhookSection } from "./WebhookSection.tsx";

const KEEPERS = new Set<string>(["administrator", "school-officer", "enterprise-officer", "secretariat"]);

/** How I want to be told; and for those who answer for an organisation, which systems are told. */
export function Component() {
  const { t } = useTranslation("notices");
  const language = useLanguage();
  const me = useMe();
  const preferences = usePreferences(language);
  return (
    <Page
      narrow
      title={t("preferences.title")}
      crumbs={[{ name: t("inbox.title"), path: "/notices" }, { name: t("preferences.title") }]}
      lead={t("preferences.lead")}
    >
      {preferences.isPending && <Loading rows={6} />}
      {preferences.error && <Failure error={preferences.error} retry={() => void preferences.refetch()} />}
      {preferences.data && <Choices key={preferences.data.etag} saved={preferences.data} />}
      {KEEPERS.has(me.data?.user?.role ?? "") && <WebhookSection />}
    </Page>
  );
}

function Choices({ saved }: { saved: Saved }) {
  const { t } = useTranslation("notices");
  const save = useSavePreferences();
  const [chosen, setChosen] = useState<Record<string, MailChoice>>({});
  const [language, setLanguage] = useState<Language>(saved.language);
  const off = saved.mail === "not-set";
  const changed = language !== saved.language || saved.kinds.some(({ kind, mail }) => (chosen[kind] ?? mail) !== mail); // prettier-ignore
  return (
    <Section title={t("preferences.mail")}>
      {saved.mail !== "ready" && (
        <p className="notice-warning" role="status">
          {t(`preferences.${saved.mail}`)}
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const mail = Object.fromEntries(saved.kinds.map((row) => [row.kind, chosen[row.kind] ?? row.mail]));
          save.mutate({ etag: saved.etag, language, mail });
        }}
      >
        <table className="choice-table">
          <caption className="hidden">{t("preferences.mail")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("preferences.kind")}</th>
              {MAIL_CHOICES.map((choice) => (
                <th key={choice} scope="col">
                  {t(`mail.${choice}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {saved.kinds.map((row) => (
              <tr key={row.kind}>
                <th scope="row">{row.title}</th>
                {MAIL_CHOICES.map((choice) => (
                  <td key={choice}>
                    <label>
                      <span className="hidden">
                        {row.title} · {t(`mail.${choice}`)}
                      </span>
                      <input
                        type="radio"
                        name={row.kind}
                        disabled={off}
                        checked={(chosen[row.kind] ?? row.mail) === choice}
                        onChange={() => setChosen({ ...chosen, [row.kind]: choice })}
                      />
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {save.error && <Failure error={save.error} />}
        {!off && (
          <div className="choice-foot form">
            <label>
              <span>{t("preferences.language")}</span>
              <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
                <option value="zh-CN">中文</option>
                <option value="en">English</option>
              </select>
            </label>
            <button type="submit" className="button primary" disabled={!changed || save.isPending}>
              {t("preferences.save")}
            </button>
          </div>
        )}
      </form>
    </Section>
  );
}
