import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CodeField, CodesField, type CodeKind } from "./CodeField.tsx";

/** What every field of an item takes: which part of the item it is, and its word if another than its own. */
interface Bound<Value> {
  name: string;
  value: Value;
  onChange: (value: Value) => void;
  label?: string;
}

/** Binds fields to the parts of an item: `<Text {...bind("post")} />`. */
export const binder =
  <Item,>(of: Item, set: (to: Item) => void) =>
  <Key extends keyof Item & string>(name: Key): Bound<Item[Key]> => ({
    name,
    value: of[name],
    onChange: (value) => set({ ...of, [name]: value }),
  });

export function Field({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation("lists");
  return (
    <label>
      <span>{t(`field.${name}`)}</span>
      {children}
    </label>
  );
}

export function Text(props: Bound<string> & { required?: boolean; most?: number; rows?: number }) {
  const shared = { required: props.required, maxLength: props.most ?? 100, value: props.value };
  return (
    <Field name={props.label ?? props.name}>
      {props.rows ? (
        <textarea rows={props.rows} {...shared} onChange={(event) => props.onChange(event.target.value)} />
      ) : (
        <input {...shared} onChange={(event) => props.onChange(event.target.value)} />
      )}
    </Field>
  );
}

/** A whole number, or none. */
export function Count(props: Bound<number | null> & { required?: boolean; least?: number; most?: number }) {
  return (
    <Field name={props.label ?? props.name}>
      <input
        type="number"
        min={props.least ?? 0}
        max={props.most ?? 1000000}
        required={props.required}
        value={props.value ?? ""}
        onChange={(event) => props.onChange(event.target.value === "" ? null : Number(event.target.value))}
      />
    </Field>
  );
}

/** Money, typed in yuan or 万元 and kept in integer fen. */
export function Money(props: Bound<number | null> & { unit: "yuan" | "wan"; required?: boolean }) {
  const fen = props.unit === "yuan" ? 100 : 1_000_000;
  return (
    <Field name={props.label ?? props.name}>
      <input
        type="number"
        min={0}
        step="0.01"
        required={props.required}
        value={props.value === null ? "" : props.value / fen}
        onChange={(event) =>
          props.onChange(event.target.value === "" ? null : Math.round(Number(event.target.value) * fen))
        }
      />
    </Field>
  );
}

export function When(props: Bound<string> & { type: "date" | "month"; required?: boolean; min?: string }) {
  return (
    <Field name={props.label ?? props.name}>
      <input
        type={props.type}
        required={props.required}
        min={props.min}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  );
}

/** One of a few. */
export function Pick<Value extends string>(
  props: Bound<Value> & { of: readonly Value[]; word: (value: Value) => string },
) {
  return (
    <Field name={props.label ?? props.name}>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value as Value)}>
        {props.of.map((one) => (
          <option key={one} value={one}>
            {props.word(one)}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Any of a few. */
export function Checks<Value extends string>(
  props: Bound<Value[]> & { of: readonly Value[]; word: (value: Value) => string },
) {
  const { t } = useTranslation("lists");
  const { value } = props;
  return (
    <fieldset className="choices">
      <legend>{t(`field.${props.label ?? props.name}`)}</legend>
      {props.of.map((one) => (
        <label key={one} className="check">
          <input
            type="checkbox"
            checked={value.includes(one)}
            onChange={() =>
              props.onChange(value.includes(one) ? value.filter((each) => each !== one) : [...value, one])
            }
          />{" "}
          {props.word(one)}
        </label>
      ))}
    </fieldset>
  );
}

export function Flag(props: Bound<boolean>) {
  const { t } = useTranslation("lists");
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={props.value}
        onChange={(event) => props.onChange(event.target.checked)}
      />{" "}
      {t(`field.${props.label ?? props.name}`)}
    </label>
  );
}

/** A code of an official table, or several. */
export function Code(props: Bound<string> & { kind: CodeKind }) {
  const { t } = useTranslation("lists");
  return (
    <CodeField
      kind={props.kind}
      label={t(`field.${props.label ?? props.name}`)}
      value={props.value}
      onChange={(code) => props.onChange(code ?? "")}
    />
  );
}
export function Codes(props: Bound<string[]> & { kind: CodeKind }) {
  const { t } = useTranslation("lists");
  return (
    <CodesField
      kind={props.kind}
      label={t(`field.${props.label ?? props.name}`)}
      values={props.value}
      onChange={props.onChange}
    />
  );
}

/** Words divided by 、 or commas. */
export function Terms(props: Bound<string[]>) {
  const { t } = useTranslation("lists");
  const [text, setText] = useState(props.value.join("、"));
  return (
    <Field name={props.label ?? props.name}>
      <input
        value={text}
        placeholder={t("terms-example")}
        onChange={(event) => {
          setText(event.target.value);
          props.onChange(
            event.target.value
              .split(/[、,，;；]/)
              .map((term) => term.trim())
              .filter(Boolean),
          );
        }}
      />
    </Field>
  );
}
