import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure } from "../parts/States.tsx";
import { useStep } from "./api.ts";
import type { Choice, Item, Meeting } from "./council-api.ts";
import { StepButton, StepDialog, Tag } from "./pieces.tsx";

const CHOICES: readonly Choice[] = ["yes", "no", "abstain"];

/** One item: what is proposed, by which rule it is decided, my vote, and after the end the count. */
export function AgendaItem({ meeting, item }: { meeting: Meeting; item: Item }) {
  const { t } = useTranslation("alliances");
  const at = `council-meetings/${meeting.id}/items/${item.id}`;
  const ahead = meeting.state === "called" || meeting.state === "open";
  const [recusing, setRecusing] = useState<string | null>(null);
  return (
    <li className={`agenda-item ${item.state}`}>
      <h3>
        {item.title} {item.votes && item.state === "open" && <Tag state="open">{t("voting")}</Tag>}
        {item.result && <Tag state={item.result.passed ? "passed" : "rejected"}>{t(item.result.passed ? "passed" : "rejected")}</Tag>}
      </h3>
      {item.words && <p>{item.words}</p>}
      <small>
        {item.votes ? t("rule-words", { ballot: t(`ballot.${item.ballot}`), base: t(`base.${item.base}`), majority: t(`majority.${item.majority}`), voters: item.voters.map((seat) => t(`seat.${seat}`)).join(t("comma")) }) : t("report-only")}
      </small>
      {item.conflicts.map((one) => (
        <p key={one.member} className="agenda-conflict">
          {t("conflict", { name: one.name, reason: one.reason })}
        </p>
      ))}
      {item.state === "open" && <p className="agenda-turnout">{t("turnout", { cast: item.turnout, seats: item.seats })}</p>}
      {item.result && <Result item={item} />}
      {ahead &&
        item.votes &&
        item.mine.map((own) => (
          <div key={own.member} className="agenda-mine">
            <span>{t(`mine.${item.state === "open" ? own.state : own.state === "recused" ? "recused" : "later"}`, { name: own.name })}</span>
            {item.state === "open" && own.state === "may" && <Ballot path={`${at}/vote`} item={item} member={own.member} name={own.name} />}
            {item.state !== "closed" && own.state !== "cast" && own.state !== "recused" && meeting.roll.some(({ member, mine }) => mine && member === own.member) && (
              <button type="button" className="button" onClick={() => setRecusing(own.member)}>
                {t("recuse")}
              </button>
            )}
          </div>
        ))}
      {recusing && <StepDialog title={t("recuse")} words={t("recuse-words")} write={{ path: `${at}/recuse` }} body={{ member: recusing }} note={t("recuse-reason")} field="reason" required onClose={() => setRecusing(null)} />}
      {meeting.mayKeep && meeting.state === "open" && item.votes && item.state !== "closed" && (
        <StepButton className={item.state === "waiting" ? "button primary" : "button danger"} write={{ path: `${at}/${item.state === "waiting" ? "open" : "close"}`, etag: meeting.etag }}>
          {t(item.state === "waiting" ? "vote-open" : "vote-close")}
        </StepButton>
      )}
      {item.resolution && (
        <p>
          <Link to={`/alliances/${meeting.alliance}/tasks#${item.resolution.id}`}>{t("resolution", { number: item.resolution.number })}</Link>
        </p>
      )}
    </li>
  );
} // prettier-ignore

/** The count; of an open ballot who voted how, of a secret one who voted. */
function Result({ item }: { item: Item }) {
  const { t } = useTranslation("alliances");
  const result = item.result!;
  return (
    <>
      <p>{t("result", { ...result })}</p>
      {item.cast.length > 0 && (
        <details>
          <summary>{t(item.ballot === "secret" ? "cast.secret" : "cast.open")}</summary>
          <ul>
            {item.cast.map((one) => (
              <li key={one.member}>
                {one.name} {one.choice && <b>{t(`choice.${one.choice}`)}</b>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** A vote is cast once: it is asked again before it goes. */
function Ballot({ path, item, member, name }: { path: string; item: Item; member: string; name: string }) {
  const { t } = useTranslation("alliances");
  const step = useStep();
  const [choice, setChoice] = useState<Choice | null>(null);
  const close = (): void => setChoice(null);
  return (
    <span className="agenda-ballot" role="group" aria-label={t("ballot-of", { name })}>
      {CHOICES.map((one) => (
        <button key={one} type="button" className="button" onClick={() => setChoice(one)}>
          {t(`choice.${one}`)}
        </button>
      ))}
      {choice && (
        <Dialog label={t("cast")} onClose={close}>
          <h2>{t("cast")}</h2>
          <p>
            {name} · {item.title} · <b>{t(`choice.${choice}`)}</b>
          </p>
          <p>{t(`cast-words.${item.ballot}`)}</p>
          {step.error && <Failure error={step.error} />}
          <div className="actions">
            <button type="button" className="button primary" disabled={step.isPending} onClick={() => step.mutate({ path, body: { member, choice } }, { onSuccess: close })}>
              {t("cast")}
            </button>
            <button type="button" className="button" onClick={close}>
              {t("cancel")}
            </button>
          </div>
        </Dialog>
      )}
    </span>
  );
} // prettier-ignore
