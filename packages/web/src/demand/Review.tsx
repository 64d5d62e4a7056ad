import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useKeys } from "../shell/keys.ts";
import { useFilter, useScope } from "../shell/scope.ts";
import { decide, useCodePosting, usePosting, usePostings, type Posting } from "./api.ts";
import { Candidates, OtherOccupation } from "./Candidates.tsx";
import "./demand.css";
import { Choice } from "./PostingFilters.tsx";
import { PostingText } from "./PostingText.tsx";
import { commandOf, nextOpen } from "./queue.ts";
import "./review.css";

interface Decision {
  id: string;
  action: "confirm" | "correct" | "abstain";
  name: string;
}

/** Task: the least certain codes first; one key decides, and the next one is there. */
export function Component() {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const { scope, to } = useScope();
  const [params] = useSearchParams();
  const [chosen, setChosen] = useFilter("posting");
  const [decisions, setDecisions] = useState<Decision[]>([]);
  const other = useRef<HTMLInputElement>(null);
  const importId = params.get("importId");
  const queue = usePostings({
    city: scope.city,
    importId,
    maxConfidence: params.get("maxConfidence"),
    order: "least-certain",
    reviewed: "none",
    limit: 50,
  });
  const rows = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const decided = useMemo(() => new Set(decisions.map((item) => item.id)), [decisions]);
  const current = chosen || nextOpen(ids, decided, null) || null;
  const detail = usePosting(current);
  const posting = detail.data;
  const code = useCodePosting();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = queue;

  // the queue is filled up before it runs out
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && ids.length - decided.size < 15) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, ids.length, decided.size]);

  const take = useCallback(
    (occupation: string | null, name: string) => {
      if (!posting || posting.id !== current || code.isPending) return;
      const input = decide(posting, occupation);
      code.mutate(input, {
        onSuccess: () => {
          setDecisions((before) => [
            ...before.filter((item) => item.id !== input.id),
            { id: input.id, action: input.action, name },
          ]);
          setChosen(nextOpen(ids, new Set([...decided, input.id]), input.id));
        },
      });
    },
    [posting, current, code, ids, decided, setChosen],
  );
  const move = useCallback(
    (by: 1 | -1) => {
      const next = ids[(current === null ? -1 : ids.indexOf(current)) + by];
      if (next) setChosen(next);
    },
    [ids, current, setChosen],
  );
  const onKey = useCallback(
    (key: string, event: KeyboardEvent) => {
      // Enter on a button or link is that button's or link's
      if (key === "Enter" && (event.target as HTMLElement).closest("button, a, summary")) return;
      const command = commandOf(key, posting?.candidates ?? []);
      if (!command) return;
      event.preventDefault();
      if (command.do === "code")
        take(command.code, posting?.candidates.find((item) => item.code === command.code)?.name ?? "");
      else if (command.do === "abstain") take(null, "");
      else if (command.do === "move") move(command.by);
      else if (command.do === "other") other.current?.focus();
      else setChosen(decisions.at(-1)?.id ?? null);
    },
    [posting, take, move, decisions, setChosen],
  );
  useKeys(onKey);

  const last = decisions.at(-1);
  const total = queue.data?.pages[0]?.total ?? null;
  const finished = queue.data && (rows.length === 0 || (current === null && !hasNextPage));
  return (
    <Page
      title={t("review.title")}
      lead={
        <>
          {t("review.lead")}{" "}
          {total !== null &&
            t("review.left", {
              count: Math.max(0, total - decided.size),
              shown: formatNumber(Math.max(0, total - decided.size), language),
            })}
        </>
      }
    >
      <div className="filters">
        <Choice
          name="maxConfidence"
          label={t("filter.confidence")}
          values={["0.3", "0.5", "0.7", "0.9"]}
          word={(value) => t("filter.below", { value })}
        />
        {importId && (
          <Link className="button small filter-chip" to={to("/review")}>
            {t("filter.import")} ×
          </Link>
        )}
      </div>
      <p className="review-keys">
        {[
          ["1", "review.key-confirm"],
          ["2–5", "review.key-choose"],
          ["o", "review.key-other"],
          ["0", "review.key-abstain"],
          ["j", "review.key-next"],
          ["k", "review.key-back"],
          ["u", "review.key-undo"],
        ].map(([key, words]) => (
          <span key={key}>
            <kbd>{key}</kbd> {t(words!)}
          </span>
        ))}
      </p>
      <p className="review-done" role="status">
        {last ? t(`review.did.${last.action}`, { name: last.name }) : ""}
        {last && (
          <button type="button" className="quiet" onClick={() => setChosen(last.id)}>
            {t("review.back")}
          </button>
        )}
      </p>
      {queue.isPending && <Loading rows={10} />}
      {queue.error && <Failure error={queue.error} retry={() => void queue.refetch()} />}
      {finished && (
        <Empty
          title={t(decided.size > 0 ? "review.finished" : "review.nothing")}
          actions={
            <Link className="button" to={to("/aliases")}>
              {t("review.to-aliases")}
            </Link>
          }
        >
          <p>{t("review.nothing-words")}</p>
        </Empty>
      )}
      {queue.data && !finished && (
        <div className="review">
          <Queue rows={rows} current={current} decisions={decisions} onChoose={setChosen} />
          <div>
            {detail.isPending && <Loading />}
            {detail.error && <Failure error={detail.error} retry={() => void detail.refetch()} />}
            {posting && (
              <>
                <p className="lead">
                  {[
                    posting.company,
                    posting.cityName,
                    posting.education ? t(`education.${posting.education}`) : "",
                  ]
                    .filter(Boolean)
                    .join(" · ")}{" "}
                  <Link to={to(`/postings/${posting.id}`)}>{t("review.open")}</Link>
                </p>
                <PostingText posting={posting} />
              </>
            )}
          </div>
          <div className="review-side">
            {posting && (
              <>
                <Candidates
                  posting={posting}
                  busy={code.isPending}
                  onChoose={(occupation) =>
                    take(occupation, posting.candidates.find((item) => item.code === occupation)?.name ?? "")
                  }
                />
                <OtherOccupation
                  input={other}
                  onChoose={(occupation) => take(occupation.code, occupation.name)}
                />
              </>
            )}
            {code.error && <Failure error={code.error} />}
          </div>
        </div>
      )}
    </Page>
  );
}

function Queue(props: {
  rows: Posting[];
  current: string | null;
  decisions: Decision[];
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation("demand");
  const marked = useRef<HTMLButtonElement>(null);
  const { current } = props;
  useEffect(() => {
    if (current !== null) marked.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <nav className="review-queue" aria-label={t("review.queue")}>
      {props.rows.map((row) => {
        const decision = props.decisions.find((item) => item.id === row.id);
        return (
          <button
            key={row.id}
            ref={row.id === current ? marked : undefined}
            type="button"
            aria-current={row.id === current ? "true" : undefined}
            className={decision ? "done" : undefined}
            onClick={() => props.onChoose(row.id)}
          >
            <b>{row.title}</b>
            <span>
              <i>
                {decision
                  ? t(`review.short.${decision.action}`, { name: decision.name })
                  : (row.occupation?.name ?? t("uncoded"))}
              </i>
              {!decision && row.confidence !== null && row.confidence.toFixed(2)}
            </span>
          </button>
        );
      })}
    </nav>
  );
}
