import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { useColleagues, usePeopleWrite, writes, type Loan } from "./api.ts";
import { ReasonDialog, SeatWords, StateTag } from "./pieces.tsx";

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 92;
const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** What was lent, by whom to whom, until when. */
export function Loans({ loans, mayEnd }: { loans: Loan[]; mayEnd: boolean }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const [ending, setEnding] = useState<Loan | null>(null);
  const end = usePeopleWrite(writes.endLoan);
  if (loans.length === 0) return <p className="muted">{t("loans.none")}</p>;
  return (
    <>
      <ul className="seats">
        {loans.map((loan) => (
          <li key={loan.id}>
            <span>
              <SeatWords of={{ role: loan.role, organisation: loan.organisation, post: "" }} /> <StateTag group="loan" state={loan.state} />
            </span>
            <span className="actions">
              {mayEnd && loan.state !== "over" && (
                <button type="button" className="button small" onClick={() => setEnding(loan)}>
                  {t("loan.end")}
                </button>
              )}
            </span>
            <p className="seat-note">
              {loan.from.name} → {loan.to.name} · {formatDate(loan.since, language)} – {formatDate(loan.endedAt ?? loan.until, language)} ·{" "}
              {loan.reason}
            </p>
          </li>
        ))}
      </ul>
      {ending && (
        <ReasonDialog
          title={t("loan.end")}
          submit={t("loan.end")}
          error={end.error}
          pending={end.isPending}
          onClose={() => setEnding(null)}
          onSubmit={(reason) => end.mutate({ id: ending.id, reason }, { onSuccess: () => setEnding(null) })}
        />
      )}
    </>
  );
} // prettier-ignore

/** Lends a role to somebody of the same organisation, for a time. */
export function LendRole(props: { membershipId: string; except?: string; onClose: () => void }) {
  const { t } = useTranslation("people");
  const colleagues = useColleagues(true);
  const lend = usePeopleWrite(writes.lend);
  const [to, setTo] = useState("");
  const [until, setUntil] = useState(dayAfter(14));
  const choices = (colleagues.data?.items ?? []).filter(({ id }) => id !== props.except);
  return (
    <ReasonDialog
      title={t("lend")}
      words={t("lend-words", { days: LONGEST_DAYS })}
      submit={t("lend")}
      error={lend.error ?? colleagues.error}
      pending={lend.isPending || to === ""}
      onClose={props.onClose}
      onSubmit={(reason) =>
        lend.mutate(
          { membershipId: props.membershipId, toPersonId: to, reason, until: new Date(`${until}T23:59:59+08:00`).toISOString() },
          { onSuccess: props.onClose },
        )
      }
    >
      <label>
        <span>{t("lend-to")}</span>
        <select required value={to} onChange={(event) => setTo(event.target.value)}>
          <option value="">{t("choose")}</option>
          {choices.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · {t(`shell:role.${one.role}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("until")}</span>
        <input
          type="date"
          required
          min={dayAfter(0)}
          max={dayAfter(LONGEST_DAYS - 1)}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </label>
    </ReasonDialog>
  );
} // prettier-ignore
