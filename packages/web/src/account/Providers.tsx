import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { LINK_BY, useProviders, useWrite, type Provider, type ProviderFacts } from "./api.ts";
import { OrganisationField } from "./OrganisationField.tsx";
import "./account.css";

/** The claim in which providers usually say it (OpenID Connect Core, 5.1). */
const USUAL = {
  none: "sub",
  email: "email",
  phone: "phone_number",
  "student-number": "student_number",
} as const;

const NEW: ProviderFacts = {
  label: "",
  issuer: "",
  clientId: "",
  organisation: null,
  linkBy: "none",
  claim: USUAL.none,
  admits: false,
  active: true,
};

/** List: the providers of single sign-on that the sign-in page offers. */
export function Component() {
  const { t } = useTranslation("account");
  const providers = useProviders();
  const [open, setOpen] = useState<string | null>(null);
  const items = providers.data?.items ?? [];
  return (
    <Page
      title={t("provider.title")}
      lead={t("provider.lead")}
      actions={
        open === null && (
          <button type="button" className="button primary" onClick={() => setOpen("new")}>
            {t("provider.new")}
          </button>
        )
      }
    >
      {open === "new" && <ProviderForm provider={null} onDone={() => setOpen(null)} />}
      {providers.isPending && <Loading rows={4} />}
      {providers.error && <Failure error={providers.error} retry={() => void providers.refetch()} />}
      {providers.data && items.length === 0 && open === null && (
        <Empty title={t("provider.none")}>
          <p>{t("provider.none-words")}</p>
        </Empty>
      )}
      {items.map((one) =>
        open === one.id ? (
          <ProviderForm key={one.id} provider={one} onDone={() => setOpen(null)} />
        ) : (
          <ProviderLine key={one.id} provider={one} onEdit={() => setOpen(one.id)} />
        ),
      )}
    </Page>
  );
}

function ProviderLine({ provider, onEdit }: { provider: Provider; onEdit: () => void }) {
  const { t } = useTranslation("account");
  const check = useWrite<void, { answers: boolean }>(
    () => ({ path: `/api/sso/providers/${provider.id}/check` }),
    [],
  );
  return (
    <Section
      title={provider.label}
      aside={t(provider.active ? "provider.active" : "provider.inactive")}
      className="provider"
    >
      <dl className="facts">
        <div>
          <dt>{t("provider.issuer")}</dt>
          <dd>
            <code>{provider.issuer}</code>
          </dd>
        </div>
        <div>
          <dt>{t("provider.callback")}</dt>
          <dd>
            <code>{provider.callback}</code>
          </dd>
        </div>
        <div>
          <dt>{t("provider.link-by")}</dt>
          <dd>
            {t(`provider.by.${provider.linkBy}`)}
            {provider.linkBy !== "none" && (
              <>
                {" "}
                <code>{provider.claim}</code>
              </>
            )}
            {provider.admits && ` · ${t("provider.admits-short")}`}
          </dd>
        </div>
      </dl>
      <p className="actions">
        <button type="button" className="button" onClick={onEdit}>
          {t("provider.edit")}
        </button>
        {provider.active && (
          <button type="button" className="button" disabled={check.isPending} onClick={() => check.mutate()}>
            {t("provider.check")}
          </button>
        )}
        {check.data && (
          <span role="status" className={check.data.answers ? "good" : "bad"}>
            {t(check.data.answers ? "provider.answers" : "provider.silent")}
          </span>
        )}
      </p>
      {check.error && <Failure error={check.error} />}
    </Section>
  );
}

function ProviderForm({ provider, onDone }: { provider: Provider | null; onDone: () => void }) {
  const { t } = useTranslation("account");
  const [facts, setFacts] = useState<ProviderFacts>(() => (provider ? factsOf(provider) : NEW));
  const [secret, setSecret] = useState("");
  const set = (change: Partial<ProviderFacts>): void => setFacts({ ...facts, ...change });
  const save = useWrite<object>(
    (body) =>
      provider
        ? { path: `/api/sso/providers/${provider.id}`, method: "PUT", body, etag: provider.etag }
        : { path: "/api/sso/providers", body },
    ["sso-providers", "sso-offered"],
  );
  const text = (key: "label" | "issuer" | "clientId" | "claim", words: string, example: string) => (
    <label>
      <span>{words}</span>
      <input
        required
        value={facts[key]}
        placeholder={example}
        onChange={(event) => set({ [key]: event.target.value })}
      />
    </label>
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ ...facts, secret }, { onSuccess: onDone });
  };
  return (
    <Section title={provider ? provider.label : t("provider.new")} note={t("provider.form-note")}>
      <form className="form wider" onSubmit={submit}>
        {text("label", t("provider.label"), t("provider.label-example"))}
        {text("issuer", t("provider.issuer"), "https://sso.example.edu.cn")}
        {text("clientId", t("provider.client"), "tixi")}
        <label>
          <span>{t(provider?.hasSecret ? "provider.secret-kept" : "provider.secret")}</span>
          <input
            type="password"
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </label>
        <OrganisationField
          label={t("provider.organisation")}
          placeholder={t("organisation-search")}
          chosen={facts.organisation}
          onChoose={(organisation) => set({ organisation })}
        />
        <label>
          <span>{t("provider.link-by")}</span>
          <select
            value={facts.linkBy}
            onChange={(event) => {
              const linkBy = event.target.value as ProviderFacts["linkBy"];
              set({ linkBy, claim: USUAL[linkBy] });
            }}
          >
            {LINK_BY.map((one) => (
              <option key={one} value={one}>
                {t(`provider.by.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {facts.linkBy !== "none" && text("claim", t("provider.claim"), USUAL[facts.linkBy])}
        <label className="check">
          <input
            type="checkbox"
            checked={facts.admits}
            onChange={(event) => set({ admits: event.target.checked })}
          />
          {t("provider.admits")}
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={facts.active}
            onChange={(event) => set({ active: event.target.checked })}
          />
          {t("provider.offered")}
        </label>
        <p className="actions">
          <button className="button primary" disabled={save.isPending}>
            {t("save")}
          </button>
          <button type="button" className="button" onClick={onDone}>
            {t("cancel")}
          </button>
        </p>
        {save.error && <Failure error={save.error} />}
      </form>
    </Section>
  );
}

function factsOf({
  label,
  issuer,
  clientId,
  organisation,
  linkBy,
  claim,
  admits,
  active,
}: Provider): ProviderFacts {
  return { label, issuer, clientId, organisation, linkBy, claim, admits, active };
}
