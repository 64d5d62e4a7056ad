import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useCycles } from "../api.ts";
import { useRounds, useRuleSets, useStartRun } from "./api.ts";
import { inLanguage } from "./pieces.tsx";

/** How far back one looks unless another year is chosen: so that two years of what followed are known. */
const YEARS_BACK = 2;

/** Task: judge the offerings of a round by the rules in force, or look back with any rules at any year. */
export function NewRun({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const navigate = useNavigate();
  const [kind, setKind] = useFilter("new");
  const back = kind === "back";
  const [rounds, sets, cycles, start] = [useRounds(), useRuleSets(), useCycles(), useStartRun()];
  const [chosen, setChosen] = useState({ round: "", rules: "", cycle: "", year: "" });
  if (rounds.isPending || sets.isPending || cycles.isPending) return <Loading rows={4} />;
  const error = rounds.error ?? sets.error ?? cycles.error;
  if (error) return <Failure error={error} />;
  const done = (cycles.data?.items ?? []).filter((cycle) => cycle.state === "done");
  const usable = (sets.data?.items ?? []).filter((set) =>
    back ? set.state !== "withdrawn" : set.state === "adopted",
  );
  const round = rounds.data?.items.find(({ id }) => id === chosen.round) ?? rounds.data?.items[0];
  const rules = usable.find(({ id }) => id === chosen.rules) ?? usable[0];
  const year =
    chosen.year === "" ? (done[0]?.year ?? new Date().getFullYear()) - YEARS_BACK : Number(chosen.year);
  // the balance of its own time: those who entered the year after were decided on with it
  const ofItsTime = done.find((one) => one.year <= year + 1);
  const cycle = done.find(({ id }) => id === chosen.cycle) ?? ofItsTime ?? done[0];
  const lacking = !rules ? "rules" : back ? (cycle ? null : "cycle") : round ? null : "round";
  return (
    <Section title={t("new.title")} note={t(back ? "new.back-note" : "new.round-note")}>
      <div className="tabs">
        {(["round", "back"] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={back === (name === "back")}
            onClick={() => setKind(name)}
          >
            {t(`new.${name}`)}
          </button>
        ))}
      </div>
      {lacking ? (
        <Empty
          title={t(`new.no-${lacking}`)}
          actions={
            <Link
              className="button"
              to={lacking === "rules" ? "/rule-sets" : lacking === "round" ? "/rounds" : "/cycles"}
            >
              {t(`new.to-${lacking}`)}
            </Link>
          }
        >
          <p>{t(`new.no-${lacking}-words`)}</p>
        </Empty>
      ) : (
        <form
          className="form wider new-run"
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate(
              back
                ? { roundId: null, ruleSetId: rules!.id, cycleId: cycle!.id, year }
                : { roundId: round!.id, ruleSetId: rules!.id, cycleId: null, year: null },
              { onSuccess: (run) => void navigate(`/adjustments/${run.id}`) },
            );
          }}
        >
          {!back && (
            <label>
              <span>{t("new.of-round")}</span>
              <select
                value={round?.id}
                onChange={(event) => setChosen({ ...chosen, round: event.target.value })}
              >
                {rounds.data?.items.map((item) => (
                  <option key={item.id} value={item.id}>
                    {item.title} · {item.year}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            <span>{t(back ? "new.rules" : "new.rules-in-force")}</span>
            <select
              value={rules?.id}
              onChange={(event) => setChosen({ ...chosen, rules: event.target.value })}
            >
              {usable.map((set) => (
                <option key={set.id} value={set.id}>
                  {inLanguage(set.content.name, language)} · {t("version", { version: set.version })}
                  {back ? ` · ${t(`rules.state.${set.state}`)}` : ""}
                  {set.content.demo ? ` · ${t("demo")}` : ""}
                </option>
              ))}
            </select>
          </label>
          {rules?.content.demo && <p className="doubt">{t("demo-words")}</p>}
          {back && (
            <>
              <label>
                <span>{t("new.cycle")}</span>
                <select
                  value={cycle?.id}
                  onChange={(event) => setChosen({ ...chosen, cycle: event.target.value })}
                >
                  {done.map((item) => (
                    <option key={item.id} value={item.id}>
                      {t("planning:cycle.name", { year: item.year })} ·{" "}
                      {formatDate(item.finishedAt, language, true)}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                <span>{t("new.year")}</span>
                <input
                  type="number"
                  min={2000}
                  max={2100}
                  required
                  value={year}
                  onChange={(event) => setChosen({ ...chosen, year: event.target.value })}
                />
              </label>
            </>
          )}
          {back && cycle && cycle.year > year + 1 && (
            <p className="doubt">
              {t("new.cycle-later", { cycle: cycle.year, year })}{" "}
              <Link to="/cycles">{t("new.cycle-earlier", { year })}</Link>
            </p>
          )}
          {start.error && <Failure error={start.error} />}
          <div className="actions">
            <button type="submit" className="button primary" disabled={start.isPending}>
              {t("new.start")}
            </button>
            <button type="button" className="button" onClick={onClose}>
              {t("cancel")}
            </button>
          </div>
        </form>
      )}
    </Section>
  );
}
