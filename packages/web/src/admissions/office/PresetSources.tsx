import { useTranslation } from "react-i18next";
import type { Preset } from "./api.ts";
import { useSay } from "./pieces.tsx";
import "./set-up.css";

/** Where a preset's rules come from, field by field, and what is not certain about them. */
export function PresetSources({ preset }: { preset: Omit<Preset, "rules"> }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  return (
    <div className="preset">
      <div>
        <h3>{t("preset.doubts", { name: say(preset.name) })}</h3>
        <ul className="notes">
          {preset.doubts.map(({ field, text }) => (
            <li key={field + text.en}>
              <code>{field}</code> {say(text)}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>{t("preset.sources")}</h3>
        <ul className="notes">
          {preset.sources.map((source, i) => (
            <li key={i}>
              <code>{source.field}</code>{" "}
              {source.page?.includes(".") ? (
                <a href={`https://${source.page}`} rel="noreferrer" target="_blank">
                  {source.document}
                </a>
              ) : (
                source.document
              )}
              {source.year !== null && ` · ${source.year}`}{" "}
              <span className="tag">{t(`trust.${source.trust}`)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
