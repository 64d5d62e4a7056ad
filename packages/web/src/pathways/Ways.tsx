import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../api/session.ts";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { MOST_COMPARED, useWays, type Answer, type Asked, type Route } from "./api.ts";
import { AskForm } from "./AskForm.tsx";
import { canAsk, hashOf, useAsked } from "./asked.ts";
import { ClosedWays } from "./ClosedWays.tsx";
import { lastOf, placesOf, useYears } from "./pieces.tsx";
import { entryOf, RouteLine, scaleOf } from "./RouteLine.tsx";
import { SaveDialog } from "./SaveDialog.tsx";
import "./routes.css";

const FIRST = 12;

/** Question: which ways can I go? Where I stand, every way on with what it takes, and why others are not open. */
export function Component() {
  const { t } = useTranslation("pathways");
  const { asked, routes: chosen, put } = useAsked();
  const me = useMe();
  const found = useWays(canAsk(asked) ? asked : null);
  const answer = canAsk(asked) ? found.data : undefined;
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <>
          {me.data?.user && (
            <Link className="button" to="/pathway-plans">
              {t("plans.title")}
            </Link>
          )}
          <Link className="button" to="/public/agreements">
            {t("agreements.public")}
          </Link>
        </>
      }
    >
      <AskForm asked={asked} year={answer?.asked.year ?? null} onChange={(next) => put(next, [])} />
      {asked === null && (
        <Empty title={t("ask.empty")}>
          <p>{t("ask.empty-words")}</p>
        </Empty>
      )}
      {asked !== null && !canAsk(asked) && (
        <Empty title={t("ask.no-programme")}>
          <p>{t("ask.no-programme-words")}</p>
        </Empty>
      )}
      {canAsk(asked) && found.isPending && <Loading rows={10} />}
      {canAsk(asked) && found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {answer && canAsk(asked) && !found.error && (
        <div aria-busy={found.isPlaceholderData} className={found.isPlaceholderData ? "ways-old" : undefined}>
          <Answered answer={answer} asked={asked} chosen={chosen} put={put} />
        </div>
      )}
    </Page>
  );
}

type Order = "fit" | "years" | "places" | "cost";

interface AnsweredProps {
  answer: Answer;
  asked: Asked;
  chosen: string[];
  put: (asked: Asked, chosen: readonly string[]) => void;
}

