import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe, type Role } from "../../api/session.ts";
import { Failure } from "../../parts/States.tsx";
import { giveAnswer, useWrite, type Answer, type AnswerKind } from "./api.ts";

/** What a role may answer: a school what it will do, an enterprise what it wants. */
export function answersOf(role: Role | undefined): readonly AnswerKind[] {
  if (role === "school-officer") return ["open", "expand", "already", "cannot"];
  return role === "enterprise-officer" ? ["confirm", "correct", "take-part"] : [];
}

export function AnswerForm({
  itemId,
  mine,
  onDone,
}: {
  itemId: string;
  mine?: Answer | null;
  onDone: () => void;
}) {
  const { t } = useTranslation("lists");
  const me = useMe();
  const kinds = answersOf(me.data?.user?.role);
  const [answer, setAnswer] = useState<AnswerKind | "">(mine?.answer ?? "");
  const [number, setNumber] = useState(
    mine?.number === null || mine === undefined ? "" : String(mine?.number ?? ""),
  );
  const [reason, setReason] = useState(mine?.reason ?? "");
  const give = useWrite(giveAnswer);
  return (
    <form
      className="form wider"
      onSubmit={(event) => {
        event.preventDefault();
        if (answer === "") return;
        give.mutate(
          { itemId, answer, number: number === "" ? null : Number(number), reason },
          { onSuccess: onDone },
        );
      }}
    >
      <fieldset className="choices">
        <legend>{t("answers.ours")}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="check">
            <input
              type="radio"
              name={`answer-${itemId}`}
              required
              checked={answer === kind}
              onChange={() => setAnswer(kind)}
            />{" "}
            {t(`answer.${kind}`)}
          </label>
        ))}
      </fieldset>
      <label>
        <span>{t("answers.number")}</span>
        <input
          type="number"
          min={0}
          max={1000000}
          required={answer === "correct"}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      </label>
      <label>
        <span>{t("answers.reason")}</span>
        <textarea
          rows={2}
          maxLength={1000}
          required={answer === "cannot" || answer === "correct"}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {give.error && <Failure error={give.error} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={give.isPending}>
          {t("answers.send")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
