import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure } from "../../parts/States.tsx";
import { usePlanWrite, type Comment, type Plan } from "./api.ts";

/** What a comment can be about: every line of the plan by its key, and the plan as a whole. */
export function linesOf({ document }: Plan): { key: string; name: string }[] {
  return [
    ...document.clauses.map((one) => ({ key: `clause-${one.key}`, name: one.title })),
    ...document.competences.map((one) => ({ key: `competence-${one.key}`, name: one.name })),
    ...document.courses.map((one) => ({ key: `course-${one.key}`, name: one.name })),
    ...document.assessment.map((one) => ({ key: `assessment-${one.key}`, name: one.name })),
  ];
}

/** What was said of the plan and its lines, open ones first, and the place to say something. */
export function Comments({ of }: { of: Plan }) {
  const { t } = useTranslation("trainingPlans");
  const write = usePlanWrite();
  const [clause, setClause] = useState("");
  const [words, setWords] = useState("");
  const lines = linesOf(of);
  const say = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ path: `/${of.id}/comments`, body: { clause, words } }, { onSuccess: () => setWords("") });
  };
  const sorted = of.comments.toSorted((a, b) => Number(a.outcome !== null) - Number(b.outcome !== null));
  return (
    <>
      {sorted.length === 0 && <p>{t("no-comment")}</p>}
      <ol className="plan-comments">
        {sorted.map((one) => (
          <One key={one.id} of={of} comment={one} about={one.clause === "" ? t("whole-plan") : (lines.find(({ key }) => key === one.clause)?.name ?? null)} />
        ))}
      </ol>
      {of.mayComment && (
        <form className="plan-say" onSubmit={say}>
          <label>
            <span>{t("about")}</span>
            <select value={clause} onChange={({ target }) => setClause(target.value)}>
              <option value="">{t("whole-plan")}</option>
              {lines.map((one) => <option key={one.key} value={one.key}>{one.name}</option>)}
            </select>
          </label>
          <label>
            <span>{t("comment")}</span>
            <textarea required rows={2} maxLength={2000} value={words} onChange={({ target }) => setWords(target.value)} />
          </label>
          {write.error && <Failure error={write.error} />}
          <button className="button" disabled={write.isPending || words.trim() === ""}>{t("say")}</button>
        </form>
      )}
    </>
  );
} // prettier-ignore

function One({ of, comment, about }: { of: Plan; comment: Comment; about: string | null }) {
  const { t } = useTranslation("trainingPlans");
  const language = useLanguage();
  const write = usePlanWrite();
  const [words, setWords] = useState("");
  const answer = (outcome: "taken" | "declined") => write.mutate({ path: `/${of.id}/comments/${comment.id}/answer`, body: { outcome, words } });
  return (
    <li>
      <p className="plan-comment-head">
        {about === null ? t("line-gone") : comment.clause ? <a href={`#clause-${comment.clause}`}>{about}</a> : about} · {comment.organisationName} {comment.by} <time dateTime={comment.at}>{formatDate(comment.at, language, true)}</time> · {t("version", { n: comment.no })}{" "}
        <span className={`tag ${comment.outcome === null ? "shortage" : comment.outcome === "taken" ? "good" : ""}`}>{t(`outcome.${comment.outcome ?? "open"}`)}</span>
      </p>
      <p>{comment.words}</p>
      {comment.outcome !== null && comment.answer && <p className="plan-answer">{comment.answeredBy}：{comment.answer}</p>}
      {comment.outcome === null && of.mayAnswer && (
        <div className="plan-say">
          <label>
            <span>{t("answer")}</span>
            <input value={words} maxLength={2000} onChange={({ target }) => setWords(target.value)} />
          </label>
          <div className="actions">
            <button type="button" className="button small" disabled={write.isPending} onClick={() => answer("taken")}>{t("take-comment")}</button>
            <button type="button" className="button small" disabled={write.isPending || words.trim() === ""} title={t("decline-needs-words")} onClick={() => answer("declined")}>{t("decline-comment")}</button>
          </div>
          {write.error && <Failure error={write.error} />}
        </div>
      )}
    </li>
  );
} // prettier-ignore
