import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useKeep, type OrganisationRecord, type Proposal } from "./api.ts";

/** An officer says what the address and website of his organisation are. */
export function Propose({ it, onClose }: { it: OrganisationRecord; onClose: () => void }) {
  const { t } = useTranslation("organisations");
  const [last] = it.versions;
  const [address, setAddress] = useState(last?.address ?? "");
  const [website, setWebsite] = useState(last?.website ?? "");
  const [note, setNote] = useState("");
  const propose = useKeep((body: { address: string; website: string; note: string }) => ({
    path: `/api/organisations/${it.id}/proposals`,
    body,
  }));
  return (
    <Dialog label={t("do.propose")} onClose={onClose}>
      <h2>{t("do.propose")}</h2>
      <p>{t("propose.words", { name: it.keeper.name })}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          propose.mutate({ address, website, note: note.trim() }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("field.address")}</span>
          <input maxLength={200} value={address} onChange={(event) => setAddress(event.target.value)} />
        </label>
        <label>
          <span>{t("field.website")}</span>
          <input
            type="url"
            maxLength={300}
            placeholder="https://"
            value={website}
            onChange={(event) => setWebsite(event.target.value)}
          />
        </label>
        <label>
          <span>{t("note.register")}</span>
          <textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {propose.error && <Failure error={propose.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={propose.isPending}>
            {t("propose.do")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What waits: seen by the officer who proposed it, decided by an office of the region. */
export function Decide({ it, proposal }: { it: OrganisationRecord; proposal: Proposal }) {
  const { t } = useTranslation("organisations");
  const [reason, setReason] = useState("");
  const decide = useKeep((decision: "accepted" | "refused") => ({
    path: `/api/organisation-proposals/${proposal.id}/decide`,
    body: { decision, reason: reason.trim() },
  }));
  const shown = it.versions[0];
  return (
    <div className="proposal">
      <h3>{t("proposal.title")}</h3>
      <dl className="facts">
        {(["address", "website"] as const)
          .filter((field) => proposal[field] !== shown?.[field])
          .map((field) => [
            <dt key={field}>{t(`field.${field}`)}</dt>,
            <dd key={`${field} value`}>
              <s>{shown?.[field] || "—"}</s> → {proposal[field] || "—"}
            </dd>,
          ])}
      </dl>
      {proposal.note && <p>{proposal.note}</p>}
      {it.may.keep ? (
        <>
          <label className="proposal-reason">
            <span>{t("proposal.reason")}</span>
            <input
              className="field"
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          {decide.error && <Failure error={decide.error} />}
          <div className="actions">
            <button
              type="button"
              className="button primary"
              disabled={decide.isPending}
              onClick={() => decide.mutate("accepted")}
            >
              {t("proposal.accept")}
            </button>
            <button
              type="button"
              className="button"
              disabled={decide.isPending || reason.trim().length < 2}
              onClick={() => decide.mutate("refused")}
            >
              {t("proposal.refuse")}
            </button>
          </div>
        </>
      ) : (
        <p>{t("proposal.waits", { name: it.keeper.name })}</p>
      )}
    </div>
  );
}
