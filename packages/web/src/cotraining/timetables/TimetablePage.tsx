import { clashesOf, type Clash } from "@tixi/engines/rotation-check";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { cancelJob } from "../../api/jobs.ts";
import { formatDuration } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useTimetable, useWrite, type Timetable } from "./api.ts";
import { CohortGrid, type Drag, type Spot } from "./CohortGrid.tsx";
import { Panel } from "./Panel.tsx";
import { PlaceGrid } from "./PlaceGrid.tsx";
import { Published } from "./Published.tsx";
import { useSay } from "./pieces.tsx";
import { lockStay, withChanges } from "./stays.ts";
import { useEditor } from "./use-editor.ts";

const VIEWS = ["cohorts", "places", "published"] as const;

/** Question: which cohort is where in which week, does it fit, and what can be moved? */
export function Component() {
  const { id } = useParams();
  const found = useTimetable(id, true);
  if (found.isPending) return <Loading rows={14} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Editor timetable={found.data} />;
}

function Editor({ timetable: loaded }: { timetable: Timetable }) {
  const { t } = useTranslation("timetables");
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((one) => one === params.get("view")) ?? "cohorts";
  const editor = useEditor(loaded);
  const { shown, undo } = editor;
  const [selected, setSelected] = useState<Spot | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const editable = shown.mayKeep && shown.solving === "idle";
  const drawn = useMemo(() => (drag ? withChanges(shown, drag.changes) : shown), [shown, drag]);
  const clashes = useMemo(() => clashesOf(drawn.input, drawn.cells), [drawn]);
  const marked = useMemo(() => marksOf(clashes), [clashes]);

  useEffect(() => {
    const back = (event: KeyboardEvent): void => {
      const typing = (event.target as HTMLElement).closest("input, textarea, select");
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing || !editable) return;
      event.preventDefault();
      undo?.();
    };
    window.addEventListener("keydown", back);
    return () => window.removeEventListener("keydown", back);
  }, [undo, editable]);

  const go = (next: (typeof VIEWS)[number]): void => setParams(next === "cohorts" ? {} : { view: next }, { replace: true });
  const people = shown.input.cohorts.length;
  const planned = shown.cells.some((row) => row.some((cell) => cell !== null));
  return (
    <Page
      title={shown.title}
      crumbs={[{ name: t("title"), path: "/timetables" }]}
      lead={
        <>
          {shown.organisationName} · {t("size", { cohorts: people, weeks: shown.input.weeks, places: shown.input.places.length })}
          {shown.sample && ` · ${t("sample")}`}
        </>
      }
      actions={shown.mayKeep && <Actions timetable={shown} planned={planned} clashes={clashes.length} saving={editor.saving} undo={editable ? undo : null} />}
    >
      <Answer timetable={shown} planned={planned} clashes={clashes.length} saving={editor.saving} />
      {editor.error !== null && <Failure error={editor.error} />}
      {editor.lost.length > 0 && (
        <div className="rota-lost" role="alert">
          <p>{t("lost", { what: editor.lost.slice(0, 6).map(({ cohort, week }) => t("lost-cell", { cohort, week: week + 1 })).join(t("comma")) })}</p>
          <button type="button" className="button small" onClick={editor.forget}>
            {t("seen")}
          </button>
        </div>
      )}
      <nav className="tabs" aria-label={t("views")}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => go(one)}>
            {t(`view.${one}`)}
          </button>
        ))}
      </nav>
      {view === "published" ? <Published timetable={shown} /> : people === 0 ? <p className="rota-note">{t("no-cohorts")}</p> : view === "places" ? (
        <PlaceGrid
          timetable={shown}
          onCohort={(cohort, week) => {
            setSelected({ cohort, from: week, to: week });
            go("cohorts");
          }}
        />
      ) : (
        <div className="rota-desk">
          <CohortGrid
            timetable={drawn}
            settled={shown}
            clashes={marked}
            selected={selected}
            editable={editable}
            drag={drag}
            onSelect={setSelected}
            onDrag={setDrag}
            onChange={editor.change}
            onLock={(spot) => {
              const cohort = shown.input.cohorts[spot.cohort]!;
              editor.change(lockStay(cohort, spot, !cohort.fixed?.some(({ week }) => week === spot.from)));
            }}
          />
          <Panel timetable={drawn} clashes={clashes} selected={selected} editable={editable} onSelect={setSelected} onChange={editor.change} />
        </div>
      )}
    </Page>
  );
} // prettier-ignore

