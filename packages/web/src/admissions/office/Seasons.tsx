import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import {
  usePresets,
  useSeasons,
  useHolds,
  useWrite,
  type Channel,
  type Season,
  type SeasonLine,
} from "./api.ts";
import { SeasonTag, useSay } from "./pieces.tsx";
import { PresetSources } from "./PresetSources.tsx"; // prettier-ignore

/** List: the seasons of admission of a province, and the start of a new one from what a province is known to do. */
export function Component() {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const holds = useHolds();
  const found = useSeasons();
  const [making, setMaking] = useState(false);
  const rows = found.data?.items ?? [];
  const say = useSay();
  const columns: Column<SeasonLine>[] = [
    { key: "name", title: t("season"), wide: true, value: (row) => row.name, render: (row) => <Link to={`/admission/${row.id}`}>{row.name}</Link> },
    { key: "year", title: t("year"), number: true, value: (row) => row.year, render: (row) => String(row.year) },
    { key: "channel", title: t("channel"), value: (row) => t(`channel.${row.channel}`) },
    { key: "state", title: t("state"), value: (row) => say(row.stateWords), render: (row) => <SeasonTag season={row} /> },
    { key: "since", title: t("since"), value: (row) => row.since, render: (row) => formatDate(row.since, language) },
  ]; // prettier-ignore
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <>
          {holds && !making && (
            <button type="button" className="button primary" onClick={() => setMaking(true)}>
              {t("new.title")}
            </button>
          )}
          {holds && (
            <Link className="button" to="/filings/simulation">
              {t("simulation.title")}
            </Link>
          )}
        </>
      }
    >
      {making && <NewSeason onClose={() => setMaking(false)} />}
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && !making && (
        <Empty title={t("none")}>
          <p>{t("none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable caption={t("title")} rows={rows} columns={columns} rowKey={(row) => row.id} />
      )}
    </Page>
  );
}

const CHANNELS: readonly Channel[] = ["entrance-exam", "separate", "upgrade"];

function NewSeason({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const navigate = useNavigate();
  const presets = usePresets();
  const me = useMe();
  const [id, setId] = useState("");
  const write = useWrite<Season>();
  const preset = presets.data?.items.find((one) => one.id === id) ?? null;
  return (
    <Section title={t("new.title")} note={t("new.note")}>
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const name = String(form.get("name") ?? "").trim();
          write.mutate(
            {
              path: "/api/seasons",
              body: {
                year: Number(form.get("year")),
                channel: form.get("channel"),
                preset: id,
                ...(name === "" ? {} : { name }),
              },
            },
            { onSuccess: (season) => void navigate(`/admission/${season.id}/set-up`) },
          );
        }}
      >
        <label>
          <span>{t("new.year")}</span>
          <input
            name="year"
            type="number"
            required
            min={2000}
            max={2100}
            defaultValue={me.data?.installation.year ?? ""}
          />
        </label>
        <label>
          <span>{t("channel")}</span>
          <select name="channel">
            {CHANNELS.map((channel) => (
              <option key={channel} value={channel}>
                {t(`channel.${channel}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("new.name")}</span>
          <input name="name" maxLength={120} />
        </label>
        <label>
          <span>{t("new.preset")}</span>
          <select required value={id} onChange={(event) => setId(event.target.value)}>
            <option value="">{t("new.choose")}</option>
            {presets.data?.items.map((one) => (
              <option key={one.id} value={one.id}>
                {say(one.name)}
              </option>
            ))}
          </select>
        </label>
        {presets.error && <Failure error={presets.error} />}
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t("new.start")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
      {preset && <PresetSources preset={preset} />}
    </Section>
  );
}
