import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { MISSING } from "../../format.ts";
import type { Overview, PriceRange } from "../api.ts";
import type { Links } from "./links.ts";

/** A dual price as text: how many more posts one more graduate would fill, 0.42 or 0.30–0.55. */
export function priceText(price: PriceRange | null | undefined): string {
  if (!price) return MISSING;
  const [low, high] = [price.min.toFixed(2), price.max.toFixed(2)];
  return low === high ? low : `${low}–${high}`;
}

/** What one more graduate of each programme is worth. */
export function Prices({ overview, links }: { overview: Overview; links: Links }) {
  const { t } = useTranslation("planning");
  const top = Math.max(0.01, ...overview.prices.map((line) => line.price.max));
  return (
    <ol className="prices">
      {overview.prices.map((line) => (
        <li key={`${line.programme.level}${line.programme.code}`}>
          <span className="price-name">
            <Link to={links.programme(line.programme.code)}>{line.programme.name}</Link>{" "}
            <small>{t(`shell:level.${line.programme.level}`)}</small>
          </span>
          <span className="price-track" aria-hidden="true">
            <i
              style={{
                left: `${(line.price.min / top) * 100}%`,
                width: `max(3px, ${((line.price.max - line.price.min) / top) * 100}%)`,
              }}
            />
          </span>
          <span className="num">{priceText(line.price)}</span>
        </li>
      ))}
    </ol>
  );
}
