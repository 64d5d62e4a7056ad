import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { OrganisationField } from "../account/OrganisationField.tsx";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { Section } from "../parts/Page.tsx";
import { Failure } from "../parts/States.tsx";
import { SEATS, useResolutions, useStep, type Alliance, type Member, type Seat } from "./api.ts";
import { StepDialog, Tag, useSay } from "./pieces.tsx";

const REASONED = ["refuse", "leave", "remove"];
const AGAINST = ["refuse", "withdraw"];
/** Said again in their dialogs; on the list of members they do not call for attention. */
const ENDING = ["leave", "remove"];
/** Steps in which the council may have a say, by its resolution. */
const DECIDED = ["admit", "remove"];

/** Members with their seats and terms; applications first for who decides them. */
export function Members({ alliance }: { alliance: Alliance }) {
  const { t } = useTranslation("alliances");
  const say = useSay();
  const language = useLanguage();
  const [step, setStep] = useState<{ member: Member; action: string } | null>(null);
  const [seating, setSeating] = useState<Member | "new" | null>(null);
  const waiting = alliance.memberList.filter(({ state }) => state === "applied");
  const active = alliance.memberList.filter(({ state }) => state === "active");
  const gone = alliance.memberList.length - waiting.length - active.length;
  const buttons = (member: Member) => (
    <span className="alliance-buttons">
      {member.actions.map((action) => (
        <button key={action} type="button" className={ENDING.includes(action) ? "button" : AGAINST.includes(action) ? "button danger" : "button primary"} onClick={() => setStep({ member, action })}>
          {t(`member.${action}`)}
        </button>
      ))}
      {alliance.mayKeep && member.state === "active" && (
        <button type="button" className="button" onClick={() => setSeating(member)}>
          {t("member.seat")}
        </button>
      )}
    </span>
  );
  return (
    <>
      {step && <MemberStep alliance={alliance} {...step} onClose={() => setStep(null)} />}
      {seating && <SeatDialog alliance={alliance} member={seating === "new" ? null : seating} onClose={() => setSeating(null)} />}
      {waiting.length > 0 && (
        <Section title={t("applications")}>
          <ul className="alliance-members">
            {waiting.map((member) => (
              <li key={member.id}>
                <Link to={`/organisations/${member.organisation}`}>{member.name}</Link> <Tag state={member.state}>{say(member.stateName)}</Tag>
                <small>{t(`member-kind.${member.kind}`)}</small>
                {member.statement && <p>{member.statement}</p>}
                {buttons(member)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title={t("members")}
        aside={
          alliance.mayKeep && (
            <button type="button" className="button" onClick={() => setSeating("new")}>
              {t("member.enter")}
            </button>
          )
        }
        note={gone > 0 ? t("members-gone", { count: gone }) : undefined}
      >
        {active.length === 0 && <p>{t("members-none")}</p>}
        <ul className="alliance-members">
          {active.map((member) => (
            <li key={member.id}>
              <Link to={`/organisations/${member.organisation}`}>{member.name}</Link> <b>{t(`seat.${member.seat}`)}</b> {member.leads && <Tag state="">{t("leads")}</Tag>}
              <small>
                {t(`member-kind.${member.kind}`)}
                {member.regionName && ` · ${member.regionName}`}
                {member.termUntil && ` · ${t("term-until", { day: formatDate(member.termUntil, language) })}`}
                {member.expired && ` · ${t("term-over")}`}
              </small>
              {buttons(member)}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
} // prettier-ignore

function MemberStep({ alliance, member, action, onClose }: { alliance: Alliance; member: Member; action: string; onClose: () => void }) {
  const { t } = useTranslation("alliances");
  const [seat, setSeat] = useState<Seat>("member");
  const [resolution, setResolution] = useState("");
  const decided = DECIDED.includes(action) && alliance.admission === "council";
  const resolutions = useResolutions(decided ? alliance.id : undefined);
  const reasoned = REASONED.includes(action);
  return (
    <StepDialog
      title={t(`member.${action}`)}
      words={t(`member-words.${action}`, { name: member.name })}
      write={{ path: `alliance-members/${member.id}/${action}`, etag: member.etag }}
      note={t(reasoned ? "reason" : "note")}
      required={reasoned}
      body={{ ...(action === "admit" ? { seat } : {}), ...(decided && resolution ? { resolution } : {}) }}
      onClose={onClose}
      more={
        <>
          {action === "admit" && (
            <label>
              <span>{t("seat")}</span>
              <SeatSelect seat={seat} onChange={setSeat} />
            </label>
          )}
          {decided && (
            <label>
              <span>{t("by-resolution")}</span>
              <select required value={resolution} onChange={(event) => setResolution(event.target.value)}>
                <option value="">—</option>
                {resolutions.data?.items.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.number} {one.title}
                  </option>
                ))}
              </select>
            </label>
          )}
        </>
      }
    />
  );
} // prettier-ignore

function SeatSelect({ seat, onChange }: { seat: Seat; onChange: (seat: Seat) => void }) {
  const { t } = useTranslation("alliances");
  return (
    <select value={seat} onChange={(event) => onChange(event.target.value as Seat)}>
      {SEATS.map((one) => (
        <option key={one} value={one}>
          {t(`seat.${one}`)}
        </option>
      ))}
    </select>
  );
}

/** Another seat or term for a member, or a founding member with its seat. */
function SeatDialog({ alliance, member, onClose }: { alliance: Alliance; member: Member | null; onClose: () => void }) {
  const { t } = useTranslation("alliances");
  const step = useStep();
  const [organisation, setOrganisation] = useState<string | null>(null);
  const [seat, setSeat] = useState<Seat>(member?.seat ?? "director");
  const [leads, setLeads] = useState(member?.leads ?? false);
  const [termFrom, setTermFrom] = useState(member?.termFrom ?? "");
  const title = t(member ? "member.seat" : "member.enter");
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <p>{member ? member.name : t("enter-words")}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const given = { seat, leads, termFrom: termFrom || null };
          if (member) step.mutate({ method: "PUT", path: `alliance-members/${member.id}`, body: given, etag: member.etag }, { onSuccess: onClose });
          else if (organisation) step.mutate({ path: `alliances/${alliance.id}/members`, body: { organisation, ...given } }, { onSuccess: onClose });
        }}
      >
        {!member && <OrganisationField label={t("organisation")} placeholder={t("organisation-search")} chosen={organisation} onChoose={setOrganisation} />}
        <label>
          <span>{t("seat")}</span>
          <SeatSelect seat={seat} onChange={setSeat} />
        </label>
        <label>
          <span>{t("term-from")}</span>
          <input type="date" value={termFrom} onChange={(event) => setTermFrom(event.target.value)} />
        </label>
        <label className="check">
          <input type="checkbox" checked={leads} onChange={(event) => setLeads(event.target.checked)} /> {t("leads")}
        </label>
        {step.error && <Failure error={step.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={step.isPending || (!member && !organisation)}>
            {t("save")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
