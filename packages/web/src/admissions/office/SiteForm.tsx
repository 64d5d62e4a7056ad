import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useCities } from "../../shell/ScopeBar.tsx";
import { useWrite, type NewSite, type Season, type Site } from "./api.ts";
import { fromLocal, toLocal, workingDays } from "./times.ts";
import "./sites.css";
import "./set-up.css";

/** A site of skill tests: how many it tests at once by category, and when it is open. */
export function SiteForm({
  season,
  site,
  onClose,
}: {
  season: Season;
  site: Site | null;
  onClose: () => void;
}) {
  const { t } = useTranslation("seasons");
  const write = useWrite();
  const tests = season.calendar.find(({ key }) => key === "tests");
  const cities = useCities(season.region).data?.items ?? [];
  const [draft, setDraft] = useState<NewSite>({
    name: site?.name ?? "",
    city: site?.city ?? "",
    address: site?.address ?? "",
    organisation: site?.organisation ?? null,
    places: site?.places ?? {},
    open: site?.open ?? workingDays(tests?.opens ?? season.since, tests?.due ?? season.since),
  });
  const set = (patch: Partial<NewSite>) => setDraft((now) => ({ ...now, ...patch }));
  const setOpen = (i: number, part: "from" | "until", value: string) =>
    set({
      open: draft.open.map((one, k) => (k === i ? { ...one, [part]: fromLocal(value) ?? one[part] } : one)),
    });
  const save = (method: "POST" | "PUT" | "DELETE") =>
    write.mutate(
      {
        path: site ? `/api/test-sites/${site.id}` : `/api/seasons/${season.id}/sites`,
        method,
        ...(method === "DELETE" ? {} : { body: draft }),
        ...(site ? { etag: site.etag } : {}),
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog label={t(site ? "change" : "sites.add")} onClose={onClose}>
      <h2>{site?.name ?? t("sites.add")}</h2>
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          save(site ? "PUT" : "POST");
        }}
      >
        <label>
          <span>{t("sites.name")}</span>
          <input
            required
            maxLength={80}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        </label>
        <label>
          <span>{t("sites.city")}</span>
          <select required value={draft.city} onChange={(event) => set({ city: event.target.value })}>
            <option value="">{t("new.choose")}</option>
            {cities.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
            {site && !cities.some(({ code }) => code === site.city) && (
              <option value={site.city}>{site.cityName}</option>
            )}
          </select>
        </label>
        <label>
          <span>{t("sites.address")}</span>
          <input
            maxLength={200}
            value={draft.address}
            onChange={(event) => set({ address: event.target.value })}
          />
        </label>
        <div className="season-weights" role="group" aria-label={t("sites.places")}>
          <span>{t("sites.places")}</span>
          {season.categories
            .filter(({ skillMinutes }) => skillMinutes !== null)
            .map((one) => (
              <label key={one.key}>
                <span>{one.name}</span>
                <input
                  type="number"
                  min={0}
                  max={5000}
                  value={draft.places[one.key] ?? ""}
                  onChange={(event) => {
                    const { [one.key]: _, ...others } = draft.places;
                    set({
                      places:
                        event.target.value === ""
                          ? others
                          : { ...others, [one.key]: Number(event.target.value) },
                    });
                  }}
                />
              </label>
            ))}
        </div>
        {draft.open.map((one, i) => (
          <div key={i} className="season-open">
            <input
              type="datetime-local"
              required
              aria-label={`${t("sites.from")} ${i + 1}`}
              value={toLocal(one.from)}
              onChange={(event) => setOpen(i, "from", event.target.value)}
            />
            <input
              type="datetime-local"
              required
              aria-label={`${t("sites.until")} ${i + 1}`}
              value={toLocal(one.until)}
              onChange={(event) => setOpen(i, "until", event.target.value)}
            />
            {draft.open.length > 1 && (
              <button
                type="button"
                className="quiet"
                aria-label={t("sites.less", { number: i + 1 })}
                onClick={() => set({ open: draft.open.filter((_, k) => k !== i) })}
              >
                {t("remove")}
              </button>
            )}
          </div>
        ))}
        <button
          type="button"
          className="button small"
          onClick={() => set({ open: [...draft.open, draft.open.at(-1)!] })}
        >
          {t("sites.more")}
        </button>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t("save")}
          </button>
          {site && (
            <button type="button" className="button danger" onClick={() => save("DELETE")}>
              {t("remove")}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
