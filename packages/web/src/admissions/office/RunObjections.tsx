import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useBatchName } from "../pieces.tsx";
import { useFiling, useFilingObjections, useWrite, type FilingObjection } from "./api.ts";
import "../../planning/rounds/rounds.css";

/** List: what was objected to a result; each is answered, and one that is upheld stops the confirmation. */
export function Component() {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const language = useLanguage();
  const { id } = useParams();
  const run = useFiling(id);
  const found = useFilingObjections(id!);
  const [answering, setAnswering] = useState<FilingObjection | null>(null);
  return (
    <Page
      title={t("objections.title")}
      crumbs={[
        { name: run.data?.seasonName ?? t("title"), path: `/admission/${run.data?.season ?? ""}` },
        {
          name: run.data
            ? t("run.title", { batch: batchName(run.data.batch), round: run.data.round })
            : t("part.runs"),
          path: `/filings/${id}`,
        },
      ]}
      lead={t("objections.lead")}
    >
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} />}
      {found.data?.items.length === 0 && (
        <Empty title={t("objections.none")}>
          <p>{t("objections.none-words")}</p>
        </Empty>
      )}
      {found.data?.items.map((one) => (
        <article key={one.id} className={one.upheld === null ? "objection open" : "objection"}>
          <p>
            <b>{one.candidate ? t("objections.own", { number: one.candidate }) : t("objections.any")}</b>{" "}
            <small>{formatDate(one.createdAt, language, true)}</small>
          </p>
          <p>{one.content}</p>
          <p>
            <small>
              {one.name} {one.phone}
            </small>
          </p>
          {one.upheld === null ? (
            <p>
              <button type="button" className="button small" onClick={() => setAnswering(one)}>
                {t("objections.answer")}
              </button>
            </p>
          ) : (
            <p>
              <span className={one.upheld ? "tag red" : "tag"}>
                {t(one.upheld ? "objections.upheld" : "objections.not-upheld")}
              </span>{" "}
              {one.answer} <small>{one.answeredBy}</small>
            </p>
          )}
        </article>
      ))}
      {answering && <Answer of={answering} onClose={() => setAnswering(null)} />}
    </Page>
  );
}

function Answer({ of, onClose }: { of: FilingObjection; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const write = useWrite();
  const [upheld, setUpheld] = useState(false);
  return (
    <Dialog label={t("objections.answer")} onClose={onClose}>
      <h2>{t("objections.answer")}</h2>
      <p>{of.content}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const answer = String(new FormData(event.currentTarget).get("answer") ?? "");
          write.mutate(
            { path: `/api/admission-objections/${of.id}/answer`, body: { upheld, answer } },
            { onSuccess: onClose },
          );
        }}
      >
        <div className="either" role="radiogroup" aria-label={t("objections.decision")}>
          {[false, true].map((value) => (
            <label key={String(value)}>
              <input
                type="radio"
                name="upheld"
                checked={upheld === value}
                onChange={() => setUpheld(value)}
              />
              {t(value ? "objections.upheld" : "objections.not-upheld")}
            </label>
          ))}
        </div>
        {upheld && <p className="doubt">{t("objections.upheld-words")}</p>}
        <label>
          <span>{t("objections.words")}</span>
          <textarea name="answer" required minLength={2} maxLength={4000} rows={4} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t("objections.answer")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
