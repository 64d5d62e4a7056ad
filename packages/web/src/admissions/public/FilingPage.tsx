import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatBytes, formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useCutoffs, useFiling, useSeason, type Cutoff, type Filing } from "../api.ts";
import { HistoryDialog } from "../CutoffHistory.tsx";
import { ObjectionForm } from "../ObjectionForm.tsx";
import { SampleTag, useBatchName, useSay } from "../pieces.tsx";
import "./public.css";

/** Public: the result of a batch and round: last places, what is left, the proof, objections. */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  const batchName = useBatchName();
  const { id } = useParams();
  const found = useFiling(id);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const filing = found.data;
  const notice = filing.state === "announced" && filing.until !== null;
  return (
    <Page
      title={`${filing.seasonName} · ${batchName(filing.batch, filing.round)}`}
      crumbs={[
        { name: t("public.title"), path: "/public/admission" },
        { name: filing.seasonName, path: `/public/admission/${filing.season}` },
      ]}
      lead={
        <>
          <span className={filing.state === "confirmed" ? "tag good" : "tag blue"}>{say(filing.stateWords)}</span>{" "}
          {filing.until && t("public.notice", { from: formatDate(filing.from, language), until: formatDate(filing.until, language) })}{" "}
          <SampleTag sample={filing.sample} />
        </>
      }
      actions={
        <>
          <a className="button" href={`/api/public/filings/${filing.id}/announcement.docx`} download>
            DOCX
          </a>
          <a className="button" href={`/api/public/filings/${filing.id}/cutoffs.xlsx`} download>
            XLSX
          </a>
        </>
      }
    >
      {filing.admitted !== null && (
        <p className="answer">
          {t("public.admitted", { count: filing.admitted, shown: formatNumber(filing.admitted, language) })}
        </p>
      )}
      <Section title={t("cutoff.title")} note={t("cutoff.words")}>
        <Cutoffs filing={filing} />
      </Section>
      <Section title={t("proof.title")} note={t("proof.words")} aside={<Link to="/public/admission-verify">{t("verify.title")}</Link>}>
        <Proof filing={filing} />
      </Section>
      <Section title={t("object.title")} note={t(notice ? "object.words" : "object.closed")}>
        {notice && <ObjectionForm filing={filing.id} own={false} />}
      </Section>
    </Page>
  ); // prettier-ignore
}

function Cutoffs({ filing }: { filing: Filing }) {
  const { t } = useTranslation("admissions");
  const season = useSeason(filing.season);
  const [text, setText] = useFilter("q");
  const [category, setCategory] = useFilter("category");
  const [vacant, setVacant] = useFilter("vacant");
  const [shown, setShown] = useState<Cutoff | null>(null);
  const q = useSettled(text.trim());
  const found = useCutoffs(filing.id, { q, category, vacant });
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns: Column<Cutoff>[] = [
    { key: "school", title: t("unit.school"), value: ({ schoolName }) => schoolName, render: (row) => <button type="button" className="link" onClick={() => setShown(row)}>{row.schoolName}</button> },
    { key: "programme", title: t("unit.programme"), value: ({ programmeName }) => programmeName },
    { key: "code", title: t("unit.programme-code"), value: ({ programme }) => programme },
    { key: "rank", title: t("cutoff.rank"), value: ({ lastRank }) => lastRank, number: true },
    { key: "score", title: t("cutoff.score"), value: ({ lastScore }) => (lastScore === null ? null : Number(lastScore)), render: ({ lastScore }) => lastScore ?? "—", number: true },
    { key: "admitted", title: t("cutoff.admitted"), value: (row) => row.admitted, number: true, sum: true },
    { key: "capacity", title: t("unit.capacity"), value: (row) => row.capacity, number: true, sum: true },
    ...(rows.some(({ exempt }) => exempt > 0) ? [{ key: "exempt", title: t("cutoff.exempt"), value: (row: Cutoff) => row.exempt, number: true, sum: true }] : []),
    { key: "vacancies", title: t("cutoff.vacancies"), value: (row) => row.vacancies, number: true, sum: true },
    { key: "quota", title: t("form.quotas"), value: ({ quota }) => quota },
    { key: "unit", title: t("unit.id"), value: ({ unit }) => unit },
    { key: "category", title: t("form.category"), value: ({ categoryName }) => categoryName },
    { key: "city", title: t("city"), value: ({ cityName }) => cityName },
  ];
  return (
    <>
      <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {t("search.q")}
          <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <label>
          {t("form.category")}
          <select value={category} onChange={(event) => setCategory(event.target.value)}>
            <option value="">{t("all")}</option>
            {season.data?.categories.map(({ key, name }) => (
              <option key={key} value={key}>{name}</option>
            ))}
          </select>
        </label>
        <label className="check">
          <input type="checkbox" checked={vacant === "true"} onChange={(event) => setVacant(event.target.checked ? "true" : null)} />
          {t("cutoff.vacant-only")}
        </label>
      </form>
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("cutoff.none")} />}
      {rows.length > 0 && (
        <DataTable caption={t("cutoff.title")} rows={rows} columns={columns} rowKey={({ unit, quota }) => `${unit} ${quota}`} fileName="cutoffs" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
      {shown && <HistoryDialog school={shown.schoolName} programme={shown.programme} name={`${shown.schoolName} ${shown.programmeName}`} onClose={() => setShown(null)} />}
    </>
  );
} // prettier-ignore

/** What the independent verifier found, and the files with their hashes. */
function Proof({ filing }: { filing: Filing }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  const { verified, files } = filing;
  return (
    <>
      {verified && (
        <ul className="proof">
          {verified.checks.map((check) => (
            <li key={check.rule} className={check.breaches === 0 ? "" : "bad"}>
              <span className={check.breaches === 0 ? "tag good" : "tag red"}>
                {check.breaches === 0 ? t("proof.holds") : t("proof.broken", { count: check.breaches })}
              </span>
              <span>{say(check)}</span>
              <small className="num">
                {t("proof.examined", { count: check.examined, shown: formatNumber(check.examined, language) })}
              </small>
            </li>
          ))}
        </ul>
      )}
      {files.some(({ name }) => name.startsWith("open/")) && (
        <p>
          <a className="button" href={`/api/public/filings/${filing.id}/open.tar.gz`} download>
            {t("proof.archive")}
          </a>
        </p>
      )}
      {files.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t("proof.files")}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t("proof.file")}</th>
                <th scope="col" className="n">{t("proof.bytes")}</th>
                <th scope="col">SHA-256</th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.name}>
                  <th scope="row">
                    {file.open ? (
                      <a href={`/api/public/filings/${filing.id}/files/${file.name.split("/").at(-1)!}`} download>
                        {file.name}
                      </a>
                    ) : (
                      <>
                        {file.name} <small>{t("proof.closed")}</small>
                      </>
                    )}
                  </th>
                  <td className="n">{formatBytes(file.bytes)}</td>
                  <td className="hash">{file.sha256}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  ); // prettier-ignore
}
