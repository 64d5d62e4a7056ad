import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatInterval, formatNumber, type Interval } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";

export interface Bar {
  key: string;
  name: string;
  to?: string;
  value: Interval;
  /** where: the places that carry most of it */
  under?: ReactNode;
  aside?: ReactNode;
}

/**
 * Sorted bars of one direction: shortage (orange, sign −) or surplus (blue, sign +), each with its number and the
 * whisker of its interval on the same scale. It is a table already, so it needs no second one for the reader's ear.
 */
export function Bars(props: {
  bars: Bar[];
  direction: "shortage" | "surplus";
  scale: number;
  label: string;
  asideHead?: string;
}) {
  const language = useLanguage();
  const share = (value: number): number => Math.max(0, Math.min(100, (value / props.scale) * 100));
  return (
    <ol className={`bars ${props.direction}`} aria-label={props.label}>
      {props.bars.map((bar) => (
        <li key={bar.key}>
          <div className="bar-head">
            <span className="bar-name">{bar.to ? <Link to={bar.to}>{bar.name}</Link> : bar.name}</span>
            <span className="bar-value">
              {props.direction === "shortage" ? "−" : "+"}
              {formatNumber(bar.value.value, language)}
              <span className="interval">{formatInterval(bar.value, language)}</span>
            </span>
          </div>
          <div className="bar-track" aria-hidden="true">
            <i className="bar-fill" style={{ width: `${share(bar.value.value)}%` }} />
            {bar.value.high > bar.value.low && (
              <i
                className="bar-whisker"
                style={{
                  left: `${share(bar.value.low)}%`,
                  width: `${Math.max(0.3, share(bar.value.high) - share(bar.value.low))}%`,
                }}
              />
            )}
          </div>
          {(bar.under || bar.aside) && (
            <div className="bar-under">
              <span>{bar.under}</span>
              <span>{bar.aside}</span>
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
