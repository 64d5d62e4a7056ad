/** The caps as a forest above the posts. */
import type { Cap, Enterprise, PlacementRules, Post } from "./types.ts";

export interface CapTree {
  /** post caps first, in the order of the posts; a cap above has a higher number than those below it */
  caps: Cap[];
  above: Int32Array;
}

/** Two caps that cross: neither contains the other, and they have posts in common. */
export interface Crossing {
  path: string;
  zh: string;
  en: string;
}

interface Group extends Omit<Cap, "max"> {
  limit: number;
  posts: number[];
}

/**
 * Nests post ⊂ enterprise ⊂ park and the further caps of the rules.
 * @param posts those of the input, in the order of their ids
 */
export function nestCaps(
  rules: PlacementRules,
  enterprises: ReadonlyMap<string, Enterprise>,
  posts: readonly Post[],
): { tree: CapTree; crossing: null } | { tree: null; crossing: Crossing } {
  const groups = groupsOf(rules, enterprises, posts);
  const caps: Cap[] = [];
  const running: number[] = [];
  const above: number[] = [];
  for (const post of posts) {
    running.push(rules.running.get(post.id) ?? 0);
    caps.push({ kind: "post", of: post.id, max: Math.min(post.capacity, shareOf(rules.postShare, post.staffLike)) });
    above.push(-1);
  }
  const size = posts.map(() => 1);
  const top = posts.map((_, p) => p);
  for (const [g, group] of groups.entries()) {
    const node = posts.length + g;
    const below = new Set(group.posts.map((p) => top[p]!));
    let inside = 0;
    for (const cap of below) inside += size[cap]!;
    if (inside !== group.posts.length) {
      const members = new Set(group.posts);
      const other = [...below].find((cap) => top.some((t, p) => t === cap && !members.has(p)))!;
      return { tree: null, crossing: crossing(group, caps[other]!) };
    }
    const own = group.kind === "enterprise" ? (rules.running.get(group.of) ?? 0) : 0;
    running.push([...below].reduce((sum, cap) => sum + running[cap]!, own));
    caps.push({ kind: group.kind, of: group.of, max: group.limit });
    above.push(-1);
    size.push(group.posts.length);
    for (const cap of below) above[cap] = node;
    for (const p of group.posts) top[p] = node;
  }
  for (const [c, cap] of caps.entries()) cap.max = Math.max(0, cap.max - running[c]!);
  return { tree: { caps, above: Int32Array.from(above) }, crossing: null };
} // prettier-ignore

/** Enterprises, parks and further caps with their posts, the smaller first. */
function groupsOf(
  rules: PlacementRules,
  enterprises: ReadonlyMap<string, Enterprise>,
  posts: readonly Post[],
): Group[] {
  const ofEnterprise = new Map<string, number[]>();
  for (const [p, post] of posts.entries()) put(ofEnterprise, post.enterprise, p);
  const ofPark = new Map<string, number[]>();
  for (const [id, own] of ofEnterprise) for (const p of own) put(ofPark, enterprises.get(id)!.park, p);
  const groups: Group[] = [...ofEnterprise].map(([id, own]) => ({
    kind: "enterprise", of: id, posts: own, limit: shareOf(rules.enterpriseShare, enterprises.get(id)!.staff),
  })); // prettier-ignore
  for (const [id, limit] of rules.parks)
    if (ofPark.has(id)) groups.push({ kind: "park", of: id, posts: ofPark.get(id)!, limit });
  const numberOf = new Map(posts.map(({ id }, p) => [id, p]));
  for (const cap of rules.caps) {
    const within = new Set<number>();
    for (const id of cap.posts) if (numberOf.has(id)) within.add(numberOf.get(id)!);
    for (const id of cap.enterprises) for (const p of ofEnterprise.get(id) ?? []) within.add(p);
    for (const id of cap.parks) for (const p of ofPark.get(id) ?? []) within.add(p);
    if (within.size > 0) groups.push({ kind: "further", of: cap.id, posts: [...within], limit: cap.max });
  }
  // equal ones: enterprise, then park, then further caps in the order of the rules
  return groups.sort((a, b) => a.posts.length - b.posts.length);
}

function put(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** ⌊share × staff⌋, the share in ten-thousandths. */
const shareOf = (share: number, staff: number): number => Math.floor((share * staff) / 10_000);

const crossing = (a: Group, b: Cap): Crossing => ({
  path: "caps",
  zh: `上限 ${a.of} 与 ${b.of} 交叉：两个上限应互相包含，或没有共同岗位`,
  en: `the caps ${a.of} and ${b.of} cross: of two caps one contains the other, or they have no post in common`,
});
