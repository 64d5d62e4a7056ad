import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useReviews, useWrite, type ReviewLine } from "./api.ts";
import { useThisSeason } from "./pieces.tsx";

/** List: who asked for a score to be looked at again, and what was found. */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const found = useReviews(season.id);
  const [answering, setAnswering] = useState<ReviewLine | null>(null);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t("reviews.title")} note={t("reviews.note")}>
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("reviews.none")}>
          <p>{t("reviews.none-words")}</p>
        </Empty>
      )}
      {rows.map((one) => (
        <article key={one.id} className={one.answer === null ? "objection open" : "objection"}>
          <p>
            <Link to={`/admission/${season.id}/candidates/${one.candidate}`}>{one.number}</Link> · <b>{one.name}</b>{" "}
            <span className="num">{one.points ?? t("score.absent")}</span> <small>{formatDate(one.askedAt, language, true)}</small>
          </p>
          <p>{one.reason}</p>
          {one.answer === null ? (
            <p>
              <button type="button" className="button small" onClick={() => setAnswering(one)}>
                {t("reviews.answer")}
              </button>
            </p>
          ) : (
            <p>
              {one.before !== one.after && one.after !== null && <b className="num">{one.before ?? "—"} → {one.after} </b>}
              {one.answer}
            </p>
          )}
        </article>
      ))}
      {found.hasNextPage && (
        <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
          {t("more")}
        </button>
      )}
      {answering && <Answer of={answering} onClose={() => setAnswering(null)} />}
    </Section>
  ); // prettier-ignore
}

function Answer({ of, onClose }: { of: ReviewLine; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const write = useWrite();
  return (
    <Dialog label={t("reviews.answer")} onClose={onClose}>
      <h2>
        {of.number} · {of.name}
      </h2>
      <p>{t("reviews.answer-words")}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const points = String(form.get("points") ?? "").trim();
          write.mutate(
            {
              path: `/api/score-reviews/${of.id}/answer`,
              body: { answer: form.get("answer"), ...(points === "" ? {} : { points }) },
            },
            { onSuccess: onClose },
          );
        }}
      >
        <label>
          <span>{t("reviews.points", { points: of.points ?? "—" })}</span>
          <input name="points" maxLength={20} inputMode="decimal" />
        </label>
        <label>
          <span>{t("reviews.words")}</span>
          <textarea name="answer" required minLength={2} maxLength={1000} rows={3} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t("reviews.answer")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
