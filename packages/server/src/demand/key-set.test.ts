import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashText, KeySet } from "./key-set.ts";

describe("KeySet", () => {
  it("holds exactly what was added and numbers it in order of arrival", () => {
    const word = fc.integer({ min: 0, max: 7 }).map((n) => (n < 4 ? n : 0xffffffff - n));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 200 }), (pairs) => {
        const set = new KeySet(1);
        const model = new Map<string, number>();
        for (const [high, low] of pairs) {
          const name = `${high}:${low}`;
          if (!model.has(name)) model.set(name, model.size);
          expect(set.number(high, low)).toBe(model.get(name));
        }
        expect(set.size).toBe(model.size);
      }),
      { seed: 20261123 },
    );
  });

  it("grows past its first size without losing a key", () => {
    const set = new KeySet(1);
    for (let i = 0; i < 50_000; i++) expect(set.add(i * 7919, i)).toBe(true);
    for (let i = 0; i < 50_000; i++) expect(set.has((i * 7919) >>> 0, i)).toBe(true);
    expect(set.has(1, 1)).toBe(false);
  });
});

describe("hashText", () => {
  it("tells a million like texts apart", () => {
    const set = new KeySet(1 << 20);
    const out = new Uint32Array(2);
    for (let i = 0; i < 1_000_000; i++) {
      hashText(`数控车床操作工${i}\u001f某公司${i % 7}`, out);
      if (!set.add(out[0]!, out[1]!)) throw new Error(`collision at ${i}`);
    }
    expect(set.size).toBe(1_000_000);
  });
});
