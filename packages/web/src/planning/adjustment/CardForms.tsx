import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useDecideCard, useObject, type Card } from "./api.ts";
import { DECISIONS, type Decision } from "./rules.ts";

const SHORTEST = 5;

/** What can be said to a card now: the school objects, the office answers or decides otherwise. */
export function CardForms({ card, run }: { card: Card; run: string }) {
  if (card.may.includes("object")) return <ObjectForm card={card} run={run} />;
  if (card.may.length > 0) return <DecideForm key={card.etag} card={card} run={run} />;
  return null;
}

function ObjectForm({ card, run }: { card: Card; run: string }) {
  const { t } = useTranslation("adjustment");
  const act = useObject(run, card.offering);
  const [reason, setReason] = useState("");
  return (
    <Section title={t("object.title")} note={t(card.objected ? "object.again" : "object.note")}>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ reason: reason.trim(), etag: card.etag }, { onSuccess: () => setReason("") });
        }}
      >
        <label>
          <span>{t("object.reason")}</span>
          <textarea
            rows={4}
            required
            minLength={SHORTEST}
            maxLength={4000}
            placeholder={t("object.example")}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {act.error && <Failure error={act.error} />}
        <button
          type="submit"
          className="button primary"
          disabled={act.isPending || reason.trim().length < SHORTEST}
        >
          {t("object.do")}
        </button>
      </form>
    </Section>
  );
}

function DecideForm({ card, run }: { card: Card; run: string }) {
  const { t } = useTranslation("adjustment");
  const act = useDecideCard(run, card.offering);
  const [decision, setDecision] = useState<Decision>(card.decision);
  const [reason, setReason] = useState("");
  const [open, setOpen] = useState(card.objected);
  const objection = card.steps.findLast(({ action }) => action === "object");
  if (!open)
    return (
      <p className="card-forms">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {t("decide.open")}
        </button>
      </p>
    );
  return (
    <Section
      title={t(card.objected ? "decide.answer-title" : "decide.title")}
      note={t(card.objected ? "decide.answer-note" : "decide.note")}
    >
      {card.objected && objection && (
        <blockquote className="card-objection">
          <p>{objection.reason}</p>
          <footer>{objection.by}</footer>
        </blockquote>
      )}
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ decision, reason: reason.trim(), etag: card.etag });
        }}
      >
        <label>
          <span>{t("decide.decision")}</span>
          <select value={decision} onChange={(event) => setDecision(event.target.value as Decision)}>
            {DECISIONS.map((one) => (
              <option key={one} value={one}>
                {t(`decision.${one}`)}
                {one === card.proposed
                  ? t("decide.as-rules")
                  : card.alternatives.includes(one)
                    ? t("decide.as-source")
                    : ""}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("decide.reason")}</span>
          <textarea
            rows={4}
            required
            minLength={SHORTEST}
            maxLength={4000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {act.error && <Failure error={act.error} />}
        <div className="actions">
          <button
            type="submit"
            className="button primary"
            disabled={act.isPending || reason.trim().length < SHORTEST}
          >
            {t(card.objected ? "decide.answer-do" : "decide.do")}
          </button>
          {!card.objected && (
            <button type="button" className="button" onClick={() => setOpen(false)}>
              {t("cancel")}
            </button>
          )}
        </div>
      </form>
    </Section>
  );
}
