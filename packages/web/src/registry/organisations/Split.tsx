import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useKeep, type OrganisationRecord } from "./api.ts";
import { emptyHeir, HeirFields, heirOf, type Heir } from "./Merge.tsx";

interface SplitInput {
  into: Heir[];
  continues: boolean;
  day: string;
  note: string;
  confirmed: boolean;
}

/** An organisation becomes several; it may go on itself beside them. */
export function Split({ of, onClose }: { of: OrganisationRecord; onClose: () => void }) {
  const { t } = useTranslation("organisations");
  const [heirs, setHeirs] = useState([
    { ...emptyHeir, isNew: true, kind: of.versions[0]!.kind, region: of.versions[0]!.region },
  ]);
  const [continues, setContinues] = useState(false);
  const [day, setDay] = useState("");
  const [note, setNote] = useState("");
  const split = useKeep<SplitInput, { ids: string[] }>((input) => ({
    path: `/api/organisations/${of.id}/split`,
    body: input,
    etag: of.etag,
  }));
  const refused = split.error instanceof Problem && split.error.status === 409;
  const into = heirs.map(heirOf);
  const ready = into.every((one) => one !== null);
  return (
    <Dialog label={t("do.split")} onClose={onClose}>
      <h2>{t("do.split")}</h2>
      <p>{t("split.words", { name: of.name })}</p>
      <form
        className="form wider organisation-form"
        onSubmit={(event) => {
          event.preventDefault();
          const input = {
            into: into.filter((one) => one !== null),
            continues,
            day,
            note: note.trim(),
            confirmed: refused,
          };
          if (ready) split.mutate(input, { onSuccess: onClose });
        }}
      >
        {heirs.map((heir, at) => (
          <HeirFields
            key={at}
            label={t("split.part", { n: at + 1 })}
            heir={heir}
            onChange={(next) => setHeirs(heirs.map((one, i) => (i === at ? next : one)))}
            except={[of.id]}
          />
        ))}
        <button
          type="button"
          className="button small"
          onClick={() => setHeirs([...heirs, { ...heirs[0]!, there: null, name: "" }])}
        >
          {t("split.more")}
        </button>
        <label className="check-line">
          <input
            type="checkbox"
            checked={continues}
            onChange={(event) => setContinues(event.target.checked)}
          />
          <span>{t("split.continues")}</span>
        </label>
        <label>
          <span>{t("since.change")}</span>
          <input
            type="date"
            required
            min="1800-01-01"
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
        <label>
          <span>{t("note.change")}</span>
          <textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {split.error && <Failure error={split.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={split.isPending || !ready}>
            {t(refused ? "merge.again" : "split.do")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
