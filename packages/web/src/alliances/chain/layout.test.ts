import { expect, test } from "vitest";
import type { ChainNode } from "./api.ts";
import { HEIGHT, layout, WIDTH } from "./layout.ts";

const node = (id: string, more: Partial<ChainNode> = {}): ChainNode => ({ id, kind: id.split("-")[0] as ChainNode["kind"], name: id, code: "", organisation: null, source: "hand", x: null, y: null, ...more }); // prettier-ignore

test("links stand from upstream to downstream, whatever their order; a circle does no harm", () => {
  const nodes = ["link-c", "link-a", "link-b"].map((id) => node(id));
  const y = (edges: { from: string; to: string }[]) => layout({ nodes, edges }).sort((a, b) => a.at.y - b.at.y).map(({ id }) => id); // prettier-ignore
  const flow = [{ from: "link-a", to: "link-b" }, { from: "link-b", to: "link-c" }]; // prettier-ignore
  expect(y(flow)).toEqual(["link-a", "link-b", "link-c"]);
  expect(y([...flow, { from: "link-c", to: "link-a" }])).toHaveLength(3);
});

test("no two stand on each other, also of five hundred; who was moved by hand stays", () => {
  let seed = 7;
  const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
  const ids = (kind: string, n: number) => Array.from({ length: n }, (_, k) => `${kind}-${k}`);
  const [links, occupations, programmes, schools, works] = [ids("link", 30), ids("occupation", 150), ids("programme", 160), ids("school", 80), ids("enterprise", 80)]; // prettier-ignore
  const edges = [
    ...occupations!.map((to) => ({ from: links![random(30)]!, to })),
    ...programmes!.map((from) => ({ from, to: occupations![random(150)]! })),
    ...schools!.map((from) => ({ from, to: programmes![random(160)]! })),
    ...works!.map((from) => ({ from, to: links![random(30)]! })),
  ];
  const nodes = [...links!, ...occupations!, ...programmes!, ...schools!, ...works!].map((id) => node(id));
  nodes[3] = { ...nodes[3]!, x: -900, y: 12 };
  const placed = layout({ nodes, edges });
  expect(placed[3]!.at).toEqual({ x: -900, y: 12 });
  for (const one of placed)
    for (const other of placed)
      if (one !== other && Math.abs(one.at.x - other.at.x) < WIDTH) expect(Math.abs(one.at.y - other.at.y), `${one.id} ${other.id}`).toBeGreaterThanOrEqual(HEIGHT); // prettier-ignore
});
