/** Reasons and conflicts as sentences, in Chinese and English. Names of schools and programmes are the caller's. */
import type { Limit, LimitKind, OfferingReasons, QuotaConflict } from "./types.ts";

export type Tongue = "zh-CN" | "en";

/** How the caller calls what a limit is about (a school's key, a programme's code …); by default as it is. */
export type NameOf = (limit: Limit) => string;

const plainly: NameOf = (limit) => limit.of;

const LEVELS: Record<string, Record<Tongue, string>> = {
  secondary: { "zh-CN": "中职", en: "secondary" },
  college: { "zh-CN": "高职专科", en: "college" },
  bachelor: { "zh-CN": "职业本科", en: "bachelor" },
};
const CARD_NAMES: Record<string, Record<Tongue, string>> = {
  add: { "zh-CN": "增设", en: "add" },
  expand: { "zh-CN": "扩招", en: "expand" },
  keep: { "zh-CN": "保持", en: "keep" },
  warn: { "zh-CN": "预警", en: "warning" },
  suspend: { "zh-CN": "暂停招生", en: "suspension" },
  withdraw: { "zh-CN": "撤销", en: "withdrawal" },
};

const nameOf = (table: Record<string, Record<Tongue, string>>, key: string, tongue: Tongue): string =>
  table[key]?.[tongue] ?? key;

/** One limit: "学校办学条件（生师比…）最多 712 人". */
export function limitPhrase(limit: Limit, tongue: Tongue, name: NameOf = plainly): string {
  const { kind, side, detail } = limit;
  const n = String(limit.limit);
  const card = nameOf(CARD_NAMES, detail, tongue);
  const level = detail ? nameOf(LEVELS, detail, tongue) : "";
  const of = kind === "level" ? nameOf(LEVELS, limit.of, tongue) : name(limit);
  if (tongue === "en") {
    const bound = side === "least" ? `at least ${n}` : side === "exact" ? `exactly ${n}` : `at most ${n}`;
    return {
      locked: `locked by hand at ${n}`,
      card: `the card "${card}" allows ${bound}`,
      change: `the limit on yearly change allows ${bound}`,
      proposal: `the school's proposal asks for ${bound}`,
      opening:
        side === "classes"
          ? `an opening needs at least ${n}`
          : limit.limit === 0
            ? "no openings this year"
            : `an opening has at most ${n}`,
      "class-size": `only whole classes (a class has at least ${n})`,
      school: `the conditions of ${of}${detail ? ` (${detail})` : ""} allow ${bound} in all`,
      openings: `${of} may open at most ${n} offerings this year`,
      programme: `programme ${of} may have at most ${n} offerings`,
      level: `the national scale of ${of} is exactly ${n}`,
      city: `${of}${level ? ` (${level})` : ""} needs at least ${n}`,
      shortage: `shortage programmes${level ? ` (${level})` : ""} need at least ${n}`,
    }[kind];
  }
  const bound = side === "least" ? `至少 ${n}` : side === "exact" ? `恰好 ${n}` : `最多 ${n}`;
  return {
    locked: `人工锁定为 ${n}`,
    card: `“${card}”结论要求${bound} 人`,
    change: `年度变动幅度限制为${bound} 人`,
    proposal: `学校申报为${bound} 人`,
    opening:
      side === "classes"
        ? `新开专业点至少 ${n} 人`
        : limit.limit === 0
          ? "本年不新开专业点"
          : `新开专业点最多 ${n} 人`,
    "class-size": `按整班编制（每班至少 ${n} 人）`,
    school: `${of}办学条件${detail ? `（${detail}）` : ""}限定全校新生${bound} 人`,
    openings: `${of}本年最多新开 ${n} 个专业点`,
    programme: `专业 ${of} 布点最多 ${n} 个`,
    level: `${of}国家核定规模为${bound} 人`,
    city: `${of}${level}计划${bound} 人`,
    shortage: `紧缺专业${level}计划${bound} 人`,
  }[kind];
}

