import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure } from "../../parts/States.tsx";
import { useBatchName } from "../pieces.tsx";
import { useFilings, useFillings, useHolds, useWrite, type Filing, type FilingLine } from "./api.ts";
import { FilingTag, SeasonSteps, useSay, useThisSeason } from "./pieces.tsx";

/** List: the runs of a season; over what is locked a new one may be begun. */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const language = useLanguage();
  const say = useSay();
  const navigate = useNavigate();
  const holds = useHolds(season.region);
  const found = useFilings(season.id);
  const fillings = useFillings(season.id);
  const write = useWrite<Filing>();
  const rows = found.data?.items ?? [];
  const standing = (batch: string, round: number) =>
    rows.find(
      (run) =>
        run.batch === batch &&
        run.round === round &&
        run.state !== "withdrawn" &&
        !["failed", "cancelled"].includes(run.solving),
    );
  const due = fillings.data?.items.filter(({ batch, round }) => !standing(batch, round)) ?? [];
  const columns: Column<FilingLine>[] = [
    { key: "what", title: t("runs.run"), value: (row) => batchName(row.batch, row.round), render: (row) => <Link to={`/filings/${row.id}`}>{batchName(row.batch)} · {t("round", { round: row.round })}</Link> },
    { key: "state", title: t("state"), value: (row) => say(row.stateWords), render: (row) => <FilingTag filing={row} /> },
    { key: "admitted", title: t("runs.admitted"), number: true, value: (row) => row.admitted },
    { key: "notice", title: t("runs.notice"), value: (row) => row.until, render: (row) => (row.from && row.until ? `${formatDate(row.from, language)} – ${formatDate(row.until, language)}` : "—") },
    { key: "at", title: t("runs.at"), value: (row) => row.createdAt, render: (row) => formatDate(row.createdAt, language, true) },
  ]; // prettier-ignore
  return (
    <>
      {holds && season.state === "filed" && (
        <Section title={t("runs.due")} note={t("runs.due-note")}>
          {fillings.data && due.length === 0 && <p>{t("runs.all-run")}</p>}
          <ul className="season-lines">
            {due.map((one) => (
              <li key={`${one.batch} ${one.round}`}>
                <b>
                  {batchName(one.batch)} · {t("round", { round: one.round })}
                </b>{" "}
                {one.state === "locked" ? (
                  <>
                    <span>{t("runs.lists", { shown: formatNumber(one.saved, language) })}</span>{" "}
                    <button type="button" className="button small primary" disabled={write.isPending} onClick={() => write.mutate({ path: "/api/filings", body: { season: season.id, batch: one.batch, round: one.round } }, { onSuccess: ({ id }) => void navigate(`/filings/${id}`) })}>
                      {t("runs.start")}
                    </button>
                  </>
                ) : (
                  <span>{t("runs.not-locked", { time: formatDate(one.closes, language, true) })}</span>
                )}
              </li>
            ))}
          </ul>
          {write.error && <Failure error={write.error} />}
        </Section>
      )}
      <Section title={t("runs.title")} note={t("runs.note")}>
        {found.error && <Failure error={found.error} />}
        {found.data && rows.length === 0 && (
          <Empty title={t("runs.none")}>
            <p>{t("runs.none-words")}</p>
          </Empty>
        )}
        {rows.length > 0 && <DataTable caption={t("runs.title")} rows={rows} columns={columns} rowKey={(row) => row.id} />}
      </Section>
      <SeasonSteps season={season} only={["conclude"]} />
    </>
  ); // prettier-ignore
}
