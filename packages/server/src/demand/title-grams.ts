/**
 * Pairs of neighbouring characters as integers: the search index over posting titles. Chinese has no spaces and most
 * searches are two characters long, too short for pg_trgm; pairs in an `int4[]` with a GIN index answer them.
 */
export function titleGrams(title: string): number[] {
  const text = title.toLowerCase().replace(/\s+/g, "");
  const grams: number[] = [];
  for (let i = 0; i + 1 < text.length && grams.length < 48; i++) {
    const gram = (text.charCodeAt(i) << 16) | text.charCodeAt(i + 1);
    if (!grams.includes(gram)) grams.push(gram);
  }
  return grams;
}
