import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { AgendaItem } from "./AgendaItem.tsx";
import { useMeeting, type Meeting } from "./council-api.ts";
import { History, StepButton, StepDialog, Tag, useSay } from "./pieces.tsx";
import { Roll } from "./Roll.tsx";

/** Record: a meeting of the council: is there a quorum, what is voted on, what was decided. */
export function Component() {
  const { id } = useParams();
  const found = useMeeting(id);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record meeting={found.data} />;
}

/** Steps with which something is said. */
const SAID = ["cancel", "minute", "return-minutes"];
const DANGER = ["cancel", "return-minutes"];

function Record({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation("alliances");
  const say = useSay();
  const language = useLanguage();
  const [step, setStep] = useState<string | null>(null);
  const ahead = meeting.state === "called" || meeting.state === "open";
  const at = `council-meetings/${meeting.id}`;
  return (
    <Page
      title={meeting.title}
      crumbs={[
        { name: meeting.allianceName, path: `/alliances/${meeting.alliance}` },
        { name: t("meetings"), path: `/alliances/${meeting.alliance}/meetings` },
      ]}
      lead={
        <>
          <Tag state={meeting.state}>{say(meeting.stateName)}</Tag> {formatDate(meeting.startsAt, language, true)} · {meeting.place}
        </>
      }
      actions={
        <>
          {meeting.mayKeep && meeting.state === "draft" && (
            <Link className="button" to={`/council-meetings/${meeting.id}/edit`}>
              {t("meeting.edit")}
            </Link>
          )}
          {meeting.actions.map((one) =>
            SAID.includes(one) ? (
              <button key={one} type="button" className={DANGER.includes(one) ? "button danger" : "button primary"} onClick={() => setStep(one)}>
                {t(`meeting.${one}`)}
              </button>
            ) : (
              <StepButton key={one} className="button primary" write={{ path: `${at}/${one}`, body: {}, etag: meeting.etag }}>
                {t(`meeting.${one}`)}
              </StepButton>
            ),
          )}
        </>
      }
    >
      {step && (
        <StepDialog
          title={t(`meeting.${step}`)}
          words={t(`meeting-words.${step}`)}
          write={{ path: `${at}/${step}`, etag: meeting.etag }}
          note={t(step === "minute" ? "minutes" : "reason")}
          field={step === "minute" ? "minutes" : "note"}
          rows={step === "minute" ? 14 : 4}
          initial={step === "minute" ? meeting.minutes : ""}
          required
          onClose={() => setStep(null)}
        />
      )}
      {meeting.roll.length > 0 && (
        <p className="alliance-answer">
          {t("there", { there: meeting.there, seats: meeting.roll.length, needed: meeting.needed })}{" "}
          <Tag state={meeting.quorate ? "active" : "overdue"}>{t(meeting.quorate ? "quorate" : "not-quorate")}</Tag>
        </p>
      )}
      {meeting.state === "draft" && <p className="section-note">{t("draft-words", { days: meeting.noticeDays })}</p>}
      <Section title={t("agenda")}>
        <ol className="agenda">
          {meeting.agenda.map((item) => (
            <AgendaItem key={item.id} meeting={meeting} item={item} />
          ))}
        </ol>
      </Section>
      {meeting.roll.length > 0 && <Roll meeting={meeting} ahead={ahead} />}
      {meeting.minutes && (
        <Section title={t("minutes")}>
          {meeting.minutesState && (
            <p>
              <Tag state={meeting.minutesState}>{t(`minutes-state.${meeting.minutesState}`)}</Tag> {t(`minutes-words.${meeting.minutesState}`, { name: meeting.roll.filter(({ presided }) => presided).map(({ name }) => name).join(t("comma")) })}
            </p>
          )}
          <p className="alliance-minutes">{meeting.minutes}</p>
        </Section>
      )}
      <Section title={t("history")}>
        <History entries={meeting.history} />
      </Section>
    </Page>
  );
} // prettier-ignore
