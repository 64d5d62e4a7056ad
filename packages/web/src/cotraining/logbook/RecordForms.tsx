import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "../../parts/States.tsx";
import { useWrite, type Logbook } from "./api.ts";
import { dayAfter } from "./times.ts";

/** The enterprise enters that a month was paid. */
export function PayForm({ book }: { book: Logbook }) {
  const { t } = useTranslation("logbook");
  const write = useWrite();
  const [month, setMonth] = useState(dayAfter(`${book.today.slice(0, 7)}-01`, -1).slice(0, 7));
  const [amount, setAmount] = useState(book.agreedPay === null ? "" : (book.agreedPay / 100).toFixed(2));
  const [paidOn, setPaidOn] = useState(book.today);
  const [proof, setProof] = useState("");
  const [own, setOwn] = useState(true);
  return (
    <details>
      <summary>{t("pay.enter")}</summary>
      <form
        className="form log-form"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ path: `logbooks/${book.id}/pay`, body: { month, amount: Math.round(Number(amount) * 100), paidOn, ownAccount: own, proof } });
        }}
      >
        <label>
          <span>{t("pay.month")}</span>
          <input type="month" required pattern="\d{4}-\d{2}" value={month} onChange={(event) => setMonth(event.target.value)} />
        </label>
        <label>
          <span>{t("pay.amount")}</span>
          <input type="number" required min={0} step="0.01" value={amount} onChange={(event) => setAmount(event.target.value)} />
        </label>
        <label>
          <span>{t("pay.day")}</span>
          <input type="date" required max={book.today} value={paidOn} onChange={(event) => setPaidOn(event.target.value)} />
        </label>
        <label>
          <span>{t("pay.proof")}</span>
          <input required maxLength={200} value={proof} onChange={(event) => setProof(event.target.value)} />
        </label>
        <label className="log-check">
          <input type="checkbox" checked={own} onChange={(event) => setOwn(event.target.checked)} />
          <span>{t("pay.own")}</span>
        </label>
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("save")}
        </button>
      </form>
    </details>
  );
} // prettier-ignore

/** The school writes that somebody was there. */
export function VisitForm({ book }: { book: Logbook }) {
  const { t } = useTranslation("logbook");
  const write = useWrite();
  const [day, setDay] = useState(book.today);
  const [place, setPlace] = useState("");
  const [findings, setFindings] = useState("");
  const [followUp, setFollowUp] = useState("");
  const [followBy, setFollowBy] = useState("");
  return (
    <details>
      <summary>{t("visit.enter")}</summary>
      <form
        className="form log-form"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ path: `logbooks/${book.id}/visits`, body: { day, place, findings, followUp, followBy: followBy || null } });
        }}
      >
        <label>
          <span>{t("visit.day")}</span>
          <input type="date" required max={book.today} value={day} onChange={(event) => setDay(event.target.value)} />
        </label>
        <label>
          <span>{t("visit.place")}</span>
          <input required maxLength={200} value={place} onChange={(event) => setPlace(event.target.value)} />
        </label>
        <label>
          <span>{t("visit.findings")}</span>
          <textarea rows={3} required maxLength={4000} value={findings} onChange={(event) => setFindings(event.target.value)} />
        </label>
        <label>
          <span>{t("follow-up")}</span>
          <input maxLength={2000} value={followUp} onChange={(event) => setFollowUp(event.target.value)} />
        </label>
        <label>
          <span>{t("visit.until")}</span>
          <input type="date" value={followBy} onChange={(event) => setFollowBy(event.target.value)} />
        </label>
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("save")}
        </button>
      </form>
    </details>
  );
} // prettier-ignore
