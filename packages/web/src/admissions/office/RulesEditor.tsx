import { useTranslation } from "react-i18next";
import type { Rules, Subject } from "./api.ts";
import "./set-up.css";

interface Props {
  rules: Rules;
  subjects: Subject[];
  onChange: (patch: Partial<Rules>) => void;
}

const ENGINES = ["parallel", "matching", "sequential"] as const;
const LETTER: Record<string, string> = { A: "parallel", B: "matching", C: "sequential" };

/** The rules that are the same for everybody: how places are given, what a score is worth, what parts equals. */
export function RulesEditor({ rules, subjects, onChange }: Props) {
  const { t } = useTranslation("seasons");
  const columns = [...new Set([...subjects.map(({ key }) => key), ...Object.keys(rules.score)])];
  const name = (key: string) => subjects.find((one) => one.key === key)?.name ?? key;
  const weights = (key: string, text: string) => {
    const { [key]: _, ...others } = rules.score;
    onChange({ score: text === "" ? others : { ...others, [key]: text === String(Number(text)) ? Number(text) : text } });
  }; // prettier-ignore
  return (
    <>
      <label>
        <span>{t("rules.engine")}</span>
        <select
          value={LETTER[rules.engine] ?? rules.engine}
          onChange={(event) => onChange({ engine: event.target.value })}
        >
          {ENGINES.map((engine) => (
            <option key={engine} value={engine}>
              {t(`engine.${engine}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("rules.structure")}</span>
        <select
          value={rules.structure ?? "programme"}
          onChange={(event) => onChange({ structure: event.target.value as "programme" | "group" })}
        >
          <option value="programme">{t("structure.programme")}</option>
          <option value="group">{t("structure.group")}</option>
        </select>
      </label>
      <label>
        <span>{t("rules.most")}</span>
        <input
          type="number"
          min={1}
          max={500}
          value={rules.maxPreferences ?? ""}
          onChange={(event) =>
            onChange({ maxPreferences: event.target.value === "" ? undefined! : Number(event.target.value) })
          }
        />
      </label>
      <div className="season-weights" role="group" aria-label={t("rules.weights")}>
        <span>{t("rules.weights")}</span>
        {columns.map((key) => (
          <label key={key}>
            <span>{name(key)}</span>
            <input
              inputMode="decimal"
              pattern="\d+(\.\d{1,4})?"
              value={String(rules.score[key] ?? "")}
              onChange={(event) => weights(key, event.target.value)}
            />
          </label>
        ))}
      </div>
      <Ties rules={rules} columns={columns} name={name} onChange={onChange} />
      <label>
        <span>{t("rules.last")}</span>
        <select
          value={rules.lastPlaceTies ?? "cut"}
          onChange={(event) => onChange({ lastPlaceTies: event.target.value as "cut" | "draw" | "all" })}
        >
          {(["cut", "draw", "all"] as const).map((one) => (
            <option key={one} value={one}>
              {t(`last.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {rules.lastPlaceTies === "draw" && (
        <label>
          <span>{t("rules.seed")}</span>
          <input required value={rules.seed ?? ""} onChange={(event) => onChange({ seed: event.target.value })} />
        </label>
      )}
    </>
  ); // prettier-ignore
}

function Ties(props: {
  rules: Rules;
  columns: string[];
  name: (key: string) => string;
  onChange: (patch: Partial<Rules>) => void;
}) {
  const { t } = useTranslation("seasons");
  const ties = props.rules.ties ?? [];
  const free = ["total", ...props.columns].filter((key) => !ties.includes(key));
  const name = (key: string) => (key === "total" ? t("rules.total") : props.name(key));
  const move = (i: number, by: number) => {
    const next = [...ties];
    const [one] = next.splice(i, 1);
    next.splice(i + by, 0, one!);
    props.onChange({ ties: next });
  };
  return (
    <div className="season-ties" role="group" aria-label={t("rules.ties")}>
      <span>{t("rules.ties")}</span>
      {ties.length === 0 && <p className="section-note">{t("rules.no-ties")}</p>}
      <ol>
        {ties.map((key, i) => (
          <li key={key}>
            <b>{name(key)}</b>
            <button type="button" className="button small" disabled={i === 0} aria-label={t("rules.up", { name: name(key) })} onClick={() => move(i, -1)}>↑</button>
            <button type="button" className="button small" disabled={i === ties.length - 1} aria-label={t("rules.down", { name: name(key) })} onClick={() => move(i, 1)}>↓</button>
            <button type="button" className="button small" aria-label={t("rules.drop", { name: name(key) })} onClick={() => props.onChange({ ties: ties.filter((one) => one !== key) })}>×</button>
          </li>
        ))}
      </ol>
      {free.length > 0 && (
        <select aria-label={t("rules.add-tie")} value="" onChange={(event) => props.onChange({ ties: [...ties, event.target.value] })}>
          <option value="">{t("rules.add-tie")}</option>
          {free.map((key) => <option key={key} value={key}>{name(key)}</option>)}
        </select>
      )}
    </div>
  ); // prettier-ignore
}
