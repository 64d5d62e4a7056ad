import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { decideStatement, removeItem, useWrite, type Item } from "./api.ts";
import { CodeName } from "./CodeField.tsx";

/** What an enterprise states, word for word, before the office takes it into the list or not. */
export function StatementDialog({
  item,
  onDecline,
  onClose,
}: {
  item: Item;
  onDecline: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const accept = useWrite(decideStatement);
  const { content } = item;
  if (content.kind !== "demand") return null;
  const code = (kind: "occupation" | "region" | "industry", of: string | null) =>
    of ? <CodeName kind={kind} code={of} /> : "—";
  const facts = [
    ["occupation", code("occupation", content.occupation)],
    ["level", t(`level.${content.level || "any"}`)],
    ["city", content.city ? code("region", content.city) : t("whole")],
    ["industries", code("industry", content.industry)],
    ["now", formatNumber(content.now, language)],
    ["in1", formatNumber(content.in1, language)],
    ["in3", formatNumber(content.in3, language)],
    ["from", content.from || "—"],
    ["skills", content.skills.join("、") || "—"],
  ] as const;
  const label = t("items.statement-of", { name: item.organisation?.name ?? "" });
  return (
    <Dialog label={label} onClose={onClose}>
      <h2>{item.title}</h2>
      <p className="section-note">{label}</p>
      <dl className="facts">
        {facts.map(([key, value]) => (
          <div key={key} className="fact-row">
            <dt>{t(`field.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div className="fact-row">
          <dt>{t("items.consent")}</dt>
          <dd>{t(content.publish ? "items.consent-yes" : "items.consent-no")}</dd>
        </div>
      </dl>
      {item.note && <p className="doubt">{item.note}</p>}
      {accept.error && <Failure error={accept.error} />}
      <div className="actions">
        {item.state !== "accepted" && (
          <button
            type="button"
            className="button primary"
            disabled={accept.isPending}
            onClick={() => accept.mutate({ item, accept: true, note: "" }, { onSuccess: onClose })}
          >
            {t("items.accept")}
          </button>
        )}
        {item.state === "proposed" && (
          <button type="button" className="button" onClick={onDecline}>
            {t("items.decline")}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </Dialog>
  );
}

/** Says why a statement is not taken in, or a row goes. */
export function Decide({ item, as, onClose }: { item: Item; as: "decline" | "remove"; onClose: () => void }) {
  const { t } = useTranslation("lists");
  const [note, setNote] = useState("");
  const write = useWrite((reason: string) =>
    as === "decline"
      ? decideStatement({ item, accept: false, note: reason })
      : removeItem({ item, note: reason }),
  );
  return (
    <Dialog label={t(`items.${as}`)} onClose={onClose}>
      <h2>
        {t(`items.${as}`)}：{item.title}
      </h2>
      <p>{t(`items.${as}-words`)}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(note, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("answers.reason")}</span>
          <textarea
            rows={3}
            maxLength={2000}
            required={as === "decline"}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button danger" disabled={write.isPending}>
            {t(`items.${as}`)}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
