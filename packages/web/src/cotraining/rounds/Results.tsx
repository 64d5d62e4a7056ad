import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useResults, type Result, type Round } from "./api.ts";
import { Tag, WriteButton, WriteDialog, useSay } from "./pieces.tsx";

const FILES = [
  "manifest.json",
  "rules.json",
  "students.csv",
  "enterprises.csv",
  "posts.csv",
  "preferences.csv",
];

/** The result: who is placed and why not, who was moved by hand, and the files of which it can be had again. */
export function Results({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  const language = useLanguage();
  const found = useResults(round.id, true);
  if (found.isPending) return <Loading rows={5} />;
  if (found.error) return <Failure error={found.error} />;
  const { items, run } = found.data;
  const first = [...items].sort((a, b) => Number(a.post !== null) - Number(b.post !== null));
  return (
    <Section title={t("result")}>
      {run && (
        <>
          <p className="round-answer">{t("result-answer", { placed: items.filter(({ post }) => post !== null).length, students: run.students, free: run.free, accepted: items.filter(({ acceptedAt }) => acceptedAt).length })}</p>
          <p className="round-proof">
            <Tag state="placed">{t("verified")}</Tag> {t("verified-words", { at: formatDate(run.at, language, true), by: run.by })} <code className="round-hash">{run.resultHash}</code>
          </p>
          <p className="round-proof">
            {t("files")}{" "}
            {FILES.map((file) => (
              <a key={file} href={`/api/placement-rounds/${round.id}/run/${file}`} download>
                {file}
              </a>
            ))}
          </p>
        </>
      )}
      <ul className="round-results">
        {first.map((result) => (
          <Line key={result.person} round={round} result={result} />
        ))}
      </ul>
    </Section>
  );
} // prettier-ignore

function Line({ round, result }: { round: Round; result: Result }) {
  const { t } = useTranslation("placementRounds");
  const [moving, setMoving] = useState(false);
  const [post, setPost] = useState("");
  const may = round.mayKeep && ["computed", "published"].includes(round.state);
  return (
    <li className={result.post === null ? "open" : ""}>
      {moving && (
        <WriteDialog
          title={t("move")}
          words={t("move-words", { name: result.name })}
          write={{ method: "PUT", path: `placement-rounds/${round.id}/students/${result.person}/post`, etag: result.etag }}
          field="reason"
          note={t("reason")}
          required
          body={{ post: post || null }}
          more={
            <label>
              <span>{t("post")}</span>
              <select value={post} onChange={(event) => setPost(event.target.value)}>
                <option value="">{t("no-place")}</option>
                {round.postList.map((one) => (
                  <option key={one.post} value={one.post}>
                    {one.name} · {one.enterpriseName}
                  </option>
                ))}
              </select>
            </label>
          }
          onClose={() => setMoving(false)}
        />
      )}
      <span>
        <b>{result.name}</b> <small className="num">{result.number}</small>
      </span>
      <span>
        {result.post ? `${result.postName} · ${result.enterpriseName}` : <Tag state="unlawful">{t("no-place")}</Tag>}{" "}
        {result.preference && <small>{t("preference", { no: result.preference })}</small>} {result.acceptedAt && <Tag state="placed">{t("accepted")}</Tag>}
      </span>
      {may && (
        <span className="round-buttons">
          <button type="button" className="button" onClick={() => setMoving(true)}>
            {t("move")}
          </button>
          {round.state === "published" && !result.acceptedAt && (
            <WriteButton write={{ path: `placement-rounds/${round.id}/students/${result.person}/accept` }}>{t("accept-paper")}</WriteButton>
          )}
        </span>
      )}
      <Reasons result={result} />
    </li>
  );
} // prettier-ignore

/** Why each preference was met or not, and what the school did by hand. */
export function Reasons({ result, open = false }: { result: Result; open?: boolean }) {
  const { t } = useTranslation("placementRounds");
  const say = useSay();
  const language = useLanguage();
  return (
    <details open={open}>
      <summary>{t("reasons")}</summary>
      {result.moved && (
        <p className="round-moved">
          {t("moved", { from: result.moved.from ?? t("no-place"), by: result.moved.by, at: formatDate(result.moved.at, language, true) })} {result.moved.reason}
        </p>
      )}
      {result.answers.length === 0 && <p>{t("no-choice")}</p>}
      <ol className="round-reasons">
        {result.answers.map((answer) => (
          <li key={answer.preference} className={answer.outcome}>
            <b>
              {answer.postName} · {answer.enterpriseName}
            </b>
            <p>{say(answer.words)}</p>
          </li>
        ))}
      </ol>
    </details>
  );
} // prettier-ignore
