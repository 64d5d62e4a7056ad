import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useRound, useWrite, type Round } from "./api.ts";
import "./rounds.css";

/** Task: what a round rests on; once students choose, only later times are taken. */
export function Component() {
  const { id } = useParams();
  return id ? <Edit id={id} /> : <Form before={null} />;
}

function Edit({ id }: { id: string }) {
  const found = useRound(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} />;
  return <Form before={found.data} />;
}

const PAD = (n: number): string => String(n).padStart(2, "0");
/** As the field of date and time wants it, in the reader's own time. */
const local = (iso: string): string => {
  const at = new Date(iso);
  return `${at.getFullYear()}-${PAD(at.getMonth() + 1)}-${PAD(at.getDate())}T${PAD(at.getHours())}:${PAD(at.getMinutes())}`;
};

function Form({ before }: { before: Round | null }) {
  const { t } = useTranslation("placementRounds");
  const go = useNavigate();
  const write = useWrite<{ id: string }>();
  // a confirmed round is followed by another, from what it was
  const follows = before?.state === "confirmed";
  const fresh = before === null || follows;
  const [title, setTitle] = useState(before ? (follows ? t("follow-title", { title: before.title }) : before.title) : "");
  const [programmes, setProgrammes] = useState(before?.programmes.map(({ code }) => code).join(" ") ?? "");
  const [dates, setDates] = useState({ fromOn: fresh ? "" : before.fromOn, toOn: fresh ? "" : before.toOn, chooseUntil: fresh ? "" : local(before.chooseUntil), rankUntil: fresh ? "" : local(before.rankUntil) });
  const [appealDays, setAppealDays] = useState(before?.appealDays ?? 5);
  const [most, setMost] = useState(before?.most ?? 5);
  const [parks, setParks] = useState(before?.parks.map(({ name, max }) => `${name} ${max}`).join("\n") ?? "");
  const name = fresh ? t(follows ? "follow" : "new") : t("edit");
  const date = (key: keyof typeof dates, type: "date" | "datetime-local") => (
    <label>
      <span>{t(`field.${key}`)}</span>
      <input required type={type} value={dates[key]} onChange={(event) => setDates({ ...dates, [key]: event.target.value })} />
    </label>
  );
  return (
    <Page narrow title={name} lead={t("form-lead")} crumbs={[{ name: t("title"), path: "/placement-rounds" }, ...(before ? [{ name: before.title, path: `/placement-rounds/${before.id}` }] : [])]}>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const body = {
            title, appealDays, most, fromOn: dates.fromOn, toOn: dates.toOn,
            programmes: programmes.split(/[\s,，、]+/).filter(Boolean),
            chooseUntil: new Date(dates.chooseUntil).toISOString(),
            rankUntil: new Date(dates.rankUntil).toISOString(),
            parks: parks.split("\n").flatMap((line) => {
              const found = /^(.+?)\s+(\d+)$/.exec(line.trim());
              return found ? [{ name: found[1]!, max: Number(found[2]) }] : [];
            }),
          };
          const path = before ? `placement-rounds/${before.id}${follows ? "/follow" : ""}` : "placement-rounds";
          write.mutate({ method: before && !follows ? "PUT" : "POST", path, body, ...(before && !follows ? { etag: before.etag } : {}) }, { onSuccess: ({ id }) => void go(`/placement-rounds/${id}`) });
        }}
      >
        <label>
          <span>{t("field.title")}</span>
          <input required maxLength={120} value={title} onChange={(event) => setTitle(event.target.value)} />
        </label>
        <label>
          <span>{t("field.programmes")}</span>
          <input required value={programmes} onChange={(event) => setProgrammes(event.target.value)} />
          <small>{t("field.programmes-words")}</small>
        </label>
        <div className="round-pair">
          {date("fromOn", "date")}
          {date("toOn", "date")}
        </div>
        <div className="round-pair">
          {date("chooseUntil", "datetime-local")}
          {date("rankUntil", "datetime-local")}
        </div>
        <div className="round-pair">
          <label>
            <span>{t("field.most")}</span>
            <input required type="number" min={1} max={20} value={most} onChange={(event) => setMost(Number(event.target.value))} />
          </label>
          <label>
            <span>{t("field.appealDays")}</span>
            <input required type="number" min={1} max={30} value={appealDays} onChange={(event) => setAppealDays(Number(event.target.value))} />
          </label>
        </div>
        <label>
          <span>{t("field.parks")}</span>
          <textarea rows={2} value={parks} onChange={(event) => setParks(event.target.value)} />
          <small>{t("field.parks-words")}</small>
        </label>
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("save")}
        </button>
      </form>
    </Page>
  );
} // prettier-ignore
