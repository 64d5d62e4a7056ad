import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Bars } from "../../charts/DivergingBars.tsx";
import { useLanguage } from "../../i18n/index.ts";
import { formatNumber } from "../../format.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { readCells, type Cell, type Plan } from "./api.ts";

/** What the plan changes most against last year, by programme class: what grows and what shrinks. */
export function Changes({ plan }: { plan: Plan }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const found = useQuery({
    queryKey: ["plan", plan.id, "cells", plan.version],
    staleTime: Infinity,
    queryFn: ({ signal }) => readCells(plan.id, null, signal),
  });
  const { up, down, scale } = useMemo(() => changes(found.data?.cells ?? []), [found.data]);
  if (found.isPending) return <Loading rows={6} />;
  if (found.error) return <Failure error={found.error} />;
  const bars = (list: Change[]) =>
    list.map((one) => ({
      key: one.key,
      name: one.name,
      to: `/plans/${plan.id}/edit?class=${one.key}`,
      value: { value: Math.abs(one.by), low: Math.abs(one.by), high: Math.abs(one.by) },
      under: t("changes.from-to", {
        last: formatNumber(one.last, language),
        seats: formatNumber(one.seats, language),
      }),
      aside: one.top ? (
        <Link to={`/plans/${plan.id}/edit?offering=${one.top.offering}`}>{one.top.school}</Link>
      ) : undefined,
    }));
  return (
    <Section title={t("changes.title")} note={t("changes.note")}>
      <div className="plan-two">
        <div>
          <h3>{t("changes.up")}</h3>
          <Bars bars={bars(up)} direction="surplus" scale={scale} label={t("changes.up")} />
        </div>
        <div>
          <h3>{t("changes.down")}</h3>
          <Bars bars={bars(down)} direction="shortage" scale={scale} label={t("changes.down")} />
        </div>
      </div>
    </Section>
  );
}

interface Change {
  key: string;
  name: string;
  last: number;
  seats: number;
  by: number;
  /** the offering that moves most within it, the same way */
  top: Cell | null;
}

const SHOWN = 8;

function changes(cells: readonly Cell[]): { up: Change[]; down: Change[]; scale: number } {
  const classes = new Map<string, Change & { cells: Cell[] }>();
  for (const cell of cells) {
    let one = classes.get(cell.class);
    if (!one)
      classes.set(
        cell.class,
        (one = { key: cell.class, name: cell.className, last: 0, seats: 0, by: 0, top: null, cells: [] }),
      );
    one.last += cell.last;
    one.seats += cell.seats;
    one.by += cell.seats - cell.last;
    one.cells.push(cell);
  }
  for (const one of classes.values())
    for (const cell of one.cells)
      if (
        Math.sign(cell.seats - cell.last) === Math.sign(one.by) &&
        Math.abs(cell.seats - cell.last) > Math.abs((one.top?.seats ?? 0) - (one.top?.last ?? 0))
      )
        one.top = cell;
  const sorted = [...classes.values()].sort((a, b) => b.by - a.by);
  const up = sorted.filter((one) => one.by > 0).slice(0, SHOWN);
  const down = sorted
    .filter((one) => one.by < 0)
    .reverse()
    .slice(0, SHOWN);
  return { up, down, scale: Math.max(1, ...[...up, ...down].map((one) => Math.abs(one.by))) };
}
