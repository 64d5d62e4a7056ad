import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useRegionCounts, useSuggestions, type Named, type OrganisationOfName } from "./api.ts";
import "./organisations.css";

/** A region, chosen from the province down; each level may be the one that is meant. */
export function RegionPicker({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const home = me.data?.installation.province;
  const province = value === "" ? (home?.code ?? "") : `${value.slice(0, 2)}0000`;
  const city = /^\d{4}00$/.test(`${value.slice(0, 4)}00`) ? `${value.slice(0, 4)}00` : "";
  const country = useRegionCounts(null);
  const cities = useRegionCounts(province, province !== "");
  const below = cities.data?.below ?? [];
  const inCity = below.find((one) => one.code === city && one.below > 0);
  const counties = useRegionCounts(city, inCity !== undefined);
  return (
    <span className="region-picker">
      <select
        aria-label={t("field.province")}
        value={province}
        onChange={(event) => onChange(event.target.value)}
      >
        {(country.data?.below ?? []).map((one) => (
          <option key={one.code} value={one.code}>
            {one.name}
          </option>
        ))}
      </select>
      <select
        aria-label={t("field.city")}
        value={inCity ? city : below.some((one) => one.code === value) ? value : province}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value={province}>{t("field.province-itself")}</option>
        {below.map((one) => (
          <option key={one.code} value={one.code}>
            {one.name}
          </option>
        ))}
      </select>
      {inCity && (
        <select
          aria-label={t("field.county")}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value={city}>{t("field.city-itself")}</option>
          {(counties.data?.below ?? []).map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      )}
    </span>
  );
}

/** An organisation, found by typing a part of its name or code. */
export function OrganisationPicker(props: {
  label: string;
  value: Named | null;
  onChange: (value: Named | null) => void;
  except?: readonly string[];
}) {
  const { t } = useTranslation("organisations");
  const [text, setText] = useState("");
  const list = useId();
  const asked = useSettled(text.trim());
  const found = useSuggestions(asked);
  const items = (found.data?.items ?? []).filter((one) => !props.except?.includes(one.id));
  if (props.value)
    return (
      <span className="picked">
        {props.value.name}
        <button
          type="button"
          className="quiet"
          onClick={() => props.onChange(null)}
          aria-label={t("picker.other")}
        >
          ×
        </button>
      </span>
    );
  return (
    <span className="picker">
      <input
        type="search"
        aria-label={props.label}
        aria-controls={list}
        placeholder={t("picker.placeholder")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {asked !== "" && (
        <span className="picker-list" id={list} role="group" aria-label={props.label}>
          {items.slice(0, 6).map((one) => (
            <button
              key={one.id}
              type="button"
              onClick={() => {
                props.onChange({ id: one.id, name: one.name });
                setText("");
              }}
            >
              {one.name}{" "}
              <small>
                {[one.regionName, one.formerly && t("formerly", { name: one.formerly })]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </button>
          ))}
          {found.data && items.length === 0 && <small>{t("picker.none")}</small>}
        </span>
      )}
    </span>
  );
}

/** From when to when, in words where an end is not known. */
export function Span({ since, until }: { since: string | null; until: string | null }) {
  const { t } = useTranslation("organisations");
  return (
    <>
      {since ?? t("since-unknown")} – {until ?? t("until-now")}
    </>
  );
}

/** The organisation that a name of some year belongs to: its present name, where that is another, and who goes on as it. */
export function NowCalled({ name, organisation }: { name: string; organisation: OrganisationOfName | null }) {
  const { t } = useTranslation("organisations");
  if (!organisation) return <>{name}</>;
  const [heir] = organisation.successors;
  return (
    <>
      <Link to={`/organisations/${organisation.id}`}>{name}</Link>
      {organisation.name !== name && (
        <span className="cell-sub">{t("now-called", { name: organisation.name })}</span>
      )}
      {organisation.ended && heir && (
        <span className="cell-sub">
          {t("now-part-of", { name: organisation.successors.map((one) => one.name).join("、") })}
        </span>
      )}
    </>
  );
}
