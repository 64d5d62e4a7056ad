import { useEffect, useState, type RefObject } from "react";

/** Rows drawn beyond what is in sight. */
const BEYOND = 6;

/** Which rows of a tall grid are in sight, and how wide it is: only those are drawn. */
export function useRows(ref: RefObject<HTMLElement | null>, count: number, height: number): { from: number; to: number; width: number } {
  const [seen, setSeen] = useState({ top: 0, height: 800, width: 900 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const look = () =>
      setSeen((before) => {
        // a step of several rows at once: most scrolls draw nothing anew
        const step = height * (BEYOND / 2);
        const top = Math.floor(element.scrollTop / step) * step;
        const next = { top, height: element.clientHeight, width: element.clientWidth };
        return before.top === next.top && before.height === next.height && before.width === next.width ? before : next;
      });
    look();
    element.addEventListener("scroll", look, { passive: true });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      watch.disconnect();
    };
  }, [ref, height]);
  const from = Math.max(0, Math.floor(seen.top / height) - BEYOND);
  return { from, to: Math.min(count, Math.ceil((seen.top + seen.height) / height) + BEYOND * 2), width: seen.width };
} // prettier-ignore
