import { useId, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useSettled } from "../shell/SearchDialog.tsx";
import { useSearch, type SearchHit } from "../standards/api.ts";

export interface PickerProps {
  kind: "programme" | "occupation";
  label: string;
  placeholder: string;
  /** chosen codes; of one who may choose one alone, none or one */
  values: readonly string[];
  onChange: (codes: string[]) => void;
  /** only programmes of this level */
  level?: string;
  /** several may be chosen */
  many?: boolean;
  invalid?: boolean;
}

const MOST = 20;
const SHOWN = 10;

/** Codes of the official tables, found by name, pinyin or code; made for a thumb: hits are lines to touch. */
export function Picker(props: PickerProps) {
  const { t } = useTranslation("pathways");
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const asked = useSettled(text.trim());
  const found = useSearch(asked, props.kind, 40);
  const fitting = (hit: SearchHit) => !props.level || hit.level === props.level;
  const hits = asked === "" ? [] : (found.data?.items ?? []).filter(fitting).slice(0, SHOWN);
  const open = text.trim() !== "" && asked === text.trim() && !found.isPending;
  const choose = (hit: SearchHit | undefined): void => {
    if (!hit) return;
    setText("");
    setAt(0);
    if (!props.values.includes(hit.code)) props.onChange(props.many ? [...props.values, hit.code].slice(-MOST) : [hit.code]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") choose(hits[at]);
    else if (event.key === "Escape" && text !== "") setText("");
    else return;
    event.preventDefault();
  };
  const asks = props.many === true || props.values.length === 0;
  return (
    <div className="ways-picker">
      {asks ? <label htmlFor={id}>{props.label}</label> : <span>{props.label}</span>}
      {props.values.length > 0 && (
        <ul className="ways-picked">
          {props.values.map((code) => (
            <li key={code}>
              <button
                type="button"
                className="button small"
                title={t("picker.remove")}
                onClick={() => props.onChange(props.values.filter((one) => one !== code))}
              >
                <Name kind={props.kind} code={code} /> <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {asks && (
        <input
          id={id}
          type="search"
          role="combobox"
          autoComplete="off"
          aria-expanded={open && hits.length > 0}
          aria-controls={`${id}-hits`}
          aria-activedescendant={open && hits[at] ? `${id}-${at}` : undefined}
          aria-invalid={props.invalid ?? false}
          maxLength={50}
          placeholder={props.placeholder}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      )}
      <ul id={`${id}-hits`} role="listbox" aria-label={props.label} className="ways-hits" hidden={!open || hits.length === 0}>
        {open &&
          hits.map((hit, index) => (
            <li
              key={hit.code}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(hit)}
            >
              <b>{hit.name}</b>{" "}
              <small>{[hit.code, hit.level ? t(`shell:level.${hit.level}`) : "", hit.hint].filter(Boolean).join(" · ")}</small>
            </li>
          ))}
      </ul>
      {open && hits.length === 0 && (
        <p className="ways-none" role="status">
          {t("picker.none", { text: asked })}
        </p>
      )}
    </div>
  );
} // prettier-ignore

/** The name of a code; what is no code, the name of an undergraduate programme, stands for itself. */
export function Name({ kind, code }: { kind: "programme" | "occupation"; code: string }) {
  const coded = /^\d/.test(code);
  const found = useSearch(coded ? code : "", kind, 5);
  if (!coded) return <>{code.replace(/^[^:]*:/, "")}</>;
  const name = found.data?.items.find((hit) => hit.code === code)?.name;
  return (
    <>
      {name ?? code} {name && <small>{code}</small>}
    </>
  );
}
