/** Cuts a text where words are to be marked: evidence of the coding and unlawful wording. */

export interface Span {
  start: number;
  end: number;
  kind: "breach" | "warn" | "evidence";
  /** position in the list of breaches, for the link between text and explanation */
  index?: number;
}

export interface Segment {
  text: string;
  kind: Span["kind"] | null;
  index?: number;
}

/** Every place of the words in the text, without those inside a longer place already taken. */
export function evidenceSpans(text: string, words: readonly string[]): Span[] {
  const spans: Span[] = [];
  const lower = text.toLowerCase();
  for (const word of [...new Set(words)]
    .filter((item) => item.trim().length > 1)
    .sort((a, b) => b.length - a.length)) {
    const needle = word.toLowerCase();
    for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + needle.length)) {
      const end = at + needle.length;
      if (!spans.some((span) => at < span.end && end > span.start))
        spans.push({ start: at, end, kind: "evidence" });
    }
  }
  return spans;
}

/**
 * The text in segments. Breaches win over evidence where both claim a place, earlier over later; a span outside the
 * text, or one whose quote does not stand there, is left out by the caller.
 */
export function segments(text: string, spans: readonly Span[]): Segment[] {
  const rank = (span: Span): number => (span.kind === "evidence" ? 1 : 0);
  const taken: Span[] = [];
  for (const span of [...spans].sort((a, b) => rank(a) - rank(b) || a.start - b.start || b.end - a.end)) {
    if (span.start < 0 || span.end > text.length || span.start >= span.end) continue;
    if (!taken.some((other) => span.start < other.end && span.end > other.start)) taken.push(span);
  }
  taken.sort((a, b) => a.start - b.start);
  const result: Segment[] = [];
  let at = 0;
  for (const span of taken) {
    if (span.start > at) result.push({ text: text.slice(at, span.start), kind: null });
    result.push({
      text: text.slice(span.start, span.end),
      kind: span.kind,
      ...(span.index === undefined ? {} : { index: span.index }),
    });
    at = span.end;
  }
  if (at < text.length) result.push({ text: text.slice(at), kind: null });
  return result;
}

/** Where a quote stands: at its stated place, or else at its first occurrence; null when the text does not hold it. */
export function placeOf(
  text: string,
  quote: string,
  start: number,
  end: number,
): { start: number; end: number } | null {
  if (text.slice(start, end) === quote) return { start, end };
  const at = quote === "" ? -1 : text.indexOf(quote);
  return at < 0 ? null : { start: at, end: at + quote.length };
}
