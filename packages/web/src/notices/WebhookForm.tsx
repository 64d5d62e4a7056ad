import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "../parts/States.tsx";
import type { Webhook, Webhooks, Wishes } from "./api.ts";

/** Name, address and events of an endpoint. */
export function WebhookForm(props: {
  known: Webhooks["events"];
  hook?: Webhook;
  error: unknown;
  busy: boolean;
  onSave: (wishes: Wishes) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("notices");
  const [wishes, setWishes] = useState<Wishes>({
    name: props.hook?.name ?? "",
    url: props.hook?.url ?? "",
    events: props.hook?.events ?? props.known.map(({ kind }) => kind),
  });
  const toggle = (kind: string, on: boolean) =>
    setWishes({
      ...wishes,
      events: on ? [...wishes.events, kind] : wishes.events.filter((one) => one !== kind),
    });
  return (
    <form
      className="form wider"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(wishes);
      }}
    >
      <label>
        <span>{t("webhook.name")}</span>
        <input
          required
          maxLength={80}
          value={wishes.name}
          onChange={(event) => setWishes({ ...wishes, name: event.target.value })}
        />
      </label>
      <label>
        <span>{t("webhook.url")}</span>
        <input
          required
          type="url"
          inputMode="url"
          maxLength={500}
          placeholder="https://"
          value={wishes.url}
          onChange={(event) => setWishes({ ...wishes, url: event.target.value })}
        />
      </label>
      <fieldset className="webhook-events">
        <legend>{t("webhook.events")}</legend>
        {props.known.map(({ kind, title }) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={wishes.events.includes(kind)}
              onChange={(event) => toggle(kind, event.target.checked)}
            />
            <span>{title}</span>
          </label>
        ))}
      </fieldset>
      {props.error != null && <Failure error={props.error} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={props.busy || wishes.events.length === 0}>
          {t("webhook.save")}
        </button>
        <button type="button" className="button" onClick={props.onClose}>
          {t("webhook.cancel")}
        </button>
      </div>
    </form>
  );
}
