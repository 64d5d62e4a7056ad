import type { Flag, PostingDetail } from "./api.ts";
import { evidenceSpans, placeOf, segments, type Span } from "./highlight.ts";

/** Title and description with the words that decided the code, and those that break a rule. */
export function PostingText({ posting, heading = true }: { posting: PostingDetail; heading?: boolean }) {
  const evidence = posting.evidence.map((item) => item.text);
  return (
    <div className="posting-text">
      {heading && (
        <p className="posting-title-text">
          <Marked text={posting.title} flags={posting.flags} field="title" evidence={evidence} />
        </p>
      )}
      <Marked text={posting.description} flags={posting.flags} field="description" evidence={evidence} />
    </div>
  );
}

function Marked({
  text,
  flags,
  field,
  evidence,
}: {
  text: string;
  flags: Flag[];
  field: string;
  evidence: string[];
}) {
  const breaches = flags.flatMap((flag, index): Span[] => {
    if (flag.field !== field) return [];
    const place = placeOf(text, flag.quote, flag.start, flag.end);
    return place ? [{ ...place, kind: flag.severity === "hard" ? "breach" : "warn", index }] : [];
  });
  return (
    <>
      {segments(text, [...breaches, ...evidenceSpans(text, evidence)]).map((segment, at) =>
        segment.kind === null ? (
          segment.text
        ) : segment.kind === "evidence" ? (
          <mark key={at}>{segment.text}</mark>
        ) : (
          <span
            key={at}
            className={segment.kind === "warn" ? "breach warn" : "breach"}
            title={segment.index === undefined ? undefined : flags[segment.index]?.rewording}
          >
            {segment.text}
          </span>
        ),
      )}
    </>
  );
}
