import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import {
  KINDS,
  subscribe,
  unsubscribe,
  useSubscriptions,
  useWrite,
  type Filter,
  type ListKind,
} from "./api.ts";
import { CodeField } from "./CodeField.tsx";
import "./lists.css";

const BLANK: Filter = { kind: "demand", city: "", occupation: "", programme: "", industry: "" };

/** List: what of the three lists I am told of when it changes. */
export function Component() {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const found = useSubscriptions();
  const [filter, setFilter] = useState(BLANK);
  const add = useWrite(subscribe);
  const end = useWrite(unsubscribe);
  const put = (name: keyof Filter) => (code: string | null) => setFilter({ ...filter, [name]: code ?? "" });
  return (
    <Page
      title={t("subscriptions.title")}
      crumbs={[{ name: t("shell:place.lists"), path: "/lists" }]}
      lead={t("subscriptions.lead")}
      narrow
    >
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.items.length === 0 && (
        <Empty title={t("subscriptions.none")}>
          <p>{t("subscriptions.none-words")}</p>
        </Empty>
      )}
      {end.error && <Failure error={end.error} />}
      <ul className="mine-list">
        {found.data?.items.map((one) => (
          <li key={one.id} className="mine-row">
            <div>
              <b>{t(`kind.${one.kind}`)}</b>
              <p className="section-note">
                {language === "en" ? one.words.en : one.words.zh} · {formatDate(one.createdAt, language)}
              </p>
            </div>
            <button
              type="button"
              className="button small"
              disabled={end.isPending}
              onClick={() => end.mutate(one.id)}
            >
              {t("subscriptions.end")}
            </button>
          </li>
        ))}
      </ul>
      <Section title={t("subscriptions.new")} note={t("subscriptions.new-note")}>
        <form
          className="form wider"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(filter, { onSuccess: () => setFilter(BLANK) });
          }}
        >
          <label>
            <span>{t("items.kind")}</span>
            <select
              value={filter.kind}
              onChange={(event) => setFilter({ ...BLANK, kind: event.target.value as ListKind })}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kind.${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <CodeField kind="region" label={t("field.city")} value={filter.city} onChange={put("city")} />
          <CodeField
            kind="occupation"
            label={t("field.occupation")}
            value={filter.occupation}
            onChange={put("occupation")}
          />
          {filter.kind !== "industry" && (
            <CodeField
              kind="programme"
              label={t("filter.programme")}
              value={filter.programme}
              onChange={put("programme")}
            />
          )}
          {filter.kind !== "demand" && (
            <CodeField
              kind="industry"
              label={t("field.industries")}
              value={filter.industry}
              onChange={put("industry")}
            />
          )}
          {add.error && <Failure error={add.error} />}
          <button type="submit" className="button primary" disabled={add.isPending}>
            {t("subscribe")}
          </button>
        </form>
      </Section>
    </Page>
  );
}
