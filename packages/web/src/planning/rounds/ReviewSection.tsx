import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useAssign, useCandidates, useRelease, type Application } from "./api.ts";
import "./application.css";

/** The expert review: who was asked, what came of it, and the assignment. */
export function Reviews({ application, office }: { application: Application; office: boolean }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const release = useRelease();
  const [assigning, setAssigning] = useState(false);
  const { reviews, recommendation, state } = application;
  const mayAssign = office && application.next.some(({ action }) => action === "conclude");
  if (reviews.length === 0 && !mayAssign) return null;
  const scored = reviews.filter((one) => one.state === "scored").length;
  return (
    <Section
      title={t("reviews.title")}
      note={
        recommendation
          ? t(recommendation.recommend ? "reviews.for" : "reviews.against", {
              scores: recommendation.scores,
              favour: recommendation.inFavour,
              average: formatNumber(recommendation.average, language, 1),
            })
          : t("reviews.progress", { scored, minimum: application.minimum })
      }
      aside={
        mayAssign ? (
          <button type="button" className="button small" onClick={() => setAssigning(true)}>
            {t("reviews.assign")}
          </button>
        ) : undefined
      }
    >
      {assigning && <Assign id={application.id} onClose={() => setAssigning(false)} />}
      {release.error && <Failure error={release.error} />}
      {reviews.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t("reviews.title")}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t("reviews.who")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col" className="n">{t("reviews.total")}</th>
                <th scope="col">{t("reviews.vote")}</th>
                <th scope="col">{t("reviews.opinion")}</th>
              </tr>
            </thead>
            <tbody>
              {reviews.map((one, i) => (
                <tr key={one.id}>
                  <th scope="row">{one.reviewer ?? t("reviews.number", { n: i + 1 })}</th>
                  <td>
                    {t(`review-state.${one.state}`)}{" "}
                    {mayAssign && one.state === "assigned" && state === "review" && (
                      <button type="button" className="button small" disabled={release.isPending} onClick={() => release.mutate(one.id)}>
                        {t("reviews.release")}
                      </button>
                    )}
                  </td>
                  <td className="n">{one.total === null ? "—" : formatNumber(one.total, language, 1)}</td>
                  <td>{one.recommend === null ? "—" : t(one.recommend ? "vote.for" : "vote.against")}</td>
                  <td style={{ whiteSpace: "normal" }}>{one.opinion ?? "—"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  ); // prettier-ignore
}

function Assign({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("rounds");
  const found = useCandidates(id, true);
  const assign = useAssign(id);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (person: string, on: boolean) =>
    setChosen((all) => {
      const next = new Set(all);
      if (on) next.add(person);
      else next.delete(person);
      return next;
    });
  return (
    <Dialog label={t("reviews.assign")} onClose={onClose}>
      <h2>{t("reviews.assign")}</h2>
      <p>{t("reviews.assign-words")}</p>
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} />}
      <ul className="candidates-list">
        {(found.data?.items ?? []).map((one) => (
          <li key={one.person} className={one.conflict ? "excluded" : ""}>
            <label>
              <input
                type="checkbox"
                disabled={one.conflict !== null || one.assigned}
                checked={one.assigned || chosen.has(one.person)}
                onChange={(event) => toggle(one.person, event.target.checked)}
              />
              <b>{one.name}</b> {one.post} {one.organisation}
            </label>
            <small>
              {one.conflict ? t(`conflict.${one.conflict}`) : one.assigned ? t("reviews.assigned") : t("reviews.open", { count: one.open })}
            </small>
          </li>
        ))}
      </ul>
      {assign.error && <Failure error={assign.error} />}
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={chosen.size === 0 || assign.isPending}
          onClick={() => assign.mutate([...chosen], { onSuccess: onClose })}
        >
          {t("reviews.assign-do", { count: chosen.size })}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </Dialog>
  ); // prettier-ignore
}
