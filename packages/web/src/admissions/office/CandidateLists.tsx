import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { useCandidateImports, type CandidateImport, type Season } from "./api.ts";
import { FileTask } from "./FileTask.tsx";
import { Sum } from "./pieces.tsx";

/** Lists of candidates that were handed in as files; what was not taken comes back with its reason. */
export function CandidateLists({ season }: { season: Season }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const found = useCandidateImports(season.id);
  const [last, setLast] = useState<CandidateImport | null>(null);
  return (
    <Section title={t("lists.title")} note={t("lists.note")}>
      {season.registering ? (
        <FileTask<CandidateImport>
          path={`/api/seasons/${season.id}/candidate-imports`}
          words={t("lists.drop")}
          onTaken={setLast}
        />
      ) : (
        <p className="section-note">{t("lists.closed")}</p>
      )}
      {last && (last.faults?.length ?? 0) > 0 && (
        <ul className="notes">
          {last.faults!.slice(0, 10).map((fault) => (
            <li key={`${fault.row} ${fault.field}`}>
              {t("import.row", { row: fault.row })} {fault.field} {fault.value} —{" "}
              {language === "en" ? fault.en : fault.zh}
            </li>
          ))}
        </ul>
      )}
      <ul className="season-lines">
        {found.data?.items.map((one) => (
          <li key={one.id}>
            <b>{one.fileName}</b> <Sum {...one} />{" "}
            <small>
              {one.createdBy} {formatDate(one.createdAt, language, true)}
            </small>{" "}
            {one.rejected > 0 && (
              <a href={`/api/candidate-imports/${one.id}/rejected.csv?lang=${language}`} download>
                {t("import.rejected", { count: one.rejected })}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
