import { stepTaken, type SeasonBase } from "./score-season.ts";

/**
 * When a candidate may ask for a review: within the calendar's step `review`, and not before the release. Where the calendar
 * sets no end, until the units are published. Null before the release.
 */
export function reviewTime(season: SeasonBase): { from: Date; until: Date | null } | null {
  const released = stepTaken(season, "release-scores");
  if (released === null) return null;
  const step = season.calendar.find(({ key }) => key === "review");
  const opens = step?.opens ? new Date(step.opens) : released;
  return {
    from: opens > released ? opens : released,
    until: step?.due ? new Date(step.due) : stepTaken(season, "publish-units"),
  };
}

export const inReviewTime = (time: ReturnType<typeof reviewTime>, now: Date): boolean =>
  time !== null && now >= time.from && (time.until === null || now < time.until);
