import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadFile } from "../../api/upload.ts";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { download, toCsv } from "../../parts/csv.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import type { ImportReport } from "./api.ts";
import "./organisations.css";

/** Task: a spreadsheet of organisations; what would happen is shown before it does. */
export function Component() {
  const { t } = useTranslation("organisations");
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = async (chosen: File, dry: boolean): Promise<void> => {
    setError(null);
    setShare(0);
    try {
      setReport(await uploadFile<ImportReport>(`/api/organisations/import?dry=${dry}`, chosen, setShare));
      if (!dry) await client.invalidateQueries({ queryKey: ["organisations"] });
    } catch (problem) {
      setReport(null);
      setError(problem);
    } finally {
      setShare(null);
    }
  };
  return (
    <Page
      title={t("do.import")}
      crumbs={[{ name: t("shell:place.organisations"), path: "/organisations" }]}
      lead={t("import.lead")}
      actions={
        <a className="button" href="/api/organisations/template" download>
          {t("import.template")}
        </a>
      }
    >
      <label className="file-choice">
        <span className="button primary">{t(file ? "import.other" : "import.choose")}</span>
        <input
          type="file"
          accept=".xlsx,.csv"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = "";
            if (!chosen) return;
            setFile(chosen);
            setReport(null);
            void send(chosen, true);
          }}
        />
        <span>{file?.name}</span>
      </label>
      {share !== null && <p role="status">{t(share < 1 ? "import.sending" : "import.reading")}</p>}
      {error ? <Failure error={error} /> : null}
      {report && file && <Result report={report} busy={share !== null} take={() => void send(file, false)} />}
    </Page>
  );
}

function Result({ report, busy, take }: { report: ImportReport; busy: boolean; take: () => void }) {
  const { t } = useTranslation("organisations");
  const language = useLanguage();
  const count = (value: number) => formatNumber(value, language);
  const rejected = (): void =>
    download(
      `${report.fileName.replace(/\.\w+$/, "")}-${t("import.rejected-file")}.csv`,
      "text/csv;charset=utf-8",
      toCsv(
        [...report.headers, t("import.row"), t("import.why")],
        report.rejected.map((one) => [
          ...report.headers.map((_, i) => one.values[i] ?? ""),
          one.row,
          one.reasons.map((reason) => `${reason.field}：${reason.reason}`).join("；"),
        ]),
      ),
    );
  return (
    <Section title={t(report.dry ? "import.would" : "import.did")}>
      <p className="import-sum" role="status">
        {t("import.sum", {
          read: count(report.read),
          added: count(report.added),
          there: count(report.there),
          rejected: count(report.rejected.length),
        })}
      </p>
      {report.unknown.length > 0 && (
        <p className="doubt">{t("import.unknown", { columns: report.unknown.join("、") })}</p>
      )}
      {report.dry && report.added > 0 && (
        <p>
          <button type="button" className="button primary" disabled={busy} onClick={take}>
            {t("import.take", { count: report.added })}
          </button>
        </p>
      )}
      {report.rejected.length > 0 && (
        <>
          <h3>
            {t("import.rejected")}{" "}
            <button type="button" className="quiet" onClick={rejected}>
              {t("import.rejected-get")}
            </button>
          </h3>
          <ul className="reasons">
            {report.rejected.slice(0, 50).map((one) => (
              <li key={one.row}>
                <b>{t("import.row-n", { row: one.row })}</b>{" "}
                {one.reasons.map((reason) => (
                  <span key={reason.field + reason.reason}>
                    {reason.field} {reason.value && <q>{reason.value}</q>} {reason.reason}{" "}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      {report.doubts.length > 0 && (
        <>
          <h3>{t("import.doubts")}</h3>
          <ul className="reasons">
            {report.doubts.slice(0, 50).map((one, i) => (
              <li key={i}>
                <b>{t("import.row-n", { row: one.row })}</b> {one.field} {one.text}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
