import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { address } from "../api/client.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useAsk, useMyRequests, useWithdraw } from "./api.ts";
import { RequestLine } from "./RequestLine.tsx";
import "./personal.css";

/** Question: what is held about me, and what can I have done about it? */
export function Component() {
  const { t } = useTranslation("personal");
  const requests = useMyRequests();
  const withdraw = useWithdraw();
  const [asking, setAsking] = useState(false);
  const items = requests.data?.items ?? [];
  const open = items.some(
    ({ kind, state }) => kind === "erase" && (state === "asked" || state === "accepted"),
  );
  return (
    <Page
      narrow
      title={t("mine.title")}
      lead={
        <>
          {t("mine.lead")} <Link to="/personal-data">{t("rules.title")}</Link>
        </>
      }
    >
      <Section title={t("mine.copy")} note={t("mine.copy-note")}>
        <div className="actions">
          {(["html", "xlsx", "json"] as const).map((format) => (
            <a
              key={format}
              className={format === "html" ? "button primary" : "button"}
              href={address("/api/personal/export", { format })}
              download
            >
              {t(`mine.format.${format}`)}
            </a>
          ))}
        </div>
      </Section>
      <Section title={t("mine.erase")} note={t("mine.erase-note")}>
        <button type="button" className="button danger" disabled={open} onClick={() => setAsking(true)}>
          {t(open ? "mine.erase-open" : "mine.erase-ask")}
        </button>
      </Section>
      <Section title={t("mine.requests")}>
        {requests.isPending && <Loading rows={3} />}
        {requests.error && <Failure error={requests.error} retry={() => void requests.refetch()} />}
        {withdraw.error && <Failure error={withdraw.error} />}
        {requests.data && items.length === 0 && (
          <Empty title={t("mine.none")}>
            <p>{t("mine.none-words")}</p>
          </Empty>
        )}
        <ul className="personal-requests">
          {items.map((item) => (
            <RequestLine key={item.id} of={item}>
              {item.state === "asked" && (
                <button
                  type="button"
                  className="button small"
                  disabled={withdraw.isPending}
                  onClick={() => withdraw.mutate(item.id)}
                >
                  {t("mine.withdraw")}
                </button>
              )}
            </RequestLine>
          ))}
        </ul>
      </Section>
      {asking && <AskErasure onClose={() => setAsking(false)} />}
    </Page>
  );
}

function AskErasure({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("personal");
  const ask = useAsk();
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(reason.trim(), { onSuccess: onClose });
  };
  return (
    <Dialog label={t("mine.erase")} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <h2>{t("mine.erase")}</h2>
        <p>{t("mine.erase-words")}</p>
        <label>
          <span>{t("mine.reason")}</span>
          <textarea
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {ask.error && <Failure error={ask.error} />}
        <div className="actions">
          <button type="submit" className="button danger" disabled={ask.isPending}>
            {t("mine.erase-ask")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
