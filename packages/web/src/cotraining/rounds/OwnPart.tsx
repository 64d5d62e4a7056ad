import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate, formatFen } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { OrderList } from "../../parts/OrderList.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useOwn, useWrite, type Own, type Post } from "./api.ts";
import { AppealList } from "./AppealList.tsx";
import { Dates, Fixed, Stages, Tag, WriteButton, WriteDialog, useSay } from "./pieces.tsx";
import { Reasons } from "./Results.tsx";

/** Task of a student, on the phone too: posts in the order of his wishes, later his result with reasons, and his appeal. */
export function OwnPart({ id }: { id: string }) {
  const found = useOwn(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Part own={found.data} />;
}

function Part({ own }: { own: Own }) {
  const { t } = useTranslation("placementRounds");
  const language = useLanguage();
  const { round } = own;
  const say = useSay();
  const open = round.state === "open" && new Date() < new Date(round.chooseUntil);
  const answer = own.result
    ? own.result.post
      ? t("own-placed", { post: own.result.postName, enterprise: own.result.enterpriseName })
      : t("own-none")
    : own.handedInAt
      ? t("own-handed-in", { count: own.choices.length, at: formatDate(own.handedInAt, language, true), by: own.handedInBy })
      : t(open ? "own-to-do" : "own-missed", { until: formatDate(round.chooseUntil, language, true) });
  return (
    <Page title={round.title} crumbs={[{ name: t("title"), path: "/placement-rounds" }]} lead={<>{round.schoolName} <Tag state={round.state}>{say(round.stateName)}</Tag></>}>
      <p className="round-answer" role="status">{answer}</p>
      {own.result && <OwnResult own={own} />}
      {open && <Chooser own={own} />}
      {!open && !own.result && own.choices.length > 0 && <Chosen own={own} />}
      <Fixed state={round.state} />
      <Dates round={round} />
      <Stages state={round.state} />
    </Page>
  );
} // prettier-ignore

const posted = (own: Own, id: string): Post | undefined => own.round.postList.find(({ post }) => post === id);

function Chosen({ own }: { own: Own }) {
  const { t } = useTranslation("placementRounds");
  return (
    <Section title={t("my-choices")}>
      <ol className="round-reasons">
        {own.choices.map((id) => (
          <li key={id}>
            <b>{posted(own, id)?.name}</b> {posted(own, id)?.enterpriseName}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What a student has to know of a post before he chooses it. */
function PostWords({ post }: { post: Post }) {
  const { t } = useTranslation("placementRounds");
  return (
    <p>
      <b>{post.name}</b> {post.enterpriseName}{" "}
      <small>
        {post.place} · {t("seats-of", { seats: post.seats })} · {t("pay-of", { pay: formatFen(post.pay) })}
        {post.hoursDay !== null && ` · ${t("hours-of", { day: post.hoursDay, rest: post.restDays ?? 0 })}`}
      </small>{" "}
      {post.night && <Tag state="unlawful">{t("night")}</Tag>} {post.hazardous && <Tag state="unlawful">{t("hazardous")}</Tag>}
    </p>
  );
} // prettier-ignore

function Chooser({ own }: { own: Own }) {
  const { t } = useTranslation("placementRounds");
  const say = useSay();
  const { round } = own;
  const write = useWrite<Own>();
  const [posts, setPosts] = useState(own.choices);
  const [statement, setStatement] = useState(own.statement);
  const chosen = posts.flatMap((id) => posted(own, id) ?? []);
  const others = round.postList.filter(({ post }) => !posts.includes(post));
  const barred = new Map(own.barred.map(({ post, words }) => [post, words]));
  const full = posts.length >= round.most;
  const dirty = own.version === 0 || posts.join() !== own.choices.join() || statement !== own.statement;
  return (
    <>
      <Section title={t("my-choices-of", { count: posts.length, most: round.most })} note={t("choose-words")}>
        {chosen.length === 0 && <p className="round-empty">{t("choose-none")}</p>}
        <OrderList
          items={chosen}
          keyOf={({ post }) => post}
          nameOf={({ name, enterpriseName }) => `${name} ${enterpriseName}`}
          onChange={(items) => setPosts(items.map(({ post }) => post))}
          row={(post) => (
            <>
              <PostWords post={post} />
              {barred.has(post.post) && <p className="field-error">{t("barred", { why: say(barred.get(post.post)!) })}</p>}
            </>
          )}
        />
        <form
          className="form wider"
          onSubmit={(event) => {
            event.preventDefault();
            write.mutate({ method: "PUT", path: `placement-rounds/${round.id}/own/choices`, body: { posts, statement }, etag: own.etag });
          }}
        >
          <label>
            <span>{t("statement")}</span>
            <textarea rows={2} maxLength={300} value={statement} onChange={(event) => setStatement(event.target.value)} />
          </label>
          {write.error && <Failure error={write.error} />}
          <button type="submit" className="button primary" disabled={!dirty || write.isPending}>
            {t("hand-in")}
          </button>
          <p role="status">{write.isSuccess && !dirty ? t("handed-in-now") : ""}</p>
        </form>
      </Section>
      <Section title={t("posts-to-choose", { count: others.length })} note={full ? t("full", { most: round.most }) : undefined}>
        <ul className="round-posts">
          {others.map((post) => (
            <li key={post.post}>
              <PostWords post={post} />
              {barred.has(post.post) && <p className="field-error">{t("barred", { why: say(barred.get(post.post)!) })}</p>}
              <button type="button" className="button" disabled={full || barred.has(post.post)} aria-label={t("add-this", { name: `${post.name} ${post.enterpriseName}` })} onClick={() => setPosts([...posts, post.post])}>
                {t("add")}
              </button>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
} // prettier-ignore

function OwnResult({ own }: { own: Own }) {
  const { t } = useTranslation("placementRounds");
  const [appealing, setAppealing] = useState(false);
  const result = own.result!;
  const published = own.round.state === "published";
  return (
    <Section title={t("my-result")}>
      {appealing && <WriteDialog title={t("appeal.make")} words={t("appeal-words.make")} write={{ path: `placement-rounds/${own.round.id}/own/appeal` }} field="content" note={t("appeal-content")} required onClose={() => setAppealing(false)} />}
      <Reasons result={result} open />
      <p className="round-buttons">
        {published && !result.acceptedAt && (
          <WriteButton primary write={{ path: `placement-rounds/${own.round.id}/own/accept` }}>
            {t("accept")}
          </WriteButton>
        )}
        {result.acceptedAt && <Tag state="placed">{t("accepted")}</Tag>}
        {own.mayAppeal && (
          <button type="button" className="button" onClick={() => setAppealing(true)}>
            {t("appeal.make")}
          </button>
        )}
      </p>
      {own.appeal && <AppealList items={[own.appeal]} />}
    </Section>
  );
} // prettier-ignore
