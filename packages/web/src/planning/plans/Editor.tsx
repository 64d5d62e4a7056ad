import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { call } from "../../api/client.ts";
import { isLive } from "../../api/jobs.ts";
import { useMe } from "../../api/session.ts";
import { formatNumber, formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { usePlan, usePlanAction, type Cell, type EditCost, type Plan } from "./api.ts";
import { Conflicts } from "./Conflicts.tsx";
import { useEditor } from "./editor-state.ts";
import { Grid } from "./Grid.tsx";
import { GROUPS, linesOf, type GroupBy } from "./lines.ts";
import { PlanTag } from "./pieces.tsx";
import { WhyPanel } from "./WhyPanel.tsx";
import "./plans.css";

/** How long a number is typed before its cost is asked for. */
const TYPED_MS = 120;

/** Task: the seats of every offering; a changed cell says at once what it costs and which limits it breaks. */
export function Component() {
  const { id } = useParams();
  const found = usePlan(id);
  const me = useMe();
  if (found.isPending || me.isPending) return <Loading rows={14} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const plan = found.data;
  const user = me.data?.user;
  const may = ["planner", "administrator"].includes(user?.role ?? "") && user?.region === plan.region;
  const editable = may && ["draft", "open"].includes(plan.state) && !isLive(plan.solving);
  // a solve moves every cell: the editor begins anew with its result
  return <Editor key={`${plan.id} ${plan.finishedAt ?? ""}`} plan={plan} editable={editable} />;
}

function Editor({ plan, editable }: { plan: Plan; editable: boolean }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const [params, setParams] = useSearchParams();
  const { state, edit, undo, canUndo, settle } = useEditor(plan.id, editable);
  const act = usePlanAction(plan.id);
  const [preview, setPreview] = useState<EditCost | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [why, setWhy] = useState(window.innerWidth > 1100);
  const [note, setNote] = useState("");
  const filter = { q: params.get("q") ?? "", city: params.get("city") ?? "", level: params.get("level") ?? "", class: params.get("class") ?? "", card: params.get("card") ?? "", only: params.get("only") ?? "" };
  const group = (params.get("group") ?? "school") as GroupBy;
  const focus = params.get("offering");
  const put = useCallback(
    (key: string, value: string) =>
      setParams((now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      }, { replace: true }),
    [setParams],
  );
  const cells = useMemo(() => [...(state.cells?.values() ?? [])], [state.cells]);
  const lines = useMemo(() => linesOf(cells, filter, group, closed), [cells, JSON.stringify(filter), group, closed]); // eslint-disable-line react-hooks/exhaustive-deps
  const choices = useMemo(() => choicesOf(cells), [cells]);
  const shown = useMemo(() => lines.flatMap((line) => (line.kind === "cell" ? [line.cell] : [])), [lines]);

  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef(0);
  const onTyping = useCallback((cell: Cell, seats: number | null) => {
    if (timer.current) clearTimeout(timer.current);
    const question = ++asked.current;
    if (seats === null || seats === cell.seats) return setPreview(null);
    timer.current = setTimeout(() => {
      call<EditCost>(`/api/plans/${plan.id}/cost`, { method: "POST", body: { cells: [{ offering: cell.offering, seats }] } })
        .then((cost) => question === asked.current && setPreview(cost))
        .catch(() => setPreview(null));
    }, TYPED_MS);
  }, [plan.id]);
  const onSeats = useCallback((cell: Cell, seats: number) => {
    // the preview of what is set now is no preview any more
    asked.current++;
    setPreview(null);
    // what was set by hand stays when the plan is solved again
    void edit([{ offering: cell.offering, seats, locked: true }], note);
  }, [edit, note]);
  const onLock = useCallback((cell: Cell) => void edit([{ offering: cell.offering, locked: !cell.locked }]), [edit]);
  const onFocus = useCallback((offering: string) => put("offering", offering), [put]);
  const onGroup = useCallback((key: string) => setClosed((now) => new Set(now.has(key) ? [...now].filter((one) => one !== key) : [...now, key])), []);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey) {
        event.preventDefault();
        void undo();
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [undo]);
  const locked = cells.filter((cell) => cell.locked).length;
  const cost = preview ?? state.cost;
  return (
    <Page
      title={t("editor.title", { name: plan.name })}
      crumbs={[{ name: t("shell:place.plans"), path: `/plans?round=${plan.round.id}` }, { name: plan.name, path: `/plans/${plan.id}` }]}
      lead={<><PlanTag plan={plan} /> {editable ? t("editor.lead") : t("editor.read-only")}</>}
      actions={
        editable ? (
          <>
            <button type="button" className="button" disabled={!canUndo || state.busy} onClick={() => void undo()}>{t("editor.undo")}</button>
            <button type="button" className="button" disabled={state.busy || shown.length === 0} title={t("editor.lock-shown-note")}
              onClick={() => void edit(shown.slice(0, 2000).map((cell) => ({ offering: cell.offering, locked: !shown.every((one) => one.locked) })))}>
              {t(shown.every((cell) => cell.locked) ? "editor.unlock-shown" : "editor.lock-shown", { count: shown.length })}
            </button>
            <button type="button" className="button primary" disabled={act.isPending} onClick={() => act.mutate({ action: "solve", etag: plan.etag })}>
              {t("editor.solve", { count: locked })}
            </button>
          </>
        ) : undefined
      }
    >
      {act.error && <Failure error={act.error} />}
      {isLive(plan.solving) && <p role="status" className="doubt">{t("editor.solving")}</p>}
      <div className="plan-filters filters">
        <input type="search" placeholder={t("editor.search")} aria-label={t("editor.search")} value={filter.q} onChange={(event) => put("q", event.target.value)} />
        {(["level", "city", "class", "card"] as const).map((key) => (
          <select key={key} aria-label={t(`editor.${key}`)} value={filter[key]} onChange={(event) => put(key, event.target.value)}>
            <option value="">{t(`editor.all-${key}`)}</option>
            {choices[key].map(([code, name]) => <option key={code} value={code}>{key === "level" ? t(`shell:level.${code}`) : key === "card" ? t(`card.${code}`) : name}</option>)}
          </select>
        ))}
        <select aria-label={t("editor.only")} value={filter.only} onChange={(event) => put("only", event.target.value)}>
          {["", "changed", "locked", "touched", "out", "proposed"].map((key) => <option key={key} value={key}>{t(`only.${key || "all"}`)}</option>)}
        </select>
        <select aria-label={t("editor.group")} value={group} onChange={(event) => put("group", event.target.value)}>
          {GROUPS.map((key) => <option key={key} value={key}>{t(`group.${key}`)}</option>)}
        </select>
        {editable && <input className="plan-note" maxLength={500} value={note} placeholder={t("editor.reason")} aria-label={t("editor.reason")} onChange={(event) => setNote(event.target.value)} />}
      </div>
      <CostBar cost={cost} preview={preview !== null} plan={plan} ms={state.answeredIn} />
      {state.error !== null && <Failure error={state.error} retry={settle} />}
      <Conflicts conflicts={state.conflicts} onKeep={settle} onTake={(change) => void edit([change], note)} />
      {state.cells === null && state.error === null && <Loading rows={14} />}
      {state.cells !== null && (
        <div className={why ? "plan-desk with-why" : "plan-desk"}>
          <div>
            <Grid lines={lines} focus={focus} editable={editable} onFocus={onFocus} onSeats={onSeats} onLock={onLock} onTyping={onTyping} onGroup={onGroup} />
            <p className="plan-foot">
              {t("editor.shown", { shown: formatNumber(shown.length, language), all: formatNumber(cells.length, language), seats: formatNumber(shown.reduce((sum, cell) => sum + cell.seats, 0), language) })}{" "}
              <button type="button" className="quiet" aria-pressed={why} onClick={() => setWhy(!why)}>{t("why.title")}</button>
              <span className="plan-keys">{t("editor.keys")}</span>
            </p>
            {state.byOthers.length > 0 && (
              <p className="plan-others" role="status">
                {t("editor.by-others", { by: state.byOthers.at(-1)!.by, name: `${state.byOthers.at(-1)!.school} ${state.byOthers.at(-1)!.programmeName}`, seats: state.byOthers.at(-1)!.seats })}
              </p>
            )}
          </div>
          {why && <WhyPanel plan={plan} offering={focus} version={state.cells.get(focus ?? "")?.version ?? 0} planVersion={state.version} />}
        </div>
      )}
    </Page>
  );
} // prettier-ignore

