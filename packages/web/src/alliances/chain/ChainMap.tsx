import {
  memo,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type PointerEvent as Pointer,
  type Ref,
} from "react";
import { useTranslation } from "react-i18next";
import type { Chain, State } from "./api.ts";
import { HEIGHT, layout, pathOf, WIDTH, type Placed } from "./layout.ts";

const SLACK = 4;
/** So many characters of a name fit, a Han character counting as two. */
const FITS = 22;
const LEAST = 0.08;
/** Names that are smaller than this cannot be read and are not drawn. */
const LEGIBLE = 0.3;
const MOST = 3;

export interface MapHandle {
  svg: () => SVGSVGElement | null;
  show: (id: string) => void;
}

/** The map as one picture: dragging the ground moves it, two fingers or Ctrl and wheel zoom it, a node is moved by dragging it. */
export function ChainMap(props: {
  chain: Chain;
  selected: string | null;
  editable: boolean;
  onSelect: (id: string | null) => void;
  onMove: (id: string, x: number, y: number) => void;
  ref: Ref<MapHandle>;
}) {
  const { chain, selected, editable, onSelect, onMove, ref } = props;
  const { t } = useTranslation("chain");
  const svg = useRef<SVGSVGElement>(null);
  const ground = useRef<SVGGElement>(null);
  const view = useRef({ x: 0, y: 0, k: 1 });
  const placed = useMemo(() => layout(chain.document), [chain.document]);
  const states = useMemo(() => statesOf(chain), [chain]);
  const [held, setHeld] = useState<{ id: string; x: number; y: number } | null>(null);
  const drawn = useMemo(() => (held ? placed.map((one) => (one.id === held.id ? { ...one, at: held } : one)) : placed), [placed, held]);
  const near = useMemo(() => nearOf(chain, selected), [chain, selected]);
  const press = useRef<{ id: string | null; x: number; y: number; at: { x: number; y: number }; moving: boolean } | null>(null);
  const fingers = useRef(new Map<number, { x: number; y: number }>());

  const frame = useRef(0);
  /** Once a frame, however many steps a wheel or a finger sends. */
  const apply = (): void => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const { x, y, k } = view.current;
      ground.current?.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
      ground.current?.classList.toggle("far", k < LEGIBLE);
    });
  };
  const fit = (): void => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || placed.length === 0 || box.width === 0) return;
    const [left, top, right, bottom] = boundsOf(placed);
    const k = Math.min(1, (box.width - 40) / (right - left), (box.height - 40) / (bottom - top));
    // what is too tall to be read is shown from its top
    const shown = Math.max(k, Math.min(0.55, (box.width - 40) / (right - left)));
    view.current = { k: shown, x: (box.width - (right - left) * shown) / 2 - left * shown, y: k === shown ? (box.height - (bottom - top) * k) / 2 - top * k : 20 - top * shown };
    apply();
  };
  const zoom = (by: number, x?: number, y?: number): void => {
    const box = svg.current!.getBoundingClientRect();
    const [cx, cy] = [(x ?? box.left + box.width / 2) - box.left, (y ?? box.top + box.height / 2) - box.top];
    const before = view.current;
    const k = Math.min(MOST, Math.max(LEAST, before.k * by));
    view.current = { k, x: cx - ((cx - before.x) * k) / before.k, y: cy - ((cy - before.y) * k) / before.k };
    apply();
  };
  useEffect(fit, [chain.alliance, placed.length === 0]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, []); // eslint-disable-line react-hooks/exhaustive-deps
  useImperativeHandle(ref, () => ({
    svg: () => svg.current,
    show: (id) => {
      const found = placed.find((one) => one.id === id);
      const box = svg.current?.getBoundingClientRect();
      if (!found || !box) return;
      const k = Math.max(view.current.k, 0.6);
      view.current = { k, x: box.width / 2 - (found.at.x + WIDTH / 2) * k, y: box.height / 2 - found.at.y * k };
      apply();
    },
  }));

  const down = (event: Pointer): void => {
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const id = (event.target as Element).closest<SVGGElement>("[data-node]")?.dataset["node"] ?? null;
    const node = placed.find((one) => one.id === id);
    press.current = { id, x: event.clientX, y: event.clientY, at: node && editable ? node.at : { x: view.current.x, y: view.current.y }, moving: false };
  };
  const move = (event: Pointer): void => {
    const before = fingers.current.get(event.pointerId);
    if (!before || !press.current) return;
    if (fingers.current.size === 2) {
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)![1];
      const [was, is] = [Math.hypot(before.x - other.x, before.y - other.y), Math.hypot(event.clientX - other.x, event.clientY - other.y)];
      if (was > 0) zoom(is / was, (event.clientX + other.x) / 2, (event.clientY + other.y) / 2);
      press.current.moving = true;
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      return;
    }
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const { id, x, y, at, moving } = press.current;
    const [dx, dy] = [event.clientX - x, event.clientY - y];
    if (!moving && Math.hypot(dx, dy) < SLACK) return;
    if (!moving) svg.current!.setPointerCapture(event.pointerId);
    press.current.moving = true;
    if (id !== null && editable) setHeld({ id, x: at.x + dx / view.current.k, y: at.y + dy / view.current.k });
    else {
      view.current = { ...view.current, x: at.x + dx, y: at.y + dy };
      apply();
    }
  };
  const up = (event: Pointer): void => {
    fingers.current.delete(event.pointerId);
    const was = press.current;
    if (fingers.current.size > 0) return;
    press.current = null;
    if (held) {
      onMove(held.id, Math.round(held.x), Math.round(held.y));
      setHeld(null);
    } else if (was && !was.moving) onSelect(was.id);
  };

  return (
    <div className="chain-map">
      <svg ref={svg} role="img" aria-label={t("map", { nodes: placed.length, edges: chain.document.edges.length })} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up}>
        <g ref={ground}>
          <Edges nodes={drawn} edges={chain.document.edges} near={near} />
          {drawn.map((node) => (
            <Node key={node.id} node={node} state={states.get(node.id) ?? null} selected={node.id === selected} dim={near !== null && !near.has(node.id)} member={node.organisation !== null && chain.members.includes(node.organisation)} />
          ))}
        </g>
      </svg>
      <div className="chain-zoom">
        <button type="button" className="button small" aria-label={t("zoom-in")} onClick={() => zoom(1.3)}>
          +
        </button>
        <button type="button" className="button small" aria-label={t("zoom-out")} onClick={() => zoom(1 / 1.3)}>
          −
        </button>
        <button type="button" className="button small" onClick={fit}>
          {t("fit")}
        </button>
      </div>
    </div>
  );
} // prettier-ignore

