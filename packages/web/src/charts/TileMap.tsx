import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber, formatSigned, shortCity } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { diverging, divergingReach, step } from "./scale.ts";

export interface Tile {
  code: string;
  name: string;
  x: number;
  y: number;
  demand: number | null;
  supply: number | null;
  /** supply that found no post minus demand that found nobody; negative = too few people */
  gap: number | null;
  suppressed?: boolean | undefined;
}

export interface TileMapProps {
  title: string;
  note?: string;
  fileName: string;
  tiles: Tile[];
  selected?: string | null;
  onSelect?: (code: string | null) => void;
}

const SIZE = 92;
const GAP = 6;

/** One tile per city, placed roughly as on the ground; colour and signed number say the same thing. */
export function TileMap({ title, note, fileName, tiles, selected, onSelect }: TileMapProps) {
  const { t } = useTranslation("charts");
  const language = useLanguage();
  const [over, setOver] = useState<string | null>(null);
  const reach = divergingReach(tiles.map((tile) => tile.gap));
  const [left, top] = [Math.min(...tiles.map((tile) => tile.x)), Math.min(...tiles.map((tile) => tile.y))];
  const columns = Math.max(...tiles.map((tile) => tile.x)) - left + 1;
  const rows = Math.max(...tiles.map((tile) => tile.y)) - top + 1;
  const shown = tiles.find((tile) => tile.code === (over ?? selected));
  const table = {
    head: [t("city"), t("demand"), t("supply"), t("gap")],
    rows: [...tiles]
      .sort((a, b) => (a.gap ?? 0) - (b.gap ?? 0))
      .map((tile) => [tile.name, tile.demand, tile.supply, tile.gap]),
  };
  return (
    <ChartFrame title={title} note={note} fileName={fileName} table={table}>
      <svg
        className="tile-map"
        viewBox={`0 0 ${columns * SIZE - GAP} ${rows * SIZE - GAP}`}
        role="group"
        aria-label={title}
        style={{ maxWidth: columns * SIZE }}
      >
        {tiles.map((tile) => {
          const share = tile.gap === null ? 0 : tile.gap / reach;
          const strong = Math.abs(step(share)) >= 0.8;
          const words = tile.suppressed ? t("withheld") : formatSigned(tile.gap, language);
          return (
            <g
              key={tile.code}
              className={tile.code === selected ? "tile selected" : "tile"}
              transform={`translate(${(tile.x - left) * SIZE} ${(tile.y - top) * SIZE})`}
              role={onSelect ? "button" : "img"}
              tabIndex={onSelect ? 0 : undefined}
              aria-pressed={onSelect ? tile.code === selected : undefined}
              aria-label={onSelect ? undefined : `${tile.name} ${words}`}
              onMouseEnter={() => setOver(tile.code)}
              onMouseLeave={() => setOver(null)}
              onFocus={() => setOver(tile.code)}
              onBlur={() => setOver(null)}
              onClick={() => onSelect?.(tile.code === selected ? null : tile.code)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                onSelect?.(tile.code === selected ? null : tile.code);
              }}
            >
              <rect
                width={SIZE - GAP}
                height={SIZE - GAP}
                rx="3"
                style={{ fill: tile.suppressed ? "url(#withheld)" : diverging(share) }}
              />
              <text x="9" y="24" className={strong ? "tile-name strong" : "tile-name"}>
                {shortCity(tile.name)}
              </text>
              <text x="9" y={SIZE - GAP - 11} className={strong ? "tile-value strong" : "tile-value"}>
                {words}
              </text>
            </g>
          );
        })}
        <defs>
          <pattern
            id="withheld"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(-45)"
          >
            <rect width="6" height="6" style={{ fill: "var(--paper)" }} />
            <line x1="0" y1="0" x2="0" y2="6" style={{ stroke: "var(--line-strong)" }} />
          </pattern>
        </defs>
      </svg>
      <div className="tile-foot">
        <ScaleKey reach={reach} />
        <p className="tile-reading" aria-live="polite">
          {shown
            ? t("tile-reading", {
                name: shown.name,
                demand: formatNumber(shown.demand, language),
                supply: formatNumber(shown.supply, language),
                gap: formatSigned(shown.gap, language),
              })
            : onSelect
              ? t("tile-hint")
              : ""}
        </p>
      </div>
    </ChartFrame>
  );
}

/** The scale in words and numbers, for both sides. */
export function ScaleKey({ reach }: { reach: number }) {
  const { t } = useTranslation("charts");
  const language = useLanguage();
  return (
    <div className="scale-key" aria-hidden="true">
      <span className="short">{t("too-few", { reach: formatNumber(Math.round(reach), language) })}</span>
      <span className="scale-steps">
        {[-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => (
          <i key={value} style={{ background: diverging(value) }} />
        ))}
      </span>
      <span className="long">{t("too-many", { reach: formatNumber(Math.round(reach), language) })}</span>
    </div>
  );
}
