import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sha256 } from "./hash.ts";
import type { Receipt } from "./shapes.ts";

type Answer = "same" | "other" | "no-crypto";

const check = async (text: string, receipt: string): Promise<Answer> => {
  const hash = await sha256(text);
  return hash === null ? "no-crypto" : hash === receipt.trim().toLowerCase() ? "same" : "other";
};

/** One receipt: its text, its hash, and whether the one belongs to the other, computed here. */
export function ReceiptCheck({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation("admissions");
  const [answer, setAnswer] = useState<Answer | null>(null);
  return (
    <div className="receipt-check">
      <pre tabIndex={0}>{receipt.text}</pre>
      <p className="hash">{receipt.receipt}</p>
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() => void check(receipt.text, receipt.receipt).then(setAnswer)}
        >
          {t("receipt.check")}
        </button>
        <a
          className="button"
          download={`receipt-${receipt.version}.txt`}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(receipt.text)}`}
        >
          {t("receipt.download")}
        </a>
      </div>
      <CheckAnswer answer={answer} />
    </div>
  );
}

/** Anybody's receipt: text and hash are pasted, nothing is sent anywhere. */
export function PastedCheck() {
  const { t } = useTranslation("admissions");
  const [text, setText] = useState("");
  const [receipt, setReceipt] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);
  return (
    <form
      className="form wider"
      onSubmit={(event) => {
        event.preventDefault();
        // a text area gives no last line feed that was lost in copying; the receipt's text ends with one
        const whole = text.replaceAll("\r\n", "\n").trimEnd() + "\n";
        void check(whole, receipt).then(setAnswer);
      }}
    >
      <label>
        <span>{t("receipt.text")}</span>
        <textarea rows={8} required value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <label>
        <span>{t("receipt.hash")}</span>
        <input
          required
          pattern="\s*[0-9a-fA-F]{64}\s*"
          title={t("receipt.hash-form")}
          value={receipt}
          onChange={(event) => setReceipt(event.target.value)}
        />
      </label>
      <button type="submit" className="button primary">
        {t("receipt.check")}
      </button>
      <CheckAnswer answer={answer} />
    </form>
  );
}

function CheckAnswer({ answer }: { answer: Answer | null }) {
  const { t } = useTranslation("admissions");
  return (
    <p role="status" className={`check-answer ${answer ?? ""}`}>
      {answer && t(`receipt.${answer}`)}
    </p>
  );
}