/** What the last edit (or the number being typed) does: value, levels off by n, limits newly broken. */
function CostBar({ cost, preview, plan, ms }: { cost: EditCost | null; preview: boolean; plan: Plan; ms: number | null }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const levels = cost?.levels ?? plan.summary?.totals.levels ?? [];
  return (
    <div className={preview ? "plan-cost preview" : "plan-cost"} role="status" aria-live="polite">
      <span>
        {t(preview ? "cost.would" : "cost.value")} <b className="num">{formatNumber(cost?.after ?? plan.summary?.value, language, 1)}</b>
        {cost && <b className={cost.difference < -0.005 ? "num less" : "num more"}>{cost.difference >= 0 ? "+" : "−"}{Math.abs(cost.difference).toFixed(2)}</b>}
      </span>
      {levels.map((line) => {
        const off = line.scale === null ? 0 : line.seats - line.scale;
        return (
          <span key={line.level} className={off === 0 ? "" : "bad"}>
            {t(`shell:level.${line.level}`)} <b className="num">{formatNumber(line.seats, language)}</b>
            {off !== 0 && <b className="num"> {t("cost.off", { off: formatSigned(off, language) })}</b>}
          </span>
        );
      })}
      {cost && cost.newlyBroken.length > 0 && (
        <span className="bad">{t("cost.broken", { list: [...new Set(cost.newlyBroken.map((limit) => t(`limit.${limit.kind}`, { value: limit.value, limit: limit.limit })))].slice(0, 4).join(t("cost.comma")) })}</span>
      )}
      {cost && cost.broken.length > 0 && <span>{t("cost.all-broken", { count: cost.broken.length })}</span>}
      {ms !== null && <span className="plan-ms">{ms} ms</span>}
    </div>
  );
} // prettier-ignore

function choicesOf(cells: readonly Cell[]) {
  const collect = (of: (cell: Cell) => [string, string]) =>
    [...new Map(cells.map(of))].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    level: collect((cell) => [cell.level, cell.level]),
    city: collect((cell) => [cell.city, cell.cityName]),
    class: collect((cell) => [cell.class, cell.className]),
    card: collect((cell) => [cell.card, cell.card]),
  };
}
