import { Fragment, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { shortCity } from "../../format.ts";
import { download, toCsv } from "../../parts/csv.ts";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { useMatrix, type Matrix } from "./api.ts";
import { DecisionMark, SIGNS } from "./pieces.tsx";
import { DECISIONS, type Decision } from "./rules.ts";
import { SearchField } from "./RunCards.tsx";
import { useThisRun } from "./RunPage.tsx";

/** Programme × city: how many offerings there are, and the gravest card among them; a cell leads to its cards. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const run = useThisRun();
  const { scope, to } = useScope();
  const [category, setCategory] = useFilter("category");
  const [q] = useFilter("q");
  const [all, setAll] = useFilter("all");
  const [limit, setLimit] = useState(AT_ONCE);
  const found = useMatrix(run.id, { level: scope.level });
  const rows = useMemo(() => (found.data ? rowsOf(found.data, all !== "") : []), [found.data, all]);
  const matching = rows.filter(
    ({ programme }) =>
      (category === "" || programme.code.startsWith(category)) &&
      (q === "" || programme.name.includes(q) || programme.code.startsWith(q)),
  );
  const shown = matching.slice(0, limit);
  const categories = categoriesOf(found.data);
  return (
    <Section title={t("matrix.title")} note={t("matrix.note")}>
      <div className="filters">
        <label>
          {t("filter.category")}
          <select
            className="filter-choice"
            value={category}
            onChange={(event) => setCategory(event.target.value)}
          >
            <option value="">{t("filter.all")}</option>
            {category !== "" && !categories.some(({ code }) => code === category) && (
              <option value={category}>{category}</option>
            )}
            {categories.map(({ code, name, level }) => (
              <option key={code} value={code}>
                {name} · {t(`shell:level.${level}`)}
              </option>
            ))}
          </select>
        </label>
        <SearchField label={t("filter.programme-name")} example={t("filter.programme-example")} />
        <label className="check">
          <input
            type="checkbox"
            checked={all !== ""}
            onChange={(event) => setAll(event.target.checked ? "true" : null)}
          />
          {t("matrix.all")}
        </label>
        {found.data && (
          <button
            type="button"
            className="quiet"
            onClick={() =>
              download(`${t("matrix.title")}.csv`, "text/csv;charset=utf-8", csvOf(found.data, t))
            }
          >
            CSV
          </button>
        )}
      </div>
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && shown.length === 0 && (
        <Empty title={t("matrix.none")}>
          <p>{t("matrix.none-words")}</p>
        </Empty>
      )}
      {found.data && shown.length > 0 && (
        <>
          <p className="matrix-key">
            {DECISIONS.map((decision) => (
              <DecisionMark key={decision} decision={decision} small />
            ))}
            <small role="status">
              {t("matrix.shown", { count: shown.length, shown: shown.length, all: matching.length })}
            </small>
          </p>
          <div
            className="table-scroll matrix-scroll"
            tabIndex={0}
            role="region"
            aria-label={t("matrix.title")}
          >
            <table className="matrix">
              <caption className="hidden">{t("matrix.title")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("column.programme")}</th>
                  {found.data.cities.map((city) => (
                    <th key={city.code} scope="col">
                      {shortCity(city.name)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map(({ programme, cells }) => (
                  <tr key={programme.code}>
                    <th scope="row">
                      {programme.name} <small>{t(`shell:level.${programme.level}`)}</small>
                    </th>
                    {found.data.cities.map((city, at) => {
                      const cell = cells.get(at);
                      if (!cell) return <td key={city.code} />;
                      const [, , offerings, decision, gravest] = cell;
                      const words = t("matrix.cell", {
                        programme: programme.name,
                        city: city.name,
                        offerings,
                        gravest,
                        decision: t(`decision.${decision}`),
                      });
                      const grave = decision !== "keep";
                      return (
                        <td key={city.code} className={decision}>
                          <Link
                            title={words}
                            to={to(
                              `/adjustments/${run.id}?programme=${programme.code}&city=${city.code}${grave ? `&decision=${decision}` : ""}`,
                            )}
                          >
                            {grave ? (
                              <Fragment>
                                <i aria-hidden="true">{SIGNS[decision]}</i>
                                {gravest === offerings ? offerings : `${gravest}/${offerings}`}
                              </Fragment>
                            ) : (
                              offerings
                            )}
                          </Link>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {matching.length > shown.length && (
            <button type="button" className="button small" onClick={() => setLimit(limit + AT_ONCE)}>
              {t("matrix.more", { count: Math.min(AT_ONCE, matching.length - shown.length) })}
            </button>
          )}
        </>
      )}
    </Section>
  );
}

/** Rows that are drawn at a time: a province has a thousand programmes. */
const AT_ONCE = 100;

/** The categories that are there, by code; each belongs to one level. */
function categoriesOf(data: Matrix | undefined) {
  const found = new Map(
    (data?.programmes ?? []).map(({ category, level }) => [category.code, { ...category, level }]),
  );
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

type Cell = Matrix["cells"][number];
const weight = (decision: Decision): number => DECISIONS.length - DECISIONS.indexOf(decision);

/** Programmes with their cells by city; those with most to do first, those with nothing to do only when asked for. */
function rowsOf(data: Matrix, all: boolean) {
  const rows = data.programmes.map((programme) => ({ programme, cells: new Map<number, Cell>(), sum: 0 }));
  for (const cell of data.cells) {
    const row = rows[cell[0]];
    if (!row) continue;
    row.cells.set(cell[1], cell);
    if (cell[3] !== "keep") row.sum += 100 ** (weight(cell[3]) - 1) * cell[4];
  }
  return rows.filter(({ sum }) => all || sum > 0).sort((a, b) => b.sum - a.sum);
}

const csvOf = (data: Matrix, t: (key: string) => string): string =>
  toCsv(
    [
      t("column.programme-code"),
      t("column.programme"),
      t("column.level"),
      t("column.city"),
      t("matrix.offerings"),
      t("matrix.gravest"),
      t("matrix.gravest-count"),
    ],
    data.cells.map(([p, c, offerings, decision, gravest]) => [
      data.programmes[p]?.code,
      data.programmes[p]?.name,
      t(`shell:level.${data.programmes[p]?.level}`),
      data.cities[c]?.name,
      offerings,
      t(`decision.${decision}`),
      gravest,
    ]),
  );
