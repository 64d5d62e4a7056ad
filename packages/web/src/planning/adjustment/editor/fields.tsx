import { createContext, useContext, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { TRUSTS, type Basis, type Trust } from "../rules.ts";

/** The faults of the rules that are being written, each with its place. */
export const FaultsOf = createContext<readonly { path: string; message: string }[]>([]);

/** What is wrong at a place, said under its field. */
export function Faults({ path }: { path: string }) {
  const found = useContext(FaultsOf).filter((fault) => fault.path === path);
  return found.map(({ message }) => (
    <span key={message} className="field-error" role="alert">
      {message}
    </span>
  ));
}

/** How many faults a part has, itself and everything in it. */
export const useFaultCount = (path: string): number =>
  useContext(FaultsOf).filter(
    (fault) => fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`),
  ).length;

export function Labelled({ label, path, children }: { label: string; path?: string; children: ReactNode }) {
  return (
    <label>
      <span>{label}</span>
      {children}
      {path && <Faults path={path} />}
    </label>
  );
}

export function Field(props: {
  label: string;
  path: string;
  value: string;
  type?: "date";
  placeholder?: string;
  /** what the reader must know before he changes it */
  hint?: string;
  onChange: (value: string) => void;
}) {
  return (
    <Labelled label={props.label} path={props.path}>
      <input
        className="field"
        type={props.type ?? "text"}
        maxLength={1000}
        placeholder={props.placeholder}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.hint && <small className="section-note">{props.hint}</small>}
    </Labelled>
  );
}

/** Where a rule or a figure rests: article, words of the source, source, and how sure it is. */
export function BasisFields({
  basis,
  path,
  onChange,
}: {
  basis: Basis;
  path: string;
  onChange: (basis: Basis) => void;
}) {
  const { t } = useTranslation("adjustment");
  const { quote, ...rest } = basis;
  return (
    <>
      <Field
        label={t("edit.article")}
        path={`${path}.article`}
        value={basis.article}
        onChange={(article) => onChange({ ...basis, article })}
      />
      <Field
        label={t("edit.quote")}
        path={`${path}.quote`}
        value={quote ?? ""}
        onChange={(text) => onChange(text === "" ? rest : { ...basis, quote: text })}
      />
      <Field
        label={t("edit.source")}
        path={`${path}.source`}
        value={basis.source}
        onChange={(source) => onChange({ ...basis, source })}
      />
      <TrustField
        path={`${path}.trust`}
        value={basis.trust}
        onChange={(trust) => onChange({ ...basis, trust })}
      />
    </>
  );
}

export interface NumberProps {
  label: string;
  path: string;
  value: number | null;
  /** shown × 100, for shares */
  percent?: boolean;
  unit?: string;
  /** what an empty field means */
  placeholder?: string;
  bare?: boolean;
  onChange: (value: number | null) => void;
}

const shown = (value: number | null, percent: boolean): string =>
  value === null ? "" : String(percent ? Number((value * 100).toPrecision(10)) : value);

/** A number, kept as it is typed until it is one; empty is null. */
export function NumberField({
  label,
  path,
  value,
  percent = false,
  unit,
  placeholder,
  bare,
  onChange,
}: NumberProps) {
  const [text, setText] = useState<string | null>(null);
  const input = (
    <span className="number-field">
      <input
        className="field"
        type="text"
        inputMode="decimal"
        aria-label={bare ? label : undefined}
        placeholder={placeholder}
        value={text ?? shown(value, percent)}
        onChange={(event) => {
          const typed = event.target.value;
          setText(typed);
          const number = Number(typed.trim());
          if (typed.trim() === "") onChange(null);
          else if (Number.isFinite(number))
            onChange(percent ? Number((number / 100).toPrecision(12)) : number);
        }}
        onBlur={() => setText(null)}
      />
      {(percent || unit) && <small>{percent ? "%" : unit}</small>}
    </span>
  );
  return bare ? (
    <>
      {input}
      <Faults path={path} />
    </>
  ) : (
    <Labelled label={label} path={path}>
      {input}
    </Labelled>
  );
}

export function Choose<T extends string>(props: {
  label: string;
  path: string;
  value: T;
  values: readonly T[];
  word: (value: T) => string;
  bare?: boolean;
  onChange: (value: T) => void;
}) {
  const select = (
    <select
      className="field"
      aria-label={props.bare ? props.label : undefined}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value as T)}
    >
      {props.values.map((value) => (
        <option key={value} value={value}>
          {props.word(value)}
        </option>
      ))}
    </select>
  );
  return props.bare ? (
    <>
      {select}
      <Faults path={props.path} />
    </>
  ) : (
    <Labelled label={props.label} path={props.path}>
      {select}
    </Labelled>
  );
}

export function Check(props: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label className="editor-check">
      <input
        type="checkbox"
        checked={props.value}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}

/** Several of a few: an empty choice is left out of the rule altogether. */
export function Several<T extends string>(props: {
  label: string;
  path: string;
  values: readonly T[];
  chosen: readonly T[] | undefined;
  word: (value: T) => string;
  onChange: (chosen: T[] | undefined) => void;
}) {
  const chosen = props.chosen ?? [];
  return (
    <fieldset className="several">
      <legend>{props.label}</legend>
      {props.values.map((value) => (
        <Check
          key={value}
          label={props.word(value)}
          value={chosen.includes(value)}
          onChange={(on) => {
            const next = props.values.filter((one) => (one === value ? on : chosen.includes(one)));
            props.onChange(next.length === 0 ? undefined : next);
          }}
        />
      ))}
      <Faults path={props.path} />
    </fieldset>
  );
}

export function TrustField({
  path,
  value,
  onChange,
}: {
  path: string;
  value: Trust;
  onChange: (value: Trust) => void;
}) {
  const { t } = useTranslation("adjustment");
  return (
    <Choose
      label={t("edit.trust")}
      path={path}
      value={value}
      values={TRUSTS}
      word={(one) => t(`trust.${one}-words`)}
      onChange={onChange}
    />
  );
}

/** Codes separated by commas or spaces; none = left out. */
export function Codes(props: {
  label: string;
  path: string;
  placeholder: string;
  value: readonly string[] | undefined;
  onChange: (value: string[] | undefined) => void;
}) {
  const [text, setText] = useState((props.value ?? []).join(", "));
  return (
    <Labelled label={props.label} path={props.path}>
      <input
        className="field"
        type="text"
        placeholder={props.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const codes = event.target.value.split(/[\s,，、;；]+/).filter((code) => code !== "");
          props.onChange(codes.length === 0 ? undefined : codes);
        }}
      />
    </Labelled>
  );
}
