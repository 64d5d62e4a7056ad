import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { Page } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useAlliance, useStep } from "./api.ts";
import { useMeeting, type ItemInput, type Meeting, type MeetingInput } from "./council-api.ts";
import "./alliances.css";

/** Task: a meeting and its agenda are prepared; it is called from its own page. */
export function Component() {
  const { id } = useParams();
  const found = useAlliance(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Form alliance={found.data} meeting={null} />;
}

/** The same for a meeting that is still being prepared. */
export function Edit() {
  const { id } = useParams();
  const found = useMeeting(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const meeting = found.data;
  return <Form alliance={{ id: meeting.alliance, name: meeting.allianceName, noticeDays: meeting.noticeDays }} meeting={meeting} />;
} // prettier-ignore

const VOTERS = ["chair", "vice-chair", "director"];
const EMPTY: ItemInput = { title: "", words: "", votes: true, ballot: "open", majority: "simple", base: "present", voters: VOTERS }; // prettier-ignore
const CHINA_MS = 8 * 3_600_000;
/** What an input of date and time shows, by the clock of China, and back. */
const local = (iso: string): string => new Date(Date.parse(iso) + CHINA_MS).toISOString().slice(0, 16);
const instant = (text: string): string => `${text}:00+08:00`;

function Form({ alliance, meeting }: { alliance: { id: string; name: string; noticeDays: number }; meeting: Meeting | null }) {
  const { t } = useTranslation("alliances");
  const navigate = useNavigate();
  const step = useStep<Meeting>();
  const [form, setForm] = useState<MeetingInput>(() =>
    meeting
      ? { title: meeting.title, place: meeting.place, startsAt: local(meeting.startsAt), items: meeting.agenda.map(({ title, words, votes, ballot, majority, base, voters }) => ({ title, words, votes, ballot, majority, base, voters })) }
      : { title: "", place: "", startsAt: "", items: [EMPTY] });
  const set = (patch: Partial<MeetingInput>): void => setForm({ ...form, ...patch });
  const setItem = (at: number, patch: Partial<ItemInput>): void => set({ items: form.items.map((one, i) => (i === at ? { ...one, ...patch } : one)) });
  const title = t(meeting ? "meeting.edit" : "meeting.new");
  return (
    <Page title={title} crumbs={[{ name: alliance.name, path: `/alliances/${alliance.id}` }, { name: t("meetings"), path: `/alliances/${alliance.id}/meetings` }]} lead={t("meeting.form-lead", { days: alliance.noticeDays })}>
      <form
        className="form alliance-form"
        onSubmit={(event) => {
          event.preventDefault();
          const body = { ...form, startsAt: instant(form.startsAt) };
          step.mutate(
            meeting ? { method: "PUT", path: `council-meetings/${meeting.id}`, body, etag: meeting.etag } : { path: `alliances/${alliance.id}/meetings`, body },
            { onSuccess: ({ id }) => void navigate(`/council-meetings/${id}`) },
          );
        }}
      >
        <div className="alliance-row">
          <label>
            <span>{t("meeting.title")}</span>
            <input required maxLength={200} value={form.title} onChange={(event) => set({ title: event.target.value })} />
          </label>
          <label>
            <span>{t("meeting.when")}</span>
            <input required type="datetime-local" value={form.startsAt} onChange={(event) => set({ startsAt: event.target.value })} />
          </label>
          <label>
            <span>{t("meeting.place")}</span>
            <input required maxLength={200} value={form.place} onChange={(event) => set({ place: event.target.value })} />
          </label>
        </div>
        <ol className="agenda-form">
          {form.items.map((one, i) => (
            <li key={i}>
              <ItemFields item={one} onChange={(patch) => setItem(i, patch)} />
              <button type="button" className="button" onClick={() => set({ items: form.items.filter((_, j) => j !== i) })}>
                {t("item.remove")}
              </button>
            </li>
          ))}
        </ol>
        <button type="button" className="button" onClick={() => set({ items: [...form.items, EMPTY] })}>
          {t("item.add")}
        </button>
        {step.error && <Failure error={step.error} />}
        <button type="submit" className="button primary" disabled={step.isPending}>
          {t("save")}
        </button>
      </form>
    </Page>
  );
} // prettier-ignore

function ItemFields({ item, onChange }: { item: ItemInput; onChange: (patch: Partial<ItemInput>) => void }) {
  const { t } = useTranslation("alliances");
  const choice = (key: "ballot" | "majority" | "base", of: readonly string[]) => (
    <label>
      <span>{t(key)}</span>
      <select value={item[key]} onChange={(event) => onChange({ [key]: event.target.value })}>
        {of.map((one) => (
          <option key={one} value={one}>
            {t(`${key}.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <label>
        <span>{t("item.title")}</span>
        <input required maxLength={200} value={item.title} onChange={(event) => onChange({ title: event.target.value })} />
      </label>
      <label>
        <span>{t("item.words")}</span>
        <textarea rows={3} maxLength={5000} value={item.words} onChange={(event) => onChange({ words: event.target.value })} />
      </label>
      <label className="check">
        <input type="checkbox" checked={item.votes} onChange={(event) => onChange({ votes: event.target.checked })} /> {t("item.votes")}
      </label>
      {item.votes && (
        <div className="alliance-row">
          {choice("ballot", ["open", "secret"])}
          {choice("majority", ["simple", "two-thirds"])}
          {choice("base", ["present", "all"])}
          <fieldset>
            <legend>{t("voters")}</legend>
            {VOTERS.map((seat) => (
              <label key={seat} className="check">
                <input
                  type="checkbox"
                  checked={item.voters.includes(seat)}
                  disabled={item.voters.length === 1 && item.voters.includes(seat)}
                  onChange={(event) => onChange({ voters: event.target.checked ? [...item.voters, seat] : item.voters.filter((one) => one !== seat) })}
                />{" "}
                {t(`seat.${seat}`)}
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </>
  );
} // prettier-ignore
