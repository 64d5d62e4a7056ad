import { useEffect, useRef, useState, type PointerEvent } from "react";

/** Where the page begins to scroll along, from the top (the frame's head and the bar that stays in sight) and the bottom. */
const TOP_EDGE = 170;
const BOTTOM_EDGE = 90;
const STEP = 9;

interface Drag {
  from: number | null;
  to: number | null;
  begin: (event: PointerEvent, index: number) => void;
}

/**
 * Dragging a row of a list by its handle, with mouse, pen or finger: rows stay where they are while it lasts, `from` and
 * `to` say where the row came from and would go. A pointer held near an edge of the window scrolls the page.
 */
export function useDrag(
  list: { current: HTMLElement | null },
  move: (from: number, to: number) => void,
): Drag {
  const [drag, setDrag] = useState<{ from: number; to: number; pointer: number; y: number } | null>(null);
  const latest = useRef({ drag, move });
  useEffect(() => {
    latest.current = { drag, move };
  });
  const pointer = drag?.pointer ?? null;
  useEffect(() => {
    if (pointer === null) return;
    let y = latest.current.drag?.y ?? 0;
    const place = (): number => {
      const rows = [...(list.current?.children ?? [])];
      const at = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
      return at === -1 ? rows.length - 1 : at;
    };
    const look = (): void => {
      const to = place();
      setDrag((now) => (now && now.to !== to ? { ...now, to } : now));
    };
    let frame = 0;
    const scroll = (): void => {
      const by = y < TOP_EDGE ? -STEP : y > window.innerHeight - BOTTOM_EDGE ? STEP : 0;
      const before = window.scrollY;
      if (by !== 0) window.scrollBy(0, by);
      if (window.scrollY !== before) look();
      frame = window.requestAnimationFrame(scroll);
    };
    const onMove = (event: globalThis.PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      y = event.clientY;
      // only a pointer that moved scrolls: a handle near the edge may be pressed without that
      if (frame === 0) frame = window.requestAnimationFrame(scroll);
      look();
    };
    const onUp = (event: globalThis.PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      const { drag: last, move: done } = latest.current;
      setDrag(null);
      // where the pointer is now: a quick hand is ahead of what was drawn last; a mere press changes nothing
      y = event.clientY;
      if (last) done(last.from, frame === 0 ? last.from : place());
    };
    const onCancel = (event: globalThis.PointerEvent): void => {
      if (event.pointerId === pointer) setDrag(null);
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onCancel);
    return () => {
      window.cancelAnimationFrame(frame);
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onCancel);
    };
  }, [pointer, list]);
  return {
    from: drag?.from ?? null,
    to: drag?.to ?? null,
    begin: (event, index) => {
      if (event.button === 0 && drag === null)
        setDrag({ from: index, to: index, pointer: event.pointerId, y: event.clientY });
    },
  };
}
