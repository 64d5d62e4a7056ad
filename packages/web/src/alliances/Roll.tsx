import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../parts/Page.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure } from "../parts/States.tsx";
import { useStep } from "./api.ts";
import type { Meeting, RollEntry } from "./council-api.ts";
import { StepButton, Tag } from "./pieces.tsx";

/** Who has a seat and who is there: a member says so itself or sends a proxy, the secretariat notes it at the door. */
export function Roll({ meeting, ahead }: { meeting: Meeting; ahead: boolean }) {
  const { t } = useTranslation("alliances");
  const [proxy, setProxy] = useState<RollEntry | null>(null);
  const write = (entry: RollEntry, attendance: "present" | "excused") => ({
    method: "PUT" as const,
    path: `council-meetings/${meeting.id}/attendance`,
    body: { member: entry.member, attendance },
    etag: meeting.etag,
  });
  return (
    <Section title={t("roll")} note={ahead ? t("roll-note") : undefined}>
      {proxy && <ProxyDialog meeting={meeting} entry={proxy} onClose={() => setProxy(null)} />}
      <ul className="alliance-roll">
        {meeting.roll.map((entry) => (
          <li key={entry.member} className={entry.mine ? "mine" : ""}>
            <span>
              {entry.name} <b>{t(`seat.${entry.seat}`)}</b>
            </span>
            <span>
              <Tag state={entry.there ? "active" : ""}>
                {entry.attendance === "proxy" ? t("attendance.proxy-to", { name: entry.proxyName }) : t(`attendance.${entry.attendance}`)}
              </Tag>{" "}
              {entry.notedBy && <small>{t("noted-by", { name: entry.notedBy })}</small>}
            </span>
            {ahead && (entry.mine || meeting.mayKeep) && (
              <span className="alliance-buttons">
                {entry.attendance !== "present" && <StepButton write={write(entry, "present")}>{t(entry.mine ? "attend.present" : "attend.noted")}</StepButton>}
                {entry.mine && (
                  <button type="button" className="button" onClick={() => setProxy(entry)}>
                    {t("attend.proxy")}
                  </button>
                )}
                {entry.attendance !== "excused" && <StepButton write={write(entry, "excused")}>{t("attend.excused")}</StepButton>}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
} // prettier-ignore

function ProxyDialog({ meeting, entry, onClose }: { meeting: Meeting; entry: RollEntry; onClose: () => void }) {
  const { t } = useTranslation("alliances");
  const step = useStep();
  const free = meeting.roll.filter((one) => one.member !== entry.member && !["proxy", "excused"].includes(one.attendance) && !meeting.roll.some(({ proxyTo, member }) => proxyTo === one.member && member !== entry.member));
  const [to, setTo] = useState("");
  return (
    <Dialog label={t("attend.proxy")} onClose={onClose}>
      <h2>{t("attend.proxy")}</h2>
      <p>{t("proxy-words")}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          step.mutate({ method: "PUT", path: `council-meetings/${meeting.id}/attendance`, body: { member: entry.member, attendance: "proxy", proxyTo: to }, etag: meeting.etag }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("proxy-to")}</span>
          <select required value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="">—</option>
            {free.map((one) => (
              <option key={one.member} value={one.member}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        {step.error && <Failure error={step.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={step.isPending}>
            {t("attend.proxy")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
