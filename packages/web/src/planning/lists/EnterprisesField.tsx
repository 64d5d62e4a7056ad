import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisations } from "../../registry/people/api.ts";
import { useSettled } from "../../shell/SearchDialog.tsx";
import type { IndustryInput } from "./api.ts";

type Enterprise = IndustryInput["enterprises"][number];

/** Key enterprises: those of the register are linked and see that the chain names them; others are taken by name. */
export function EnterprisesField({
  name,
  value,
  onChange,
}: {
  name: string;
  value: Enterprise[];
  onChange: (to: Enterprise[]) => void;
}) {
  const { t } = useTranslation("lists");
  const list = useId();
  const [text, setText] = useState("");
  const found = useOrganisations(useSettled(text.trim()));
  const known = (found.data?.items ?? []).filter(({ kind }) => kind === "enterprise");
  const add = (one: Enterprise) => {
    setText("");
    if (!value.some((each) => each.name === one.name)) onChange([...value, one]);
  };
  return (
    <div className="codes-field">
      <label>
        <span>{t(`field.${name}`)}</span>
        <input
          list={list}
          maxLength={100}
          placeholder={t("enterprises-example")}
          value={text}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // the form is not sent by a name that is being typed
            event.preventDefault();
            if (text.trim().length >= 2) add({ id: null, name: text.trim() });
          }}
          onChange={(event) => {
            const chosen = known.find((one) => one.name === event.target.value);
            if (chosen) add({ id: chosen.id, name: chosen.name });
            else setText(event.target.value);
          }}
        />
        <datalist id={list}>
          {known.map((one) => (
            <option key={one.id} value={one.name}>
              {one.regionName}
            </option>
          ))}
        </datalist>
      </label>
      {text.trim().length >= 2 && (
        <button type="button" className="button small" onClick={() => add({ id: null, name: text.trim() })}>
          {t("enterprises-add", { name: text.trim() })}
        </button>
      )}
      {value.map((one) => (
        <button
          key={one.name}
          type="button"
          className="button small"
          title={t("filter.clear")}
          onClick={() => onChange(value.filter((each) => each.name !== one.name))}
        >
          {one.name} {one.id && <small>{t("enterprises-registered")}</small>}{" "}
          <span aria-hidden="true">×</span>
        </button>
      ))}
    </div>
  );
}
