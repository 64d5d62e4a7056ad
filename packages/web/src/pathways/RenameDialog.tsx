import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure } from "../parts/States.tsx";
import { useChangePlan, type PlanLine } from "./api.ts";

/** Another name for what is kept; the routes stay. */
export function RenameDialog({ plan, onClose }: { plan: PlanLine; onClose: () => void }) {
  const { t } = useTranslation("pathways");
  const change = useChangePlan(plan);
  const [name, setName] = useState(plan.name);
  return (
    <Dialog label={t("plans.rename")} onClose={onClose}>
      <h2>{t("plans.rename")}</h2>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ name, query: plan.query, routes: plan.routes }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("plans.name")}</span>
          <input required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        {change.error && <Failure error={change.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={change.isPending || name.trim() === ""}>
            {t("terms.save")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
