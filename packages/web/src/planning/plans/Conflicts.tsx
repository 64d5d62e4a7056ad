import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { CellConflict } from "./api.ts";
import type { Change } from "./editor-state.ts";

/** Cells that somebody else changed while I did: his value and mine, and who decides now. */
export function Conflicts(props: {
  conflicts: CellConflict[];
  onKeep: () => void;
  onTake: (change: Change) => void;
}) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  if (props.conflicts.length === 0) return null;
  return (
    <div className="failure plan-conflicts" role="alert">
      <p className="failure-sentence">{t("clash.title", { count: props.conflicts.length })}</p>
      <ul>
        {props.conflicts.slice(0, 20).map(({ offering, yours, theirs }) => (
          <li key={offering}>
            {t("clash.line", {
              name: `${theirs.school} ${theirs.programmeName}`,
              by: theirs.by || t("clash.solver"),
              at: theirs.at ? formatDate(theirs.at, language, true) : "",
              theirs: theirs.seats,
              yours: yours.seats ?? theirs.seats,
            })}{" "}
            <button
              type="button"
              className="button small"
              onClick={() => props.onTake({ offering, ...yours })}
            >
              {t("clash.mine")}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button small" onClick={props.onKeep}>
        {t("clash.theirs")}
      </button>
    </div>
  );
}