/** "Why 45 and not 60?" in a few sentences. */
export function reasonsSentence(reasons: OfferingReasons, tongue: Tongue, name: NameOf = plainly): string {
  const phrases = (limits: readonly Limit[]): string =>
    limits.map((limit) => limitPhrase(limit, tongue, name)).join(tongue === "en" ? "; " : "；");
  const { seats, last, classes, nextUp, nextDown } = reasons;
  const worth = reasons.marginal.toFixed(2);
  const level = reasons.levelPrice?.toFixed(2);
  const said: string[] = [];
  if (tongue === "en") {
    said.push(
      `${seats} seats${classes ? ` in ${classes} ${classes === 1 ? "class" : "classes"}` : ""} (last year ${last}).`,
    );
    if (reasons.up.length > 0)
      said.push(`Not more${nextUp === null ? "" : ` (the next size is ${nextUp})`}: ${phrases(reasons.up)}.`);
    if (reasons.worthUp)
      said.push(
        `One more seat is worth ${worth} here${level === undefined ? "" : `; elsewhere in this level it is worth ${level} after the limits' prices`}.`,
      );
    if (reasons.down.length > 0 && seats > 0)
      said.push(
        `Not fewer${nextDown === null ? "" : ` (the next size is ${nextDown})`}: ${phrases(reasons.down)}.`,
      );
    if (reasons.worthDown) said.push(`The last seat here is worth ${reasons.marginalLast.toFixed(2)}.`);
    return said.join(" ");
  }
  said.push(`计划 ${seats} 人${classes ? `，${classes} 个班` : ""}（上年 ${last} 人）。`);
  if (reasons.up.length > 0)
    said.push(`不再多${nextUp === null ? "" : `（再多为 ${nextUp} 人）`}，因为${phrases(reasons.up)}。`);
  if (reasons.worthUp)
    said.push(
      `这里再增 1 人的平衡价值为 ${worth}${level === undefined ? "" : `，同层次其他专业点（扣除各项限制的价格）为 ${level}`}。`,
    );
  if (reasons.down.length > 0 && seats > 0)
    said.push(
      `不再少${nextDown === null ? "" : `（再少为 ${nextDown} 人）`}，因为${phrases(reasons.down)}。`,
    );
  if (reasons.worthDown) said.push(`这里最后 1 人的平衡价值为 ${reasons.marginalLast.toFixed(2)}。`);
  return said.join("");
}

const GROUPED: Partial<Record<LimitKind, Record<Tongue, (n: number) => string>>> = {
  card: { "zh-CN": (n) => `${n} 个专业点的调整结论`, en: (n) => `the cards of ${n} offerings` },
  change: {
    "zh-CN": (n) => `${n} 个专业点的年度变动幅度`,
    en: (n) => `the limits on change of ${n} offerings`,
  },
  proposal: { "zh-CN": (n) => `${n} 个专业点的学校申报数`, en: (n) => `the proposals for ${n} offerings` },
  opening: { "zh-CN": (n) => `${n} 个专业点的新开限制`, en: (n) => `the rules on opening ${n} offerings` },
  "class-size": { "zh-CN": (n) => `${n} 个专业点的整班编制`, en: (n) => `the class sizes of ${n} offerings` },
  locked: { "zh-CN": (n) => `${n} 个锁定的单元格`, en: (n) => `${n} locked cells` },
};

/** Many limits of one kind on single offerings as one: "946 个专业点的年度变动幅度（合计至少 41107）". */
export function groupPhrase(limits: readonly Limit[], tongue: Tongue): string {
  const [first] = limits;
  const group = first && GROUPED[first.kind]?.[tongue];
  if (!group) return limits.map((limit) => limitPhrase(limit, tongue)).join(tongue === "en" ? "; " : "；");
  const total = limits.reduce((sum, l) => sum + l.limit, 0);
  const sides = new Set(limits.map(({ side }) => side));
  if (sides.size > 1 || first.side === "classes") return group(limits.length);
  const bound = { least: ["至少", "at least"], most: ["最多", "at most"], exact: ["恰好", "exactly"] }[first.side];
  return tongue === "en" ? `${group(limits.length)} (${bound[1]} ${total} in all)` : `${group(limits.length)}（合计${bound[0]} ${total}）`;
} // prettier-ignore

/** The conflict in one sentence; more than three limits of one kind on single offerings are counted, not listed. */
export function conflictSentence(conflict: QuotaConflict, tongue: Tongue, name: NameOf = plainly): string {
  const byKind = new Map<LimitKind, Limit[]>();
  for (const limit of conflict.limits) byKind.set(limit.kind, [...(byKind.get(limit.kind) ?? []), limit]);
  const parts = [...byKind].flatMap(([kind, limits]) => {
    const group = GROUPED[kind]?.[tongue];
    if (group && limits.length > 3) return [groupPhrase(limits, tongue)];
    return limits.map((limit) =>
      group ? `${name(limit)}：${limitPhrase(limit, tongue, name)}` : limitPhrase(limit, tongue, name),
    );
  }); // prettier-ignore
  return tongue === "en"
    ? `These cannot hold together: ${parts.join("; ")}.`
    : `以下要求不能同时满足：${parts.join("；")}。`;
}
