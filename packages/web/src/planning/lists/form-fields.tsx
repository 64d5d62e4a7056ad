import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function Field({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation("lists");
  return (
    <label>
      <span>{t(`field.${name}`)}</span>
      {children}
    </label>
  );
}

export function Text(props: {
  name: string;
  value: string;
  onChange: (text: string) => void;
  required?: boolean;
  most?: number;
  rows?: number;
}) {
  const shared = { required: props.required, maxLength: props.most ?? 100, value: props.value };
  return (
    <Field name={props.name}>
      {props.rows ? (
        <textarea rows={props.rows} {...shared} onChange={(event) => props.onChange(event.target.value)} />
      ) : (
        <input {...shared} onChange={(event) => props.onChange(event.target.value)} />
      )}
    </Field>
  );
}

export function Count({
  name,
  value,
  onChange,
}: {
  name: string;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  return (
    <Field name={name}>
      <input
        type="number"
        min={0}
        max={1000000}
        required={name === "now"}
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
      />
    </Field>
  );
}

/** Words divided by 、 or commas. */
export function Terms({
  name,
  values,
  onChange,
}: {
  name: string;
  values: readonly string[];
  onChange: (terms: string[]) => void;
}) {
  const { t } = useTranslation("lists");
  const [text, setText] = useState(values.join("、"));
  return (
    <Field name={name}>
      <input
        value={text}
        placeholder={t("terms-example")}
        onChange={(event) => {
          setText(event.target.value);
          onChange(
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
