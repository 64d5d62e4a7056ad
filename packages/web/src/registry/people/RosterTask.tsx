import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/client.ts";
import { useJob } from "../../api/jobs.ts";
import { useMe } from "../../api/session.ts";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { usePeopleWrite, useRoster, useRosters, writes, type OrganisationLine, type Roster } from "./api.ts";
import { OrganisationField, StateTag } from "./pieces.tsx";

/** Task: a file of people is looked through, row by row, and then taken in. */
export function RosterTask({ kind }: { kind: Roster["kind"] }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const client = useQueryClient();
  const me = useMe();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, choose] = useFilter("roster");
  const [place, setPlace] = useState<OrganisationLine | null>(null);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const anywhere = me.data?.user?.role === "administrator";
  const send = async (file: File): Promise<void> => {
    setSending(true);
    setError(null);
    const form = new FormData();
    form.append("kind", kind);
    if (place) form.append("organisationId", place.id);
    form.append("file", file, file.name);
    try {
      const made = await call<Roster>("/api/rosters", { method: "POST", body: form });
      await client.invalidateQueries({ queryKey: ["rosters"] });
      choose(made.id);
    } catch (problem) {
      setError(problem);
    }
    setSending(false);
  };
  const list = kind === "students" ? "/students" : "/people";
  return (
    <Page
      title={t(`roster.${kind}`)}
      crumbs={[{ name: t(`${kind === "students" ? "students" : "people"}.title`), path: list }]}
      lead={t(`roster.${kind}-lead`)}
      actions={
        <a className="button" href={`/api/rosters/templates/${kind}?lang=${language}`} download>
          {t("roster.template")}
        </a>
      }
    >
      {anywhere && (
        <div className="form wider">
          <OrganisationField label={t("organisation")} value={place} onChange={setPlace} />
        </div>
      )}
      <div className="drop">
        <p className="drop-words">{t(sending ? "roster.checking" : "roster.drop")}</p>
        <button
          type="button"
          className="button primary"
          disabled={sending || (anywhere && !place)}
          onClick={() => input.current?.click()}
        >
          {t("roster.choose")}
        </button>
        <input
          ref={input}
          hidden
          type="file"
          aria-label={t("roster.choose")}
          accept=".csv,.xlsx,.txt"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = "";
            if (file) void send(file);
          }}
        />
        <p className="drop-small">{t("roster.privacy")}</p>
      </div>
      {error !== null && <Failure error={error} />}
      {chosen && <Checked id={chosen} list={list} />}
      <Earlier kind={kind} onChoose={choose} />
    </Page>
  );
}

function Checked({ id, list }: { id: string; list: string }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const { to } = useScope();
  const found = useRoster(id);
  const takeIn = usePeopleWrite(writes.takeIn(id));
  const job = useJob(found.data?.state === "running" ? found.data.jobId : null);
  if (found.error) return <Failure error={found.error} />;
  if (!found.data) return null;
  const roster = found.data;
  const counts = ["read", "accepted", "duplicate", "rejected"] as const;
  const columns: Column<Roster["faults"][number]>[] = [
    { key: "row", title: t("fault.row"), number: true, value: (row) => row.row, width: "80px" },
    { key: "field", title: t("fault.field"), value: (row) => t(`field.${row.field}`) },
    { key: "value", title: t("fault.value"), value: (row) => row.value },
    { key: "reason", title: t("fault.reason"), wide: true, value: (row) => row.reason },
  ];
  const share = job.data?.total ? job.data.done / job.data.total : null;
  return (
    <Section
      title={
        <>
          {roster.fileName} <StateTag group="roster-state" state={roster.state} />
        </>
      }
      note={t("roster.sums")}
    >
      <dl className="sums">
        {counts.map((count) => (
          <div key={count}>
            <dt>{t(`roster.${count}`)}</dt>
            <dd>{formatNumber(roster[count], language)}</dd>
          </div>
        ))}
      </dl>
      <div className="actions">
        {roster.state === "checked" && roster.accepted > 0 && (
          <button
            type="button"
            className="button primary"
            disabled={takeIn.isPending}
            onClick={() => takeIn.mutate(undefined)}
          >
            {t("roster.take-in", { count: roster.accepted })}
          </button>
        )}
        {roster.state === "done" && (
          <Link className="button primary" to={to(list)}>
            {t("roster.see")}
          </Link>
        )}
        {roster.faults.length > 0 && (
          <a className="button" href={`/api/rosters/${id}/rejected.csv?lang=${language}`} download>
            {t("roster.rejected-file")}
          </a>
        )}
      </div>
      {roster.state === "running" && (
        <div
          className={share === null ? "progress unknown" : "progress"}
          role="progressbar"
          aria-label={t("roster-state.running")}
        >
          <i style={{ width: `${(share ?? 0.3) * 100}%` }} />
        </div>
      )}
      {takeIn.error && <Failure error={takeIn.error} />}
      {roster.faults.length > 0 && (
        <DataTable
          caption={t("roster.rejected")}
          rows={roster.faults}
          columns={columns}
          rowKey={(row) => `${row.row} ${row.field}`}
          total={roster.rejected}
        />
      )}
    </Section>
  );
}

function Earlier({ kind, onChoose }: { kind: Roster["kind"]; onChoose: (id: string) => void }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const rosters = useRosters();
  const rows = (rosters.data?.items ?? []).filter((item) => item.kind === kind);
  if (rows.length === 0) return null;
  return (
    <Section title={t("roster.earlier")}>
      <ul className="seats">
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              <button type="button" className="link" onClick={() => onChoose(row.id)}>
                {row.fileName}
              </button>{" "}
              <StateTag group="roster-state" state={row.state} />
            </span>
            <small>{formatDate(row.createdAt, language, true)}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