const Edges = memo(function Edges({ nodes, edges, near }: { nodes: Placed[]; edges: Chain["document"]["edges"]; near: ReadonlySet<string> | null }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.map(({ from, to }) => {
    const [one, other] = [byId.get(from), byId.get(to)];
    if (!one || !other) return null;
    const flow = one.kind === "link" && other.kind === "link";
    return <path key={`${from} ${to}`} d={pathOf(one, other)} className={`chain-edge ${flow ? "flow" : ""} ${near !== null && !(near.has(from) && near.has(to)) ? "dim" : ""}`} />;
  });
}); // prettier-ignore

const Node = memo(function Node({ node, state, selected, dim, member }: { node: Placed; state: State | null; selected: boolean; dim: boolean; member: boolean }) {
  return (
    <g data-node={node.id} transform={`translate(${node.at.x} ${node.at.y})`} className={`chain-node ${node.kind} ${state ?? ""} ${selected ? "selected" : ""} ${dim ? "dim" : ""}`}>
      <title>{node.code ? `${node.name} ${node.code}` : node.name}</title>
      <rect width={WIDTH} height={HEIGHT} rx={5} />
      <text x={10} y={HEIGHT / 2 + 4.5}>
        {member ? "★ " : ""}
        {cut(node.name, member ? FITS - 3 : FITS)}
      </text>
    </g>
  );
}); // prettier-ignore

/** A name as far as there is room. */
function cut(name: string, room: number): string {
  let used = 0;
  let out = "";
  for (const character of name) {
    used += character.charCodeAt(0) > 255 ? 2 : 1.1;
    if (used > room) return `${out}…`;
    out += character;
  }
  return out;
}

const boundsOf = (nodes: readonly Placed[]): [number, number, number, number] => [
  Math.min(...nodes.map(({ at }) => at.x)),
  Math.min(...nodes.map(({ at }) => at.y)),
  Math.max(...nodes.map(({ at }) => at.x)) + WIDTH,
  Math.max(...nodes.map(({ at }) => at.y)) + HEIGHT,
];

/** What is to be seen at a node at once: how its link or occupation stands. */
function statesOf({ links }: Chain): Map<string, State> {
  const states = new Map<string, State>();
  for (const link of links) {
    states.set(link.id, link.state);
    for (const { id, state } of link.occupations) states.set(id, state);
  }
  return states;
}

/** A node and all that leads to it, step by step on both sides; null where none is chosen. */
function nearOf({ document: { edges } }: Chain, id: string | null): ReadonlySet<string> | null {
  if (id === null) return null;
  const seen = new Set([id]);
  const walk = (forward: boolean): void => {
    let edge = [id];
    for (let depth = 0; depth < 3 && edge.length > 0; depth++) {
      const next = edges.filter(({ from, to }) => edge.includes(forward ? from : to)).map(({ from, to }) => (forward ? to : from));
      edge = next.filter((one) => !seen.has(one));
      edge.forEach((one) => seen.add(one));
    }
  };
  walk(true);
  walk(false);
  return seen;
} // prettier-ignore
