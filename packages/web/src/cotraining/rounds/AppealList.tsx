import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Appeal } from "./api.ts";
import { History, Tag, WriteDialog, useSay } from "./pieces.tsx";

/** Appeals with what can be done about each. */
export function AppealList({ items }: { items: readonly Appeal[] }) {
  return (
    <ul className="round-appeals">
      {items.map((appeal) => (
        <AppealItem key={appeal.id} appeal={appeal} />
      ))}
    </ul>
  );
}

function AppealItem({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation("placementRounds");
  const say = useSay();
  const language = useLanguage();
  const [step, setStep] = useState<string | null>(null);
  return (
    <li>
      {step && <WriteDialog title={t(`appeal.${step}`)} words={t(`appeal-words.${step}`)} write={{ path: `placement-appeals/${appeal.id}/${step}`, etag: appeal.etag }} note={step === "withdraw" ? null : t("reason")} required={step !== "withdraw"} onClose={() => setStep(null)} />}
      <p>
        <b>{appeal.name}</b> {appeal.roundTitle} <Tag state={appeal.state}>{say(appeal.stateName)}</Tag> <time dateTime={appeal.createdAt}>{formatDate(appeal.createdAt, language, true)}</time>
      </p>
      <p className="round-words">{appeal.content}</p>
      {appeal.actions.length > 0 && (
        <span className="round-buttons">
          {appeal.actions.map((one) => (
            <button key={one} type="button" className="button" onClick={() => setStep(one)}>
              {t(`appeal.${one}`)}
            </button>
          ))}
        </span>
      )}
      <History entries={appeal.history} />
    </li>
  );
} // prettier-ignore