function Answered({ answer, asked, chosen, put }: AnsweredProps) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const years = useYears();
  const [move, setMove] = useState("");
  const [order, setOrder] = useState<Order>("fit");
  const [shown, setShown] = useState(FIRST);
  const moves = [...new Set(answer.routes.flatMap(movesOf))];
  const fitting = inOrder(answer.routes.filter((route) => move === "" || movesOf(route).includes(move)), order);
  const kept = chosen.filter((key) => answer.routes.some((route) => route.key === key));
  const scale = scaleOf(answer);
  const n = (value: number) => formatNumber(value, language);
  const fewest = Math.min(...answer.routes.map((route) => route.fewest));
  if (answer.total === 0)
    return (
      <>
        <Empty title={t("answer.none")}>
          <p>{t("answer.none-words")}</p>
        </Empty>
        <ClosedWays answer={answer} />
        <Grounds answer={answer} />
      </>
    );
  return (
    <>
      <p className="ways-answer" role="status">
        {t("answer", { total: n(answer.total), shown: answer.routes.length, fewest: years(fewest) })}
      </p>
      <div className="filters" role="group" aria-label={t("filter.title")}>
        <label>
          {t("filter.move")}
          <select value={moves.includes(move) ? move : ""} onChange={(event) => setMove(event.target.value)}>
            <option value="">{t("filter.any")}</option>
            {moves.map((one) => (
              <option key={one} value={one}>
                {t(`move.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("filter.order")}
          <select value={order} onChange={(event) => setOrder(event.target.value as Order)}>
            {(["fit", "years", "places", "cost"] as const).map((one) => (
              <option key={one} value={one}>
                {t(`order.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <ShareLink />
      </div>
      <ol className="ways-routes" aria-label={t("routes.title")}>
        {fitting.slice(0, shown).map((route) => (
          <RouteLine
            key={route.key}
            route={route}
            entry={entryOf(answer)}
            yearsLeft={answer.yearsLeft}
            scale={scale}
            chosen={kept.includes(route.key)}
            full={kept.length >= MOST_COMPARED}
            onChoose={(on) => put(asked, on ? [...kept, route.key] : kept.filter((key) => key !== route.key))}
          />
        ))}
      </ol>
      {fitting.length > shown && (
        <p>
          <button type="button" className="button" onClick={() => setShown(fitting.length)}>
            {t("routes.more", { count: fitting.length - shown })}
          </button>
        </p>
      )}
      {answer.total > answer.routes.length && <p className="section-note">{t("routes.cut")}</p>}
      <ClosedWays answer={answer} />
      <Grounds answer={answer} />
      {kept.length > 0 && <Tray asked={asked} chosen={kept} onClear={() => put(asked, [])} />}
    </>
  );
} // prettier-ignore

const movesOf = (route: Route): string[] =>
  route.steps.flatMap(({ ways }) => ways.filter(({ open }) => open).map(({ move }) => move));

/** The server's order is that of fit; others are among what it sent. What is not known comes last. */
function inOrder(routes: Route[], order: Order): Route[] {
  const places = (route: Route) => placesOf(lastOf(route).ways)?.places ?? -1;
  if (order === "years") return [...routes].sort((a, b) => a.fewest - b.fewest || a.years - b.years);
  if (order === "places") return [...routes].sort((a, b) => places(b) - places(a));
  if (order === "cost") return [...routes].sort((a, b) => costOf(a) - costOf(b));
  return routes;
} // prettier-ignore

const costOf = ({ cost }: Route): number => (cost?.complete ? cost.from : Infinity);

/** What is chosen stays in sight: compare it, or keep it. */
function Tray({ asked, chosen, onClear }: { asked: Asked; chosen: string[]; onClear: () => void }) {
  const { t } = useTranslation("pathways");
  const me = useMe();
  const [saving, setSaving] = useState(false);
  const hash = hashOf(asked, chosen);
  return (
    <div className="ways-tray" role="region" aria-label={t("compare.title")}>
      <span>{t("compare.chosen", { count: chosen.length })}</span>
      <Link className="button primary" to={{ pathname: "/pathways/compare", hash }}>
        {t("compare.go")}
      </Link>
      {me.data?.user ? (
        <button type="button" className="button" onClick={() => setSaving(true)}>
          {t("plans.save")}
        </button>
      ) : (
        <Link className="button" to={`/sign-in?next=${encodeURIComponent(`/pathways/compare${hash}`)}`}>
          {t("plans.sign-in")}
        </Link>
      )}
      <button type="button" className="button small" onClick={onClear}>
        {t("compare.clear")}
      </button>
      {saving && <SaveDialog asked={asked} routes={chosen} onClose={() => setSaving(false)} />}
    </div>
  );
}

/** The address says everything, so that a link is enough to show somebody else. */
export function ShareLink() {
  const { t } = useTranslation("pathways");
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <span className="ways-share">
      <button type="button" className="button" title={t("share.why")} onClick={() => void copy()}>
        {t("share")}
      </button>{" "}
      <small role="status">{copied === null ? "" : t(copied ? "share.done" : "share.failed")}</small>
    </span>
  );
}

/** What the figures rest on, and what they do not say. */
export function Grounds({ answer: { basis } }: { answer: Pick<Answer, "basis"> }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  return (
    <Section title={t("basis.title")}>
      <p className="section-note">
        {t("basis", { province: basis.province, agreements: n(basis.agreements), offerings: n(basis.offerings) })}{" "}
        {basis.release ? (
          <Link to={`/public/releases/${basis.release.id}`}>{basis.release.title}</Link>
        ) : (
          t("basis.no-release")
        )}
      </p>
      <p className="section-note">
        {basis.seasons.length > 0 ? t("basis.seasons", { seasons: basis.seasons.join(t("and")) }) : t("basis.no-season")}{" "}
        {basis.lineYears.length > 0 ? t("basis.lines", { years: basis.lineYears.join(t("and")) }) : t("basis.no-lines")}
      </p>
      <p className="section-note">{t("basis.doubts")}</p>
    </Section>
  );
} // prettier-ignore
