import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Column } from "../../parts/DataTable.tsx";
import { Num } from "../../parts/Figure.tsx";
import type { ApplicationLine, Evidence, PlaceFigures, Sentence } from "./api.ts";
import "./rounds.css";

export const useSay = () => {
  const language = useLanguage();
  return (of: Sentence): string => (language === "en" ? of.en : of.zh);
};

const TONES: Record<string, string> = {
  recorded: "good",
  approved: "good",
  refused: "red",
  returned: "shortage",
  announced: "blue",
  review: "blue",
  pending: "blue",
};

/** Where an application stands, by its key. */
export function StateTag({ state }: { state: string }) {
  const { t } = useTranslation("rounds");
  return <span className={`tag ${TONES[state] ?? ""}`}>{t(`state.${state}`)}</span>;
}

/** By when something is due: "还有 3 天", "逾期 5 天". */
export function Due({ day, daysLeft }: { day: string; daysLeft: number }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  return (
    <span className={daysLeft < 0 ? "due late" : daysLeft <= 7 ? "due soon" : "due"}>
      {formatDate(day, language)}{" "}
      <small>{daysLeft < 0 ? t("late", { count: -daysLeft }) : t("left", { count: daysLeft })}</small>
    </span>
  );
}

/** "新增 · 焊接技术", "更名 → …". */
export function useSubject() {
  const { t } = useTranslation("rounds");
  return (of: Pick<ApplicationLine, "kind" | "change" | "programme" | "newProgramme">): string =>
    `${t(`kind.${of.kind}`)}${of.change ? `（${t(`change.${of.change}`)}）` : ""} · ${of.programme.name}${
      of.programme.code ? ` ${of.programme.code}` : `（${t("outside")}）`
    }${of.newProgramme ? ` → ${of.newProgramme.name} ${of.newProgramme.code}` : ""}`;
}

/** The columns of every list of applications. */
export function useApplicationColumns(): Column<ApplicationLine>[] {
  const { t } = useTranslation("rounds");
  const subject = useSubject();
  return [
    { key: "subject", title: t("application"), value: (row) => subject(row), render: (row) => <Link to={`/applications/${row.id}`}>{subject(row)}</Link>, wide: true },
    { key: "school", title: t("school"), value: (row) => row.school.name },
    { key: "city", title: t("city"), value: (row) => row.city.name },
    { key: "level", title: t("level"), value: (row) => t(`level.${row.level}`) },
    { key: "lane", title: t("lane"), value: (row) => t(`lane.${row.lane}`) },
    { key: "state", title: t("state"), value: (row) => t(`state.${row.state}`), render: (row) => <StateTag state={row.state} /> },
    { key: "due", title: t("due"), value: (row) => row.due?.day ?? null, render: (row) => (row.due ? <Due day={row.due.day} daysLeft={row.due.daysLeft} /> : "—") },
  ];
} // prettier-ignore

/** What the release says, with its id and date, as it stands in the application. */
export function EvidenceTable({ evidence }: { evidence: Evidence | null }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  if (!evidence) return <p className="section-note">{t("evidence.none")}</p>;
  const { release } = evidence;
  const rows: { name: string; figures: PlaceFigures }[] = [
    ...evidence.programme.map((figures) => ({ name: t("evidence.programme"), figures })),
    ...evidence.occupations.flatMap(({ name, figures }) => figures.map((f) => ({ name, figures: f }))),
  ];
  return (
    <>
      <p className="section-note">
        {t("evidence.from")} <Link to={`/public/releases/${release.id}`}>{release.title}</Link> {release.version}
        {release.publishedAt && ` · ${formatDate(release.publishedAt, language)}`} · {evidence.year}
      </p>
      {rows.length === 0 ? (
        <p className="section-note">{t("evidence.nothing")}</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t("evidence.title")}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t("evidence.what")}</th>
                <th scope="col">{t("evidence.place")}</th>
                {["demand", "supply", "gap", "price"].map((key) => (
                  <th key={key} scope="col" className="n">
                    {t(`evidence.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, figures }, i) => (
                <tr key={i}>
                  <th scope="row">{name}</th>
                  <td>{figures.place}</td>
                  <td className="n"><Num value={figures.demand} suppressed={figures.withheld} /></td>
                  <td className="n"><Num value={figures.supply} suppressed={figures.withheld} /></td>
                  <td className="n"><Num value={figures.gap} signed suppressed={figures.withheld} /></td>
                  <td className="n"><Num value={figures.price?.min} digits={2} suppressed={figures.withheld} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
} // prettier-ignore
