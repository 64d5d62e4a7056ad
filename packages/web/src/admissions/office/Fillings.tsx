import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useBatchName } from "../pieces.tsx";
import { useFillings, useHolds, useWrite, type Filling, type Season } from "./api.ts";
import { SeasonSteps, useThisSeason, useTimes } from "./pieces.tsx";
import { fromLocal, toLocal } from "./times.ts";

/** Question: when are preferences taken, for which batch and round, and how many are in? */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const language = useLanguage();
  const times = useTimes();
  const holds = useHolds(season.region);
  const found = useFillings(season.id);
  const [editing, setEditing] = useState<Filling | "new" | null>(null);
  const confirmed = season.work?.confirmed.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <Section
      title={t("fillings.title")}
      note={t("fillings.note")}
      aside={
        holds && (
          <button type="button" className="button small" onClick={() => setEditing("new")}>
            {t("fillings.add")}
          </button>
        )
      }
    >
      {found.isPending && <Loading rows={3} />}
      {found.error && <Failure error={found.error} />}
      {found.data?.items.length === 0 && (
        <Empty title={t("fillings.none")}>
          <p>{t("fillings.none-words")}</p>
        </Empty>
      )}
      <ul className="season-fillings">
        {found.data?.items.map((one) => (
          <li key={`${one.batch} ${one.round}`} className={one.state}>
            <div>
              <h3>
                {batchName(one.batch)} · {t("round", { round: one.round })}{" "}
                <span className={one.state === "open" ? "tag blue" : one.state === "locked" ? "tag good" : "tag"}>{t(`filling.${one.state}`)}</span>
              </h3>
              <p>{times(one.opens, one.closes)}</p>
              {one.state !== "locked" && <p className="num">{t(`fillings.left-${one.state}`, { hours: formatNumber(Math.floor(one.secondsLeft / 3600), language), minutes: Math.floor((one.secondsLeft % 3600) / 60) })}</p>}
              {!one.ready && <p className="doubt">{t("fillings.not-ready")}</p>}
              {one.vacancies !== null && <p>{t("fillings.vacancies", { count: one.vacancies })}</p>}
            </div>
            {one.saved !== null && (
              <div className="fillings-saved">
                <b className="num">{formatNumber(one.saved, language)}</b> <small>{t("fillings.saved", { of: formatNumber(confirmed, language) })}</small>
                <span className="season-bar" aria-hidden="true">
                  <i style={{ width: `${confirmed === 0 ? 0 : Math.min(100, (one.saved / confirmed) * 100)}%` }} />
                </span>
              </div>
            )}
            {holds && one.state !== "locked" && (
              <button type="button" className="button small" onClick={() => setEditing(one)}>
                {t("change")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {editing && <FillingForm season={season} filling={editing === "new" ? null : editing} all={found.data?.items ?? []} onClose={() => setEditing(null)} />}
      <SeasonSteps season={season} only={["publish-units"]} />
    </Section>
  ); // prettier-ignore
}

function FillingForm(props: {
  season: Season;
  filling: Filling | null;
  all: Filling[];
  onClose: () => void;
}) {
  const { season, filling, onClose } = props;
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const write = useWrite();
  const time = season.calendar.find(({ key }) => key === "preferences");
  const [batch, setBatch] = useState(filling?.batch ?? season.rules.batches[0]?.id ?? "");
  const highest = Math.max(0, ...props.all.filter((one) => one.batch === batch).map((one) => one.round));
  const [round, setRound] = useState<number | null>(filling?.round ?? null);
  const [opens, setOpens] = useState(toLocal(filling?.opens ?? time?.opens ?? null));
  const [closes, setCloses] = useState(toLocal(filling?.closes ?? time?.due ?? null));
  const path = `/api/seasons/${season.id}/fillings/${encodeURIComponent(batch)}/${round ?? highest + 1}`;
  const etag = filling ? { etag: filling.etag } : {};
  return (
    <Dialog label={t(filling ? "change" : "fillings.add")} onClose={onClose}>
      <h2>{t(filling ? "change" : "fillings.add")}</h2>
      <p>{t("fillings.words")}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ path, method: "PUT", ...etag, body: { opens: fromLocal(opens), closes: fromLocal(closes) } }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("batch")}</span>
          <select value={batch} disabled={filling !== null} onChange={(event) => setBatch(event.target.value)}>
            {season.rules.batches.map(({ id }) => <option key={id} value={id}>{batchName(id)}</option>)}
          </select>
        </label>
        <label>
          <span>{t("fillings.round")}</span>
          <input type="number" min={1} max={20} disabled={filling !== null} value={round ?? highest + 1} onChange={(event) => setRound(Number(event.target.value))} />
        </label>
        <label>
          <span>{t("fillings.opens")}</span>
          <input type="datetime-local" required value={opens} onChange={(event) => setOpens(event.target.value)} />
        </label>
        <label>
          <span>{t("fillings.closes")}</span>
          <input type="datetime-local" required value={closes} onChange={(event) => setCloses(event.target.value)} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>{t("save")}</button>
          {filling && <button type="button" className="button danger" onClick={() => write.mutate({ path, method: "DELETE", ...etag }, { onSuccess: onClose })}>{t("remove")}</button>}
          <button type="button" className="button" onClick={onClose}>{t("cancel")}</button>
        </div>
      </form>
    </Dialog>
  ); // prettier-ignore
}