/** `cohort week` of every cell, `cohort` of every row that breaks something. */
function marksOf(clashes: readonly Clash[]): ReadonlySet<string> {
  const marks = new Set<string>();
  for (const clash of clashes) {
    const cohorts = clash.kind === "capacity" ? clash.cohorts : [clash.cohort];
    const length = "length" in clash ? clash.length : 1;
    for (const cohort of cohorts) {
      marks.add(cohort);
      if ("week" in clash) for (let k = 0; k < length; k++) marks.add(`${cohort} ${clash.week + k}`);
    }
  }
  return marks;
}

function Actions({ timetable, planned, clashes, saving, undo }: { timetable: Timetable; planned: boolean; clashes: number; saving: boolean; undo: (() => void) | null }) {
  const { t } = useTranslation("timetables");
  const write = useWrite();
  const busy = write.isPending || saving || timetable.solving !== "idle";
  const { id, etag } = timetable;
  const solve = (near: boolean) => write.mutate({ path: `timetables/${id}/solve`, body: { near }, etag });
  return (
    <>
      {planned && clashes > 0 && (
        <button type="button" className="button primary" disabled={busy} onClick={() => solve(true)}>
          {t("repair")}
        </button>
      )}
      {timetable.input.cohorts.length > 0 && (
        <button type="button" className={planned ? "button" : "button primary"} disabled={busy} onClick={() => solve(false)}>
          {t(planned ? "solve-again" : "solve")}
        </button>
      )}
      {planned && clashes === 0 && timetable.unpublished !== 0 && (
        <button type="button" className="button primary" disabled={busy} onClick={() => write.mutate({ path: `timetables/${id}/publish`, body: { note: "" }, etag })}>
          {t("publish")}
        </button>
      )}
      <button type="button" className="button" disabled={!undo || busy} onClick={() => undo?.()}>
        {t("undo")}
      </button>
      <Link className="button" to={`/timetables/${id}/setup`}>
        {t("setup")}
      </Link>
      {write.error && <Failure error={write.error} />}
    </>
  );
} // prettier-ignore

/** What waits: a plan, a clash, a publication; or why there is no timetable. */
function Answer({ timetable, planned, clashes, saving }: { timetable: Timetable; planned: boolean; clashes: number; saving: boolean }) {
  const { t } = useTranslation("timetables");
  const { say } = useSay();
  const language = useLanguage();
  const { solving, outcome, unpublished, editions, job } = timetable;
  if (solving !== "idle")
    return (
      <p className="rota-answer" role="status">
        {t("solving")}{" "}
        {job && timetable.mayKeep && (
          <button type="button" className="button small" onClick={() => void cancelJob(job)}>
            {t("cancel")}
          </button>
        )}
      </p>
    );
  const state = unpublished === null ? t("never-published") : unpublished === 0 ? t("is-published", { n: editions[0]!.n }) : t("differs", { count: unpublished, n: editions[0]!.n });
  return (
    <>
      <p className="rota-answer" role="status">
        {!planned ? t("not-planned") : clashes === 0 ? t("fits") : <strong className="field-error">{t("clashes", { count: clashes })}</strong>} {planned && state} {saving && t("saving")}
      </p>
      {outcome?.kind === "plan" && planned && (
        <p className="rota-note">
          {t("planned", { stays: outcome.stays, moved: outcome.moved, time: formatDuration(outcome.milliseconds, language) })} {t("bound", { cost: outcome.cost, bound: outcome.bound })}
        </p>
      )}
      {outcome?.kind === "conflict" && (
        <details className="rota-conflict" open>
          <summary>{say(outcome.sentences)[0]}</summary>
          <ul>
            {say(outcome.sentences).slice(1).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <p>
            {t(outcome.certified ? "certified" : "exhausted", { time: formatDuration(outcome.milliseconds, language) })}{" "}
            <a href={`/api/timetables/${timetable.id}/proof`} download={`proof-${timetable.id.slice(0, 8)}.json`}>
              {t("proof")}
            </a>
          </p>
        </details>
      )}
      {outcome?.kind === "undecided" && <p className="rota-note">{t("undecided", { count: outcome.clashes, time: formatDuration(outcome.milliseconds, language) })}</p>}
      {outcome?.kind === "overtaken" && <p className="rota-lost">{t("overtaken")}</p>}
      {outcome?.kind === "failed" && <p className="rota-lost">{t("failed", { message: outcome.message })}</p>}
    </>
  );
} // prettier-ignore
