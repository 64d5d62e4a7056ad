import { useTranslation } from "react-i18next";
import { useFilter } from "../shell/scope.ts";

/* Filters of the lists of agreements, rules and requests: each keeps its word in the address. */

/** Words looked for. */
export function WordsFilter({ label }: { label: string }) {
  const [text, setText] = useFilter("q");
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      defaultValue={text}
      onChange={(event) => setText(event.target.value.trim())}
    />
  );
}

/** One of several values, each named `words.value` in the locale. */
export function ChoiceFilter(props: {
  name: string;
  label: string;
  values: readonly string[];
  words: string;
}) {
  const { t } = useTranslation("pathways");
  const [chosen, choose] = useFilter(props.name);
  return (
    <label>
      {props.label}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">{t("filter.any")}</option>
        {props.values.map((value) => (
          <option key={value} value={value}>
            {t(`${props.words}.${value}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Only what waits for me. */
export function WaitingFilter() {
  const { t } = useTranslation("pathways");
  const [waiting, setWaiting] = useFilter("waiting");
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={waiting === "true"}
        onChange={(event) => setWaiting(event.target.checked ? "true" : null)}
      />
      {t("agreements.waiting")}
    </label>
  );
}
