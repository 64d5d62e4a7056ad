import { useTranslation } from "react-i18next";

/** Which season a list is about; nothing where there is no choice. */
export function SeasonChoice(props: {
  seasons: readonly { id: string; name: string }[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation("admissions");
  if (props.seasons.length < 2 || props.chosen === undefined) return null;
  return (
    <div className="filters">
      <label>
        {t("season")}
        <select value={props.chosen} onChange={(event) => props.onChoose(event.target.value)}>
          {props.seasons.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
