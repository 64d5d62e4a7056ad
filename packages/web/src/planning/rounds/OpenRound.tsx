import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useCycles, useReleases } from "../api.ts";
import { useOpenRound } from "./api.ts";

/** Task: open the round of a year on a published release. */
export function OpenRound({ years }: { years: number[] }) {
  const { t } = useTranslation("rounds");
  const navigate = useNavigate();
  const cycles = useCycles();
  const releases = useReleases();
  const open = useOpenRound();
  const done = (cycles.data?.items ?? []).filter((cycle) => cycle.state === "done");
  const published = (releases.data?.items ?? []).filter((release) => release.state === "published");
  const bases = [
    ...published.map((release) => ({ value: `r:${release.id}`, label: `${release.title} ${release.version}`, cycleId: release.cycleId, releaseId: release.id, year: release.year })),
    ...done.filter((cycle) => !published.some((release) => release.cycleId === cycle.id))
      .map((cycle) => ({ value: `c:${cycle.id}`, label: t("open.cycle", { year: cycle.year }), cycleId: cycle.id, releaseId: undefined, year: cycle.year })),
  ]; // prettier-ignore
  const [value, setValue] = useState("");
  const base = bases.find((one) => one.value === value) ?? bases[0];
  const suggested = base ? base.year + 1 : new Date().getFullYear() + 1;
  const [year, setYear] = useState("");
  if (bases.length === 0) return null;
  if (base && years.includes(suggested) && year === "" && years.length > 0)
    return (
      <details>
        <summary>{t("open.title")}</summary>
        {form()}
      </details>
    );
  return <Section title={t("open.title")}>{form()}</Section>;

  function form() {
    return (
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          if (!base) return;
          open.mutate(
            { year: Number(year || suggested), cycleId: base.cycleId, ...(base.releaseId ? { releaseId: base.releaseId } : {}) },
            { onSuccess: (round) => void navigate(`/rounds/${round.id}`) },
          ); // prettier-ignore
        }}
      >
        <p className="section-note">{t("open.words")}</p>
        <label>
          <span>{t("open.base")}</span>
          <select value={base?.value} onChange={(event) => setValue(event.target.value)}>
            {bases.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("open.year")}</span>
          <input
            type="number"
            min={2000}
            max={2100}
            required
            value={year || suggested}
            onChange={(event) => setYear(event.target.value)}
          />
        </label>
        {open.error && <Failure error={open.error} />}
        <button type="submit" className="button primary" disabled={open.isPending}>
          {t("open.do")}
        </button>
      </form>
    );
  }
}
