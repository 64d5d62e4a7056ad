import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatFen } from "../../format.ts";
import { OrderList } from "../../parts/OrderList.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useApplicants, useOwnPosts, useWrite, type Applicants, type Post, type Round } from "./api.ts";
import { Dates, Fixed, Stages, Tag, WriteButton, useSay } from "./pieces.tsx";

/** Task of an enterprise: posts that it offers to the round, the order of who applied, who comes. */
export function Offers({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  const say = useSay();
  const mine = round.postList.filter((post) => post.mine);
  const calling = round.state === "calling" || round.state === "open";
  return (
    <Page title={round.title} crumbs={[{ name: t("title"), path: "/placement-rounds" }]} lead={<>{round.schoolName} <Tag state={round.state}>{say(round.stateName)}</Tag> {round.programmes.map(({ name }) => name).join("、")}</>}>
      <Stages state={round.state} />
      <p className="round-answer">{t("offers-answer", { count: mine.length, seats: mine.reduce((sum, { seats }) => sum + seats, 0), ranked: mine.filter(({ ranked }) => ranked).length })}</p>
      <Fixed state={round.state} />
      <Dates round={round} />
      {mine.length === 0 && !calling && (
        <Empty title={t("no-offer")}>
          <p>{t("no-offer-words")}</p>
        </Empty>
      )}
      {mine.map((post) => (
        <Section
          key={post.post}
          title={post.name}
          aside={round.state === "calling" && <WriteButton write={{ method: "DELETE", path: `placement-rounds/${round.id}/posts/${post.post}` }}>{t("take-back")}</WriteButton>}
          note={`${t("seats-of", { seats: post.seats })} · ${t("pay-of", { pay: formatFen(post.pay) })}`}
        >
          {["ranking", "published", "confirmed"].includes(round.state) && <Ranking round={round} post={post} />}
        </Section>
      ))}
      {calling && <OfferForm round={round} />}
    </Page>
  );
} // prettier-ignore

const YUAN = 100;

function OfferForm({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  const posts = useOwnPosts(true);
  const write = useWrite();
  const [form, setForm] = useState({ post: "", seats: "2", pay: "", park: "", filingNo: "" });
  const set = (key: keyof typeof form) => (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value });
  return (
    <Section title={t("offer")} note={t(round.state === "open" ? "offer-open" : "offer-words")}>
      {posts.data?.items.length === 0 && <p>{t("offer-no-post")}</p>}
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const { post, seats, pay, park, filingNo } = form;
          write.mutate({ method: "PUT", path: `placement-rounds/${round.id}/posts`, body: { post, seats: Number(seats), pay: Math.round(Number(pay) * YUAN), park, filingNo } });
        }}
      >
        <label>
          <span>{t("post")}</span>
          <select required value={form.post} onChange={set("post")}>
            <option value="">—</option>
            {posts.data?.items.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <div className="round-pair">
          <label>
            <span>{t("seats")}</span>
            <input required type="number" min={1} value={form.seats} onChange={set("seats")} />
          </label>
          <label>
            <span>{t("pay")}</span>
            <input required type="number" min={0} step="0.01" value={form.pay} onChange={set("pay")} />
          </label>
        </div>
        <div className="round-pair">
          <label>
            <span>{t("park")}</span>
            <input value={form.park} onChange={set("park")} />
          </label>
          <label>
            <span>{t("filing")}</span>
            <input value={form.filingNo} onChange={set("filingNo")} />
          </label>
        </div>
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("offer")}
        </button>
      </form>
    </Section>
  );
} // prettier-ignore

function Ranking({ round, post }: { round: Round; post: Post }) {
  const { t } = useTranslation("placementRounds");
  const found = useApplicants(round.id, post.post);
  if (found.isPending) return <Loading rows={3} />;
  if (found.error) return <Failure error={found.error} />;
  const of = found.data;
  if (of.items.length === 0) return <p>{t(round.state === "ranking" ? "no-applicant" : "nobody-comes")}</p>;
  if (of.mayRank) return <RankForm key={of.etag} round={round} of={of} />;
  return (
    <ul className="round-posts">
      {of.items.map((one) => (
        <li key={one.person}>
          <b>{one.name}</b> {one.programmeName} {t("year-of", { year: one.year })} {one.turnedDown && <small>{one.turnedDown}</small>} {one.placed && <Tag state="placed">{t("comes")}</Tag>}
        </li>
      ))}
    </ul>
  );
} // prettier-ignore

type Applicant = Applicants["items"][number];

function RankForm({ round, of }: { round: Round; of: Applicants }) {
  const { t } = useTranslation("placementRounds");
  const write = useWrite();
  const [order, setOrder] = useState<Applicant[]>(of.items.filter(({ turnedDown }) => turnedDown === null));
  const [down, setDown] = useState<Record<string, string>>(Object.fromEntries(of.items.flatMap(({ person, turnedDown }) => (turnedDown === null ? [] : [[person, turnedDown]]))));
  const refused = of.items.filter(({ person }) => person in down);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({ method: "PUT", path: `placement-rounds/${round.id}/posts/${of.post}/ranking`, body: { order: order.map(({ person }) => person), turnedDown: Object.entries(down).map(([person, reason]) => ({ person, reason })) }, etag: of.etag });
      }}
    >
      <p className="section-note">{t("rank-words")}</p>
      <OrderList
        items={order}
        keyOf={({ person }) => person}
        nameOf={({ name }) => name}
        onChange={setOrder}
        row={(one) => (
          <p>
            <b>{one.name}</b> {one.programmeName} {t("year-of", { year: one.year })}
            {one.statement && <small> {one.statement}</small>}
          </p>
        )}
        aside={(one) => (
          <button
            type="button"
            className="quiet remove"
            aria-label={t("turn-down-this", { name: one.name })}
            onClick={() => {
              setOrder(order.filter(({ person }) => person !== one.person));
              setDown({ ...down, [one.person]: "" });
            }}
          >
            {t("turn-down")}
          </button>
        )}
      />
      {refused.length > 0 && (
        <ul className="round-posts">
          {refused.map((one) => (
            <li key={one.person}>
              <label className="round-reason">
                <span>{t("turned-down", { name: one.name })}</span>
                <input required minLength={2} value={down[one.person]} placeholder={t("reason")} onChange={(event) => setDown({ ...down, [one.person]: event.target.value })} />
              </label>
              <button
                type="button"
                className="button"
                onClick={() => {
                  setOrder([...order, one]);
                  setDown(Object.fromEntries(Object.entries(down).filter(([person]) => person !== one.person)));
                }}
              >
                {t("take-again")}
              </button>
            </li>
          ))}
        </ul>
      )}
      {write.error && <Failure error={write.error} />}
      <p className="round-buttons">
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("hand-in-order")}
        </button>
        {of.ranked && <Tag state="placed">{t("ranked")}</Tag>}
      </p>
    </form>
  );
} // prettier-ignore
