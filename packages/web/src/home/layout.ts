/** Where the parts of the figure stand, for a wide and a narrow page. Units are those of the viewBox. */

export interface Spot {
  x: number;
  y: number;
}

export interface MapLayout {
  width: number;
  height: number;
  body: Spot & { r: number; ring: number };
  /** stations of the loop by the key of their mechanism */
  stations: Record<string, Spot>;
  base: { x: number; y: number; width: number; height: number };
  /** places on the base, from left to right */
  baseSlots: Spot[];
  points: Spot[];
  wings: { left: string[]; right: string[] };
  labels: { body: Spot; left: Spot; right: Spot; points: Spot; base: Spot };
}

const polar = (center: Spot, radius: number, degrees: number): Spot => ({
  x: Math.round(center.x + radius * Math.cos((degrees * Math.PI) / 180)),
  y: Math.round(center.y + radius * Math.sin((degrees * Math.PI) / 180)),
});

/** Feathers: curves that leave the body's side and sweep outwards, longest on top. `side` −1 left, 1 right. */
function feathers(body: Spot & { r: number }, side: -1 | 1, reach: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    const angle = side === 1 ? -34 + share * 62 : 180 + 34 - share * 62;
    const from = polar(body, body.r, angle);
    const tip = {
      x: Math.round(body.x + side * (body.r + reach * (1 - share * 0.52))),
      y: Math.round(body.y - 128 + share * 250),
    };
    const lift = {
      x: Math.round(body.x + side * (body.r + reach * 0.45)),
      y: Math.round(body.y - 190 + share * 225),
    };
    return `M${from.x} ${from.y}Q${lift.x} ${lift.y} ${tip.x} ${tip.y}`;
  });
}

function wide(): MapLayout {
  const body = { x: 600, y: 336, r: 264, ring: 176 };
  return {
    width: 1200,
    height: 792,
    body,
    stations: {
      "supply-demand": { x: 498, y: 200 },
      balance: { x: 702, y: 200 },
      release: { x: 758, y: 360 },
      adjustment: { x: 600, y: 480 },
      plan: { x: 442, y: 360 },
    },
    base: { x: 120, y: 644, width: 960, height: 136 },
    baseSlots: [
      { x: 640, y: 680 },
      { x: 640, y: 744 },
    ],
    points: [-142, -116, -90, -64, -38].map((angle) => polar(body, 304, angle)),
    wings: { left: feathers(body, -1, 300, 8), right: feathers(body, 1, 300, 8) },
    labels: {
      body: { x: 600, y: 108 },
      left: { x: 170, y: 540 },
      right: { x: 1030, y: 540 },
      points: { x: 600, y: 16 },
      base: { x: 144, y: 676 },
    },
  };
}

function narrow(): MapLayout {
  const body = { x: 180, y: 292, r: 176, ring: 138 };
  return {
    width: 360,
    height: 676,
    body,
    stations: {
      "supply-demand": { x: 180, y: 178 },
      balance: { x: 258, y: 258 },
      release: { x: 258, y: 336 },
      adjustment: { x: 102, y: 336 },
      plan: { x: 102, y: 258 },
    },
    base: { x: 4, y: 496, width: 352, height: 172 },
    baseSlots: [
      { x: 180, y: 562 },
      { x: 180, y: 628 },
    ],
    points: [-130, -110, -90, -70, -50].map((angle) => polar(body, 200, angle)),
    wings: { left: feathers(body, -1, 60, 6), right: feathers(body, 1, 60, 6) },
    labels: {
      body: { x: 180, y: 130 },
      left: { x: 30, y: 470 },
      right: { x: 330, y: 470 },
      points: { x: 180, y: 20 },
      base: { x: 20, y: 516 },
    },
  };
}

export const layouts = { wide: wide(), narrow: narrow() };
