import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import {
  useDeliveries,
  useTestWebhook,
  useWebhookActions,
  useWebhooks,
  type Webhook,
  type Webhooks,
} from "./api.ts";
import { WebhookForm } from "./WebhookForm.tsx";

const STATE_TAG = { active: "tag good", paused: "tag", disabled: "tag red" } as const;

/** The endpoints of my organisation: other systems that are told what happens. */
export function WebhookSection() {
  const { t } = useTranslation("notices");
  const language = useLanguage();
  const webhooks = useWebhooks(language);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<{ name: string; secret: string } | null>(null);
  const { add } = useWebhookActions();
  return (
    <Section
      title={t("webhook.title")}
      note={t("webhook.note")}
      aside={
        !adding && (
          <button type="button" className="button small" onClick={() => setAdding(true)}>
            {t("webhook.add")}
          </button>
        )
      }
    >
      {secret && <SecretOnce {...secret} onClose={() => setSecret(null)} />}
      {webhooks.isPending && <Loading rows={3} />}
      {webhooks.error && <Failure error={webhooks.error} retry={() => void webhooks.refetch()} />}
      {adding && webhooks.data && (
        <WebhookForm
          known={webhooks.data.events}
          error={add.error}
          busy={add.isPending}
          onClose={() => setAdding(false)}
          onSave={(wishes) =>
            add.mutate(wishes, {
              onSuccess: (made) => {
                setAdding(false);
                setSecret({ name: made.webhook.name, secret: made.secret });
              },
            })
          }
        />
      )}
      {webhooks.data?.items.length === 0 && !adding && (
        <Empty title={t("webhook.none")}>
          <p>{t("webhook.none-words")}</p>
        </Empty>
      )}
      {webhooks.data && webhooks.data.items.length > 0 && (
        <ul className="webhook-list">
          {webhooks.data.items.map((hook) => (
            <Line
              key={hook.id}
              hook={hook}
              known={webhooks.data.events}
              onSecret={(text) => setSecret({ name: hook.name, secret: text })}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function SecretOnce({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const { t } = useTranslation("notices");
  const [copied, setCopied] = useState(false);
  return (
    <div className="webhook-secret" role="status">
      <p>{t("webhook.secret-once", { name })}</p>
      <code>{secret}</code>
      <p className="actions">
        {/* browsers keep the clipboard from pages served over plain HTTP: then one selects it by hand */}
        {"clipboard" in navigator && (
          <button
            type="button"
            className="button small"
            onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
          >
            {t(copied ? "webhook.copied" : "webhook.copy")}
          </button>
        )}
        <button type="button" className="button small" onClick={onClose}>
          {t("webhook.secret-kept")}
        </button>
      </p>
    </div>
  );
}

type Ask = "edit" | "renew" | "remove" | "deliveries" | null;

function Line({
  hook,
  known,
  onSecret,
}: {
  hook: Webhook;
  known: Webhooks["events"];
  onSecret: (text: string) => void;
}) {
  const { t } = useTranslation("notices");
  const language = useLanguage();
  const { change, renew, remove } = useWebhookActions();
  const attempt = useTestWebhook();
  const [ask, setAsk] = useState<Ask>(null);
  const close = () => setAsk(null);
  const titles = known.filter(({ kind }) => hook.events.includes(kind)).map(({ title }) => title);
  const { name, url, events } = hook;
  const turn = hook.state === "active" ? "paused" : "active";
  const error = change.error ?? attempt.error;
  return (
    <li>
      <div className="webhook-head">
        <b>{hook.name}</b>
        <span className={STATE_TAG[hook.state]}>{t(`webhook.state.${hook.state}`)}</span>
        {hook.failingSince && (
          <small>
            {t("webhook.failing", {
              since: formatDate(hook.failingSince, language, true),
              error: faultWords(t, hook.lastError),
            })}
          </small>
        )}
      </div>
      <div className="webhook-url">{hook.url}</div>
      <small>{titles.join(language === "en" ? "; " : "；")}</small>
      <div className="actions">
        <button
          type="button"
          className="quiet"
          disabled={attempt.isPending}
          onClick={() => attempt.mutate(hook)}
        >
          {t(attempt.isPending ? "webhook.testing" : "webhook.test")}
        </button>
        <button
          type="button"
          className="quiet"
          disabled={change.isPending}
          onClick={() => change.mutate({ hook, name, url, events, state: turn })}
        >
          {t(`webhook.turn.${turn}`)}
        </button>
        {(["edit", "deliveries", "renew", "remove"] as const).map((what) => (
          <button
            key={what}
            type="button"
            className="quiet"
            onClick={() => setAsk(ask === what ? null : what)}
          >
            {t(`webhook.${what}`)}
          </button>
        ))}
      </div>
      {attempt.data && (
        <p role="status">
          {attempt.data.ok
            ? t("webhook.test-ok", { status: attempt.data.status })
            : t("webhook.test-failed", {
                reason: faultWords(t, attempt.data.fault ?? `HTTP ${attempt.data.status}`),
              })}
        </p>
      )}
      {error && <Failure error={error} />}
      {ask === "edit" && (
        <WebhookForm
          known={known}
          hook={hook}
          error={change.error}
          busy={change.isPending}
          onClose={close}
          onSave={(wishes) =>
            change.mutate(
              { hook, ...wishes, state: hook.state === "paused" ? "paused" : "active" },
              { onSuccess: close },
            )
          }
        />
      )}
      {ask === "deliveries" && <Deliveries id={hook.id} known={known} />}
      {(ask === "renew" || ask === "remove") && (
        <Dialog label={t(`webhook.${ask}`)} onClose={close}>
          <h2>{t(`webhook.${ask}`)}</h2>
          <p>{t(`webhook.${ask}-words`, { name: hook.name })}</p>
          {(renew.error ?? remove.error) && <Failure error={renew.error ?? remove.error} />}
          <div className="actions">
            <button
              type="button"
              className={ask === "remove" ? "button danger" : "button primary"}
              disabled={renew.isPending || remove.isPending}
              onClick={() =>
                ask === "remove"
                  ? remove.mutate(hook, { onSuccess: close })
                  : renew.mutate(hook, {
                      onSuccess: (made) => {
                        close();
                        onSecret(made.secret);
                      },
                    })
              }
            >
              {t(`webhook.${ask}`)}
            </button>
            <button type="button" className="button" onClick={close}>
              {t("webhook.cancel")}
            </button>
          </div>
        </Dialog>
      )}
    </li>
  );
}

function Deliveries({ id, known }: { id: string; known: Webhooks["events"] }) {
  const { t } = useTranslation("notices");
  const language = useLanguage();
  const deliveries = useDeliveries(id);
  if (deliveries.isPending) return <Loading rows={3} />;
  if (deliveries.error) return <Failure error={deliveries.error} retry={() => void deliveries.refetch()} />;
  if (deliveries.data.items.length === 0)
    return <p className="delivery-list">{t("webhook.no-deliveries")}</p>;
  return (
    <ul className="delivery-list">
      {deliveries.data.items.map((one) => (
        <li key={one.id}>
          <span className="num">{formatDate(one.createdAt, language, true)}</span>
          <span>{known.find(({ kind }) => kind === one.kind)?.title ?? one.kind}</span>
          <span>{t(`delivery.${one.state}`, { count: one.tries })}</span>
          {one.lastError && <span>{faultWords(t, one.lastError)}</span>}
          {one.nextAt && <span>{t("delivery.next", { at: formatDate(one.nextAt, language, true) })}</span>}
        </li>
      ))}
    </ul>
  );
}

/** An HTTP status as it is; what the server found before any answer came, in words. */
function faultWords(t: (key: string) => string, fault: string | null): string {
  if (!fault) return "—";
  return /^HTTP \d+$/.test(fault) ? fault : t(`fault.${fault}`);
}
