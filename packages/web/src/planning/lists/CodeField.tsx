import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { useCities } from "../../shell/ScopeBar.tsx";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useSearch } from "../../standards/api.ts";
import "./lists.css";

export type CodeKind = "occupation" | "programme" | "industry" | "region";

interface CodeProps {
  label: string;
  value: string;
  onChange: (code: string | null) => void;
}

/** A code of an official table, or a city of the province. */
export function CodeField({ kind, ...props }: CodeProps & { kind: CodeKind }) {
  return kind === "region" ? <CityField {...props} /> : <TableField kind={kind} {...props} />;
}

/** The cities of the installation's province: few enough to be chosen from, and of the sample province too. */
function useOwnCities() {
  const me = useMe();
  return useCities(me.data?.installation.province?.code).data?.items ?? [];
}

function CityField(props: CodeProps) {
  const { t } = useTranslation("lists");
  const cities = useOwnCities();
  const known = props.value === "" || cities.some(({ code }) => code === props.value);
  return (
    <label>
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value || null)}>
        <option value="">{t("whole")}</option>
        {cities.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
        {!known && <option value={props.value}>{props.value}</option>}
      </select>
    </label>
  );
}

/** A code of the official tables, found by name, pinyin or code. What is chosen is shown and can be taken away. */
function TableField(props: CodeProps & { kind: Exclude<CodeKind, "region"> }) {
  const { t } = useTranslation("lists");
  const list = useId();
  const [text, setText] = useState("");
  const asked = useSettled(text.trim());
  const found = useSearch(props.value ? props.value : asked, props.kind, 12);
  const hits = found.data?.items ?? [];
  if (props.value) {
    const name = hits.find((hit) => hit.code.slice(0, 6) === props.value.slice(0, 6))?.name ?? "";
    return (
      <label>
        <span>{props.label}</span>
        <button
          type="button"
          className="button small"
          title={t("filter.clear")}
          onClick={() => props.onChange(null)}
        >
          {name || props.value} {name && <small>{props.value}</small>} <span aria-hidden="true">×</span>
        </button>
      </label>
    );
  }
  return (
    <label>
      <span>{props.label}</span>
      <input
        type="search"
        list={list}
        placeholder={t("filter.code-example")}
        value={text}
        onChange={(event) => {
          const chosen = hits.find((hit) => `${hit.name} ${hit.code}` === event.target.value);
          if (!chosen) return setText(event.target.value);
          setText("");
          props.onChange(chosen.code);
        }}
      />
      <datalist id={list}>
        {hits.map((hit) => (
          <option key={hit.code} value={`${hit.name} ${hit.code}`}>
            {hit.hint}
          </option>
        ))}
      </datalist>
    </label>
  );
}

/** Several codes of one table. */
export function CodesField(props: {
  kind: CodeKind;
  label: string;
  values: readonly string[];
  onChange: (codes: string[]) => void;
}) {
  const { t } = useTranslation("lists");
  return (
    <div className="codes-field">
      <CodeField
        kind={props.kind}
        label={props.label}
        value=""
        onChange={(code) => code && !props.values.includes(code) && props.onChange([...props.values, code])}
      />
      {props.values.map((code) => (
        <button
          key={code}
          type="button"
          className="button small"
          title={t("filter.clear")}
          onClick={() => props.onChange(props.values.filter((one) => one !== code))}
        >
          <CodeName kind={props.kind} code={code} /> <span aria-hidden="true">×</span>
        </button>
      ))}
    </div>
  );
}

/** The name of a code as its table has it. */
export function CodeName({ kind, code }: { kind: CodeKind; code: string }) {
  const cities = useOwnCities();
  const found = useSearch(kind === "region" ? "" : code, kind, 5);
  const hits = kind === "region" ? cities : (found.data?.items ?? []);
  const name = hits.find((hit) => hit.code.slice(0, 6) === code.slice(0, 6))?.name;
  return (
    <>
      {name ?? code} <small>{name && kind !== "region" ? code : ""}</small>
    </>
  );
}
