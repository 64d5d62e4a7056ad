const SURROGATE = /[\ud800-\udfff]/;
const utf8 = new TextEncoder();

/** Orders ids as the bytes of their UTF-8 text: that of code points. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  // without surrogates the order of UTF-16 units is that of code points
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  const [x, y] = [utf8.encode(a), utf8.encode(b)];
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}
