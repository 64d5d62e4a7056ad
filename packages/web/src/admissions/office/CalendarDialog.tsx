import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useWrite, type Season } from "./api.ts";
import { fromLocal, toLocal } from "./times.ts";

/** Times of the season's steps; a changed one is the office's own and says so. */
export function CalendarDialog({ season, onClose }: { season: Season; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const write = useWrite();
  const [steps, setSteps] = useState(season.calendar.map(({ key, opens, due }) => ({ key, opens, due })));
  const set = (key: string, part: "opens" | "due", value: string) =>
    setSteps((all) => all.map((one) => (one.key !== key ? one : { ...one, [part]: fromLocal(value) })));
  return (
    <Dialog label={t("calendar.edit")} onClose={onClose}>
      <h2>{t("calendar.edit")}</h2>
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            {
              path: `/api/seasons/${season.id}/calendar`,
              method: "PUT",
              body: { calendar: steps },
              etag: season.etag,
            },
            { onSuccess: onClose },
          );
        }}
      >
        <div className="calendar-edit office-times">
          {steps.map((one) => {
            const name = t(`calendar.${one.key}`);
            return (
              <div key={one.key}>
                <span>{name}</span>
                <input
                  type="datetime-local"
                  aria-label={`${name} ${t("calendar.opens")}`}
                  value={toLocal(one.opens)}
                  onChange={(event) => set(one.key, "opens", event.target.value)}
                />
                <input
                  type="datetime-local"
                  required
                  aria-label={`${name} ${t("calendar.due")}`}
                  value={toLocal(one.due)}
                  onChange={(event) => set(one.key, "due", event.target.value)}
                />
              </div>
            );
          })}
        </div>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t("save")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
