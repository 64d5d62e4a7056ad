import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure } from "../parts/States.tsx";
import { useSavePlan, type Asked } from "./api.ts";

/** Keeps what was asked and the chosen routes, for oneself alone. */
export function SaveDialog(props: { asked: Asked; routes: string[]; onClose: () => void }) {
  const { t } = useTranslation("pathways");
  const save = useSavePlan();
  const [name, setName] = useState("");
  return (
    <Dialog label={t("plans.save")} onClose={props.onClose}>
      <h2>{t("plans.save")}</h2>
      {save.data ? (
        <>
          <p role="status">{t("plans.saved", { name: save.data.name })}</p>
          <div className="actions">
            <Link className="button primary" to={`/pathway-plans/${save.data.id}`}>
              {t("plans.see")}
            </Link>
            <button type="button" className="button" onClick={props.onClose}>
              {t("close")}
            </button>
          </div>
        </>
      ) : (
        <form
          className="form wider"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ name, query: props.asked, routes: props.routes });
          }}
        >
          <p>{t("plans.save-words", { count: props.routes.length })}</p>
          <label>
            <span>{t("plans.name")}</span>
            <input required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          {save.error && <Failure error={save.error} />}
          <div className="actions">
            <button type="submit" className="button primary" disabled={save.isPending}>
              {t("plans.save")}
            </button>
            <button type="button" className="button" onClick={props.onClose}>
              {t("cancel")}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
