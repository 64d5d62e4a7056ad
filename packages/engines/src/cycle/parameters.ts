/** Parameters of a cycle: defaults, and changes to them with their bounds. */
import { EDUCATIONS, LEVELS } from "../types/index.ts";
import type { CycleParameters } from "./types.ts";

/** What a cycle is computed with unless a person says otherwise. Each figure can be changed and is printed in the release. */
export const defaultParameters: CycleParameters = {
  demand: {
    several: 3,
    absent: 1,
    maxHeadcount: 200,
    graduateShare: { none: 1, secondary: 1, college: 1, bachelor: 1, postgraduate: 1 },
    minConfidence: 0.25,
    replicates: 100,
    seed: 20221221,
    interval: 0.8,
    calibrateBy: "industry",
    calibrationBounds: [0.5, 2],
  },
  supply: {
    retention: { secondary: null, college: null, bachelor: null },
    furtherStudyShare: { secondary: null, college: null, bachelor: null },
    stayShare: { secondary: null, college: null, bachelor: null },
    duration: { secondary: 3, college: 3, bachelor: 4 },
    correlation: 0.05,
  },
  forecast: {
    horizon: 5,
    minLength: 3,
    alphaSteps: 9,
    damping: 0.9,
    interval: 0.8,
    assumedSpread: 0.15,
    planWeight: 0.5,
  },
  balance: {
    weights: { official: 1, post: 0.9, class: 0.5 },
    moveCost: 0.2,
    cityCosts: {},
    maxEdges: 3_000_000,
    tranches: 4,
    unitsPerPerson: 4,
    levels: ["none", "secondary", "college", "bachelor"],
    verifyEdges: 20_000,
  },
  disclosure: { minEmployers: 3, maxShare: 0.75, minGraduates: 5, protection: 0.1 },
};

type Check = (value: unknown) => string | null;

const number =
  (least: number, most: number, whole = false): Check =>
  (value) =>
    typeof value === "number" &&
    Number.isFinite(value) &&
    value >= least &&
    value <= most &&
    (!whole || Number.isInteger(value))
      ? null
      : `应为 ${least} 到 ${most} 之间的${whole ? "整数" : "数"}`;
const share = number(0, 1);
const shareOrNull: Check = (value) => (value === null ? null : share(value));
const oneOf =
  (...choices: string[]): Check =>
  (value) =>
    choices.includes(value as string) ? null : `应为 ${choices.join("、")} 之一`;
const each = (keys: readonly string[], check: Check) => Object.fromEntries(keys.map((key) => [key, check]));

/** What each parameter may be. A nested object is a group; keys that are not here do not exist. */
const BOUNDS: Record<string, Record<string, Check | Record<string, Check>>> = {
  demand: {
    several: number(1, 50),
    absent: number(0, 10),
    maxHeadcount: number(1, 10_000, true),
    graduateShare: each(EDUCATIONS, share),
    minConfidence: share,
    replicates: number(20, 1000, true),
    seed: number(0, 4_294_967_295, true),
    interval: number(0.5, 0.99),
    calibrateBy: oneOf("none", "city", "industry"),
    calibrationBounds: (value) =>
      Array.isArray(value) &&
      value.length === 2 &&
      value.every((v) => number(0.01, 100)(v) === null) &&
      value[0] <= value[1]
        ? null
        : "应为两个数，前者不大于后者",
  },
  supply: {
    retention: each(LEVELS, shareOrNull),
    furtherStudyShare: each(LEVELS, shareOrNull),
    stayShare: each(LEVELS, shareOrNull),
    duration: each(LEVELS, number(1, 8, true)),
    correlation: share,
  },
  forecast: {
    horizon: number(0, 10, true),
    minLength: number(3, 20, true),
    alphaSteps: number(3, 50, true),
    damping: number(0.5, 1),
    interval: number(0.5, 0.99),
    assumedSpread: number(0, 1),
    planWeight: share,
  },
  balance: {
    weights: each(["official", "post", "class"], share),
    moveCost: share,
    cityCosts: (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.values(value).every((cost) => share(cost) === null)
        ? null
        : "应为“来处>去处”到 0–1 的表",
    maxEdges: number(1000, 20_000_000, true),
    tranches: number(1, 64, true),
    unitsPerPerson: number(1, 100, true),
    levels: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((level) => (EDUCATIONS as readonly unknown[]).includes(level))
        ? null
        : `应为 ${EDUCATIONS.join("、")} 中的若干`,
    verifyEdges: number(0, 1_000_000, true),
  },
  disclosure: {
    minEmployers: number(1, 20, true),
    maxShare: number(0.1, 1),
    minGraduates: number(1, 50, true),
    protection: number(0, 1),
  },
};

/**
 * The parameters with some of them changed.
 * @throws Error naming the parameter that does not exist or is out of its bounds
 */
export function mergeParameters(base: CycleParameters, changes: Record<string, unknown>): CycleParameters {
  const merged = structuredClone(base) as unknown as Record<string, Record<string, unknown>>;
  for (const [group, values] of Object.entries(changes)) {
    const bounds = BOUNDS[group];
    if (!bounds || typeof values !== "object" || values === null) throw new Error(`没有参数组 ${group}`);
    for (const [name, value] of Object.entries(values)) {
      const bound = bounds[name];
      if (!bound) throw new Error(`没有参数 ${group}.${name}`);
      if (typeof bound === "function") {
        const wrong = bound(value);
        if (wrong) throw new Error(`参数 ${group}.${name} ${wrong}`);
        merged[group]![name] = value;
      } else {
        if (typeof value !== "object" || value === null) throw new Error(`参数 ${group}.${name} 应为一组值`);
        const into = merged[group]![name] as Record<string, unknown>;
        for (const [key, part] of Object.entries(value)) {
          const wrong = bound[key] ? bound[key](part) : "不存在";
          if (wrong) throw new Error(`参数 ${group}.${name}.${key} ${wrong}`);
          into[key] = part;
        }
      }
    }
  }
  return merged as unknown as CycleParameters;
}
