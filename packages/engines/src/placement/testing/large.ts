/** A market as large as a province's, over plain arrays: posts want better students, students want better posts, in part. */
import { Random } from "../../sample/random.ts";
import type { Market } from "../stable.ts";

export interface LargePlacement {
  students: number;
  preferences: number;
  posts: number;
  enterprises: number;
  parks: number;
}

/** Caps of posts, enterprises and parks all bind somewhere; about nine tenths as many places as students. */
export function largeMarket(size: LargePlacement, seed: number): Market {
  const random = new Random(seed);
  const { students, preferences, posts, enterprises, parks } = size;
  const start = Int32Array.from({ length: students + 1 }, (_, s) => s * preferences);
  const post = new Int32Array(students * preferences);
  const named = new Int32Array(posts).fill(-1);
  const merit = Float64Array.from({ length: students }, () => random.next());
  for (let s = 0; s < students; s++)
    for (let k = 0; k < preferences;) {
      const x = random.next();
      const p = Math.floor(posts * x * (0.4 + 0.6 * random.next()));
      if (named[p] === s) continue;
      named[p] = s;
      post[s * preferences + k++] = p;
    }
  const byPost: { e: number; key: number }[][] = Array.from({ length: posts }, () => []);
  for (let e = 0; e < post.length; e++)
    byPost[post[e]!]!.push({ e, key: merit[Math.floor(e / preferences)]! + random.next() });
  const rank = new Int32Array(post.length);
  for (const list of byPost)
    for (const [k, { e }] of list.sort((a, b) => b.key - a.key).entries()) rank[e] = k + 1;

  const houseOf = Int32Array.from({ length: posts }, (_, p) => Math.floor((p * enterprises) / posts));
  const parkOf = Int32Array.from({ length: enterprises }, () => random.below(parks));
  const above = new Int32Array(posts + enterprises + parks).fill(-1);
  const max = new Int32Array(above.length);
  const each = (0.9 * students) / posts;
  for (let p = 0; p < posts; p++) {
    above[p] = posts + houseOf[p]!;
    max[p] = Math.round(each * (0.5 + 1.5 * random.next()));
    max[above[p]!]! += Math.floor(0.9 * max[p]!);
  }
  for (let h = 0; h < enterprises; h++) {
    above[posts + h] = posts + enterprises + parkOf[h]!;
    max[above[posts + h]!]! += Math.floor(0.9 * max[posts + h]!);
  }
  return { start, post, rank, draw: Int32Array.from({ length: students }, (_, s) => s), max, above, posts };
}
