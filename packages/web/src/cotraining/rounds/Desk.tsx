import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatFen } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useAppeals, useStudents, useWrite, type Round, type Student } from "./api.ts";
import { AppealList } from "./AppealList.tsx";
import { Dates, Fixed, History, Stages, Tag, WriteButton, WriteDialog, useSay } from "./pieces.tsx";
import { Results } from "./Results.tsx";

const WITH_REASON = ["withdraw", "cancel"];

/** Record for the school and the office: how far the round is, what can follow, posts, students, result, appeals. */
export function Desk({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  const say = useSay();
  const [step, setStep] = useState<string | null>(null);
  const asked = round.actions.find((one) => one.step === step);
  const run = ["computed", "published", "confirmed"].includes(round.state);
  return (
    <Page
      title={round.title}
      crumbs={[{ name: t("title"), path: "/placement-rounds" }]}
      lead={
        <>
          {round.schoolName} <Tag state={round.state}>{say(round.stateName)}</Tag> {round.programmes.map(({ name }) => name).join("、")}
        </>
      }
      actions={
        round.mayKeep && (
          <>
            {["draft", "calling", "open", "ranking"].includes(round.state) && (
              <Link className="button" to={`/placement-rounds/${round.id}/edit`}>
                {t("edit")}
              </Link>
            )}
            {round.state === "confirmed" && (
              <Link className="button" to={`/placement-rounds/${round.id}/follow`}>
                {t("follow")}
              </Link>
            )}
          </>
        )
      }
    >
      {asked && step && (
        <WriteDialog title={say(asked.words)} words={t(`step-words.${step}`)} write={{ path: `placement-rounds/${round.id}/${step}`, etag: round.etag }} note={WITH_REASON.includes(step) ? t("reason") : null} required={WITH_REASON.includes(step)} onClose={() => setStep(null)} />
      )}
      <Stages state={round.state} />
      <p className="round-answer">{t("desk-answer", { students: round.students, handedIn: round.handedIn, posts: round.posts, seats: round.seats, ranked: round.ranked, enterprises: round.enterprises })}</p>
      <Fixed state={round.state} />
      {round.actions.length > 0 && (
        <ul className="round-steps">
          {round.actions.map((one) => (
            <li key={one.step}>
              <button type="button" className={one.against === null && !WITH_REASON.includes(one.step) ? "button primary" : "button"} disabled={one.against !== null} onClick={() => setStep(one.step)}>
                {say(one.words)}
              </button>
              {one.against && <span>{say(one.against)}</span>}
            </li>
          ))}
        </ul>
      )}
      <Dates round={round} />
      {run && <Results round={round} />}
      {["published", "confirmed", "ranking", "computed"].includes(round.state) && <Appeals round={round} />}
      <Posts round={round} />
      <Students round={round} />
      <Section title={t("history")}>
        <History entries={round.history} />
      </Section>
    </Page>
  );
} // prettier-ignore

function Appeals({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  const found = useAppeals(round.id);
  if (!found.data || found.data.items.length === 0) return null;
  return (
    <Section title={t("appeals")}>
      <AppealList items={found.data.items} />
    </Section>
  );
}

function Posts({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  return (
    <Section title={t("posts-of", { count: round.posts, seats: round.seats })}>
      {round.postList.length === 0 ? (
        <Empty title={t("no-post")}>
          <p>{t("no-post-words")}</p>
        </Empty>
      ) : (
        <ul className="round-posts">
          {round.postList.map((post) => (
            <li key={post.post}>
              <b>{post.name}</b> {post.enterpriseName} {post.place && <small>{post.place}</small>}
              <span className="num">{t("seats-of", { seats: post.seats })}</span>
              <span className="num">{t("pay-of", { pay: formatFen(post.pay) })}</span>
              {post.park && <Tag state="">{post.park}</Tag>}
              {post.night && <Tag state="unlawful">{t("night")}</Tag>}
              {post.hazardous && <Tag state="unlawful">{t("hazardous")}</Tag>}
              {post.ranked && <Tag state="placed">{t("ranked")}</Tag>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Students({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  const language = useLanguage();
  const found = useStudents(round.id);
  const [entering, setEntering] = useState<Student | null>(null);
  const [ordering, setOrdering] = useState(false);
  const before = ["draft", "calling"].includes(round.state);
  const rows = found.data?.items ?? [];
  const columns: Column<Student>[] = [
    { key: "number", title: t("number"), value: (row) => row.number },
    { key: "name", title: t("name"), value: (row) => row.name },
    { key: "programme", title: t("programme"), wide: true, value: (row) => row.programmeName },
    { key: "standing", title: t("standing"), number: true, note: t("standing-words"), value: (row) => row.standing },
    { key: "choices", title: t("choices"), number: true, value: (row) => row.choices.length },
    {
      key: "handed", title: t("handed-in"), value: (row) => row.handedInAt ?? "",
      render: (row) =>
        row.handedInAt ? `${formatDate(row.handedInAt, language, true)} ${row.handedInBy}`
        : round.mayKeep && round.state === "open" ? (
          <button type="button" className="link" onClick={() => setEntering(row)}>
            {t("enter-paper")}
          </button>
        ) : "—",
    },
    ...(round.mayKeep && before
      ? [{ key: "leave-out", title: t("leave-out"), value: () => "", render: (row: Student) => <WriteButton write={{ method: "DELETE", path: `placement-rounds/${round.id}/students/${row.person}`, etag: round.etag }}>{t("leave-out")}</WriteButton> }]
      : []),
  ]; // prettier-ignore
  return (
    <Section
      title={t("students-of", { count: round.students })}
      aside={
        round.mayKeep && (
          <>
            {before && (
              <WriteButton write={{ path: `placement-rounds/${round.id}/students`, etag: round.etag }}>{t("take-students")}</WriteButton>
            )}
            {(before || round.state === "open") && rows.length > 0 && (
              <button type="button" className="button" onClick={() => setOrdering(true)}>
                {t("set-standing")}
              </button>
            )}
          </>
        )
      }
      note={t("standing-note")}
    >
      {entering && <PaperDialog round={round} student={entering} onClose={() => setEntering(null)} />}
      {ordering && <StandingDialog round={round} students={rows} onClose={() => setOrdering(false)} />}
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("no-student")}>
          <p>{t("no-student-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && <DataTable tall caption={t("students")} rows={rows} columns={columns} rowKey={(row) => row.person} fileName="placement-students" />}
    </Section>
  );
} // prettier-ignore

/** The school's order: numbers, best first; those in one line stand alike. */
function StandingDialog({ round, students, onClose }: { round: Round; students: Student[]; onClose: () => void }) {
  const { t } = useTranslation("placementRounds");
  const write = useWrite();
  const lines = new Map<number, string[]>();
  for (const { standing, number } of students) lines.set(standing, [...(lines.get(standing) ?? []), number]);
  const [text, setText] = useState([...lines].sort(([a], [b]) => a - b).map(([, numbers]) => numbers.join(" ")).join("\n")); // prettier-ignore
  return (
    <Dialog label={t("set-standing")} onClose={onClose}>
      <h2>{t("set-standing")}</h2>
      <p>{t("set-standing-words")}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const order = text.split("\n").map((line) => line.split(/[\s,，、]+/).filter(Boolean)).filter((line) => line.length > 0);
          write.mutate({ method: "PUT", path: `placement-rounds/${round.id}/standing`, body: { order }, etag: round.etag }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("number")}</span>
          <textarea rows={10} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("save")}
        </button>
      </form>
    </Dialog>
  );
} // prettier-ignore

/** A list that came on paper: one choice after the other. */
function PaperDialog({ round, student, onClose }: { round: Round; student: Student; onClose: () => void }) {
  const { t } = useTranslation("placementRounds");
  const write = useWrite();
  const [posts, setPosts] = useState<string[]>([]);
  return (
    <Dialog label={t("enter-paper")} onClose={onClose}>
      <h2>
        {t("enter-paper")} · {student.name}
      </h2>
      <p>{t("enter-paper-words")}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ method: "PUT", path: `placement-rounds/${round.id}/students/${student.person}/choices`, body: { posts, statement: "" }, etag: "*" }, { onSuccess: onClose });
        }}
      >
        {Array.from({ length: Math.min(round.most, posts.length + 1) }, (_, i) => (
          <label key={i}>
            <span>{t("preference", { no: i + 1 })}</span>
            <select value={posts[i] ?? ""} onChange={(event) => setPosts(event.target.value ? [...posts.slice(0, i), event.target.value, ...posts.slice(i + 1)] : posts.slice(0, i))}>
              <option value="">—</option>
              {round.postList.filter(({ post }) => post === posts[i] || !posts.includes(post)).map((post) => (
                <option key={post.post} value={post.post}>
                  {post.name} · {post.enterpriseName}
                </option>
              ))}
            </select>
          </label>
        ))}
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("hand-in")}
        </button>
      </form>
    </Dialog>
  );
} // prettier-ignore
