import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { unitsPath, useWrite, type Season, type Unit } from "./api.ts";

/** A unit's seats: all of them, the reserves carved out of them, and what the plan allows beside it. */
export function UnitForm({ season, unit, onClose }: { season: Season; unit: Unit; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const write = useWrite();
  const [capacity, setCapacity] = useState(unit.capacity);
  const [minScore, setMinScore] = useState(unit.minScore ?? "");
  const [tuition, setTuition] = useState(unit.tuition === null ? "" : String(unit.tuition));
  const [remark, setRemark] = useState(unit.remark);
  const [reserves, setReserves] = useState(Object.fromEntries(unit.reserves.map(({ quota, seats }) => [quota, seats]))); // prettier-ignore
  const reserved = Object.values(reserves).reduce((sum, seats) => sum + seats, 0);
  const path = `${unitsPath(season.id)}/${encodeURIComponent(unit.unit)}`;
  return (
    <Dialog label={unit.unit} onClose={onClose}>
      <h2>
        {unit.unit} {unit.schoolName} {unit.programmeName}
      </h2>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            {
              path,
              method: "PUT",
              etag: unit.etag,
              body: {
                capacity,
                reserves: Object.entries(reserves)
                  .filter(([, seats]) => seats > 0)
                  .map(([quota, seats]) => ({ quota, seats })),
                minScore: minScore === "" ? null : minScore,
                ranking: unit.ranking,
                tuition: tuition === "" ? null : Number(tuition),
                years: unit.years,
                remark,
              },
            },
            { onSuccess: onClose },
          );
        }}
      >
        <label>
          <span>
            {unit.planned === null
              ? t("unit.capacity")
              : t("unit.capacity-planned", { planned: unit.planned })}
          </span>
          <input
            type="number"
            min={0}
            required
            value={capacity}
            onChange={(event) => setCapacity(Number(event.target.value))}
          />
        </label>
        {season.quotas.map((quota) => (
          <label key={quota}>
            <span>{t("unit.reserve", { quota })}</span>
            <input
              type="number"
              min={0}
              value={reserves[quota] ?? 0}
              onChange={(event) => setReserves({ ...reserves, [quota]: Number(event.target.value) })}
            />
          </label>
        ))}
        <p className={reserved > capacity ? "field-error" : "section-note"}>
          {t("unit.general", { count: capacity - reserved })}
        </p>
        <label>
          <span>{t("unit.min")}</span>
          <input
            pattern="\d+(\.\d{1,4})?"
            value={minScore}
            onChange={(event) => setMinScore(event.target.value)}
          />
        </label>
        <label>
          <span>{t("unit.tuition")}</span>
          <input type="number" min={0} value={tuition} onChange={(event) => setTuition(event.target.value)} />
        </label>
        <label>
          <span>{t("unit.remark")}</span>
          <textarea
            maxLength={500}
            rows={2}
            value={remark}
            onChange={(event) => setRemark(event.target.value)}
          />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending || reserved > capacity}>
            {t("save")}
          </button>
          <button
            type="button"
            className="button danger"
            onClick={() => write.mutate({ path, method: "DELETE", etag: unit.etag }, { onSuccess: onClose })}
          >
            {t("remove")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
