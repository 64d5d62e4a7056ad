import { useTranslation } from "react-i18next";
import { isLive } from "../api/jobs.ts";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Import } from "./api.ts";
import { progressShare } from "./mapping.ts";
import "./imports.css";

/** State in a word; while it runs, how far it is. */
export function ImportProgress({ item, large }: { item: Import; large?: boolean }) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  if (!isLive(item.state)) {
    const colour =
      item.state === "failed"
        ? "tag red"
        : item.state === "done"
          ? "tag good"
          : item.state === "inspected"
            ? "tag blue"
            : "tag";
    return <span className={colour}>{t(`import.state.${item.state}`)}</span>;
  }
  const share = progressShare(item.rowsRead, item.rowsTotalEstimate);
  return (
    <div className={large ? "import-progress large" : "import-progress"}>
      <div
        className={share === null ? "progress unknown" : "progress"}
        role="progressbar"
        aria-label={item.fileName}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      >
        <i style={share === null ? undefined : { width: `${share * 100}%` }} />
      </div>
      <span className="import-progress-words">
        {item.state === "waiting"
          ? t("import.state.waiting")
          : t(item.rowsTotalEstimate ? "import.rows-of" : "import.rows", {
              read: formatNumber(item.rowsRead, language),
              total: formatNumber(item.rowsTotalEstimate, language),
            })}
      </span>
    </div>
  );
}
