import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { useScope } from "../shell/scope.ts";
import { formatWaiting, type Mechanism } from "./api.ts";
import { layouts, type MapLayout, type Spot } from "./layout.ts";

const narrowPage = window.matchMedia("(max-width: 700px)");
const follow = (tell: () => void): (() => void) => {
  narrowPage.addEventListener("change", tell);
  return () => narrowPage.removeEventListener("change", tell);
};

/** From each station of the loop to the next, in degrees of the ring. */
const LOOP_ARROWS = [
  [-103, -77],
  [-26, -12],
  [38, 58],
  [122, 142],
] as const;
/** Mechanisms that stand on the base; all others belong to the loop in the body. */
const ON_BASE = ["lists", "fair-hiring"];
/** Mechanisms of the five key points, by the number of their point: ways of growing and their examination (article 9). */
const ON_POINT: Readonly<Record<string, number>> = { pathways: 3, admissions: 3 };
/** Mechanisms of the two wings: city consortia (article 4), industry communities (article 5). */
const ON_WING: Readonly<Record<string, "left" | "right">> = { consortium: "left", community: "right" };

/**
 * One body, two wings, five key points on a base of safeguards. Hairlines are the structure that the policy draws;
 * what carries figures works and can be entered. Nothing is drawn for a mechanism that does not exist.
 */
export function SystemMap({
  mechanisms,
  place,
  year,
}: {
  mechanisms: Mechanism[];
  place: string;
  year: number | null;
}) {
  const { t } = useTranslation("home");
  const narrow = useSyncExternalStore(follow, () => narrowPage.matches);
  const at = layouts[narrow ? "narrow" : "wide"];
  const { body } = at;
  const inLoop = mechanisms.filter((item) => at.stations[item.key]);
  const onBase = mechanisms.filter((item) => ON_BASE.includes(item.key)).slice(0, at.baseSlots.length);
  const onPoints = mechanisms.filter((item) => ON_POINT[item.key] !== undefined);
  const onWings = mechanisms.filter((item) => ON_WING[item.key] !== undefined);
  const named = onPoints.map((item) => ON_POINT[item.key]);
  // the base is as high as what stands on it
  const [first, second] = at.baseSlots;
  const spare = first && second && onBase.length < at.baseSlots.length ? second.y - first.y : 0;
  return (
    <svg
      className={narrow ? "system-map narrow" : "system-map"}
      viewBox={`0 0 ${at.width} ${at.height - spare}`}
      role="group"
      aria-label={t("map.label")}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 10 10"
          refX="7"
          refY="5"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M1 1L8 5L1 9" className="arrow-head" />
        </marker>
      </defs>
      <g className="structure" aria-hidden="true">
        {[...at.wings.left, ...at.wings.right].map((path) => (
          <path key={path} d={path} />
        ))}
        <path
          d={`M${at.points[0]!.x} ${at.points[0]!.y}A${radius(at.points[0]!, body)} ${radius(at.points[0]!, body)} 0 0 1 ${at.points[4]!.x} ${at.points[4]!.y}`}
          className="faint"
        />
        {at.points.map((point, index) => (
          <circle key={index} cx={point.x} cy={point.y} r={narrow ? 4 : 5} />
        ))}
      </g>
      <g className="structure-words">
        {!narrow &&
          at.points.map((point, index) =>
            named.includes(index) ? null : (
              <text
                key={index}
                x={point.x + (index - 2) * 9}
                y={point.y - (index === 2 ? 14 : 10)}
                textAnchor={index < 2 ? "end" : index > 2 ? "start" : "middle"}
              >
                {t(`map.point-${index + 6}`)}
              </text>
            ),
          )}
        {narrow && (
          <text x={at.labels.points.x} y={at.labels.points.y} textAnchor="middle">
            {t("map.points")}
          </text>
        )}
        {!narrow &&
          (["left", "right"] as const).map((side) => (
            <text key={side} x={at.labels[side].x} y={at.labels[side].y} textAnchor="middle">
              {t(side === "left" ? "map.wing-4" : "map.wing-5")}
            </text>
          ))}
      </g>

      <circle className="body" cx={body.x} cy={body.y} r={body.r} />
      <circle className="ring" cx={body.x} cy={body.y} r={body.ring} />
      {!narrow && inLoop.length === Object.keys(at.stations).length && (
        <g className="loop" aria-hidden="true">
          {LOOP_ARROWS.map(([from, to]) => (
            <path key={from} d={arc(body, body.ring, from, to)} markerEnd="url(#arrow)" />
          ))}
        </g>
      )}
      <text className="body-words" x={at.labels.body.x} y={at.labels.body.y} textAnchor="middle">
        {t(narrow ? "map.body-short" : "map.body")}
      </text>
      {!narrow && (
        <g className="center-words" textAnchor="middle">
          <text x={body.x} y={body.y + 4} className="center-place">
            {place}
          </text>
          {year !== null && (
            <text x={body.x} y={body.y + 26} className="center-year">
              {t("map.year", { year })}
            </text>
          )}
        </g>
      )}
      {inLoop.map((item) => (
        <Station key={item.key} mechanism={item} spot={at.stations[item.key]!} narrow={narrow} />
      ))}
      {onWings.map((item) => (
        <WingLine key={item.key} mechanism={item} side={ON_WING[item.key]!} at={at} narrow={narrow} />
      ))}
      {onPoints.map((item, index) => (
        <PointLine
          key={item.key}
          mechanism={item}
          spot={at.points[ON_POINT[item.key]!]!}
          line={index}
          narrow={narrow}
          width={at.width}
        />
      ))}

      <rect
        className="base"
        x={at.base.x}
        y={at.base.y}
        width={at.base.width}
        height={at.base.height - spare}
      />
      <text className="base-words" x={at.labels.base.x} y={at.labels.base.y}>
        {t("map.base")}
      </text>
      {!narrow && (
        <text className="base-words small" x={at.labels.base.x} y={at.labels.base.y + 20}>
          {t("map.base-articles")}
        </text>
      )}
      {onBase.map((item, index) => (
        <Station key={item.key} mechanism={item} spot={at.baseSlots[index]!} narrow={narrow} flat />
      ))}
    </svg>
  );
}

const radius = (point: Spot, center: Spot): number =>
  Math.round(Math.hypot(point.x - center.x, point.y - center.y));

function arc(center: Spot, r: number, from: number, to: number): string {
  const at = (degrees: number): string =>
    `${(center.x + r * Math.cos((degrees * Math.PI) / 180)).toFixed(1)} ${(center.y + r * Math.sin((degrees * Math.PI) / 180)).toFixed(1)}`;
  return `M${at(from)}A${r} ${r} 0 0 1 ${at(to)}`;
}

/** A mechanism of a wing: below its name on a wide page; on a narrow one its name with one figure. */
function WingLine({ mechanism, side, at, narrow }: { mechanism: Mechanism; side: "left" | "right"; at: MapLayout; narrow: boolean }) {
  const { t } = useTranslation("home");
  const language = useLanguage();
  const { to } = useScope();
  const right = side === "right";
  const width = narrow ? at.width / 2 - 8 : 300;
  const label = at.labels[side];
  const x = narrow ? (right ? at.width - 4 : 4) : label.x;
  const y = narrow ? label.y : label.y + 26;
  return (
    <Link to={to(mechanism.path)} className="station">
      <rect x={narrow ? (right ? x - width : x) : x - width / 2} y={y - 18} width={width} height={26} rx="4" className="station-ground point" />
      <text x={x} y={y} textAnchor={narrow ? (right ? "end" : "start") : "middle"}>
        <tspan className="station-name point">{t(narrow ? `mechanism.${mechanism.key}` : "map.enter")}</tspan>
        {mechanism.figures.slice(0, narrow ? 1 : 2).map((figure) => (
          <tspan key={figure.key} dx="8">
            {!narrow && <tspan className="station-label">{t(`figure.${figure.key}`)} </tspan>}
            <tspan className="station-value small">{formatNumber(figure.value, language)}</tspan>
          </tspan>
        ))}
        {!narrow && mechanism.waiting > 0 && (
          <tspan className="station-waiting" dx="8">
            {t("waiting", { count: mechanism.waiting, shown: formatWaiting(mechanism.waiting, language) })}
          </tspan>
        )}
      </text>
    </Link>
  );
} // prettier-ignore

/** A mechanism of a key point: its name with figures, in lines above the point. */
function PointLine(props: {
  mechanism: Mechanism;
  spot: Spot;
  line: number;
  narrow: boolean;
  width: number;
}) {
  const { mechanism, spot, line, narrow, width } = props;
  const { t } = useTranslation("home");
  const language = useLanguage();
  const { to } = useScope();
  // where there is room for one figure it is not the year
  const figures = narrow
    ? mechanism.figures.filter(({ unit }) => unit !== "year").slice(0, 1)
    : mechanism.figures.slice(0, 2);
  // on a narrow page one below the other, under the heading of the five points
  const x = narrow ? 16 : spot.x + 9;
  const y = narrow ? 46 + line * 26 : spot.y - 10 - line * 26;
  return (
    <Link to={to(mechanism.path)} className="station">
      <rect x={x - 4} y={y - 19} width={width - x} height={26} rx="4" className="station-ground point" />
      <text x={x} y={y}>
        <tspan className="station-name point">{t(`mechanism.${mechanism.key}`)}</tspan>
        {figures.map((figure) => (
          <tspan key={figure.key} dx="10">
            <tspan className="station-label">
              {t(`figure.${figure.key}`, { defaultValue: figure.key })}{" "}
            </tspan>
            <tspan className="station-value small">
              {figure.unit === "year" && figure.value !== null
                ? String(figure.value)
                : formatNumber(figure.value, language)}
            </tspan>
          </tspan>
        ))}
        {mechanism.waiting > 0 && (
          <tspan className="station-waiting" dx="8">
            {t("waiting", { count: mechanism.waiting, shown: formatWaiting(mechanism.waiting, language) })}
          </tspan>
        )}
      </text>
    </Link>
  );
}

interface StationProps {
  mechanism: Mechanism;
  spot: Spot;
  narrow: boolean;
  /** figures beside the name instead of below it */
  flat?: boolean;
}

function Station({ mechanism, spot, narrow, flat }: StationProps) {
  const { t } = useTranslation("home");
  const language = useLanguage();
  const { to } = useScope();
  const figures = mechanism.figures.slice(0, flat ? 2 : narrow ? 2 : 3);
  const name = t([...(narrow ? [`mechanism-short.${mechanism.key}`] : []), `mechanism.${mechanism.key}`]);
  const words = figures.map((figure) => ({
    label: t(`figure.${figure.key}`, { defaultValue: figure.key }),
    value:
      figure.unit === "year" && figure.value !== null
        ? String(figure.value)
        : formatNumber(figure.value, language),
  }));
  const width = flat ? (narrow ? 330 : 500) : narrow ? 150 : 184;
  const height = flat ? 60 : narrow ? 78 : 44 + figures.length * 24;
  const left = spot.x - width / 2;
  const top = flat ? spot.y - 30 : spot.y - 34;
  return (
    <Link to={to(mechanism.path)} className="station">
      <rect x={left} y={top} width={width} height={height} rx="4" className="station-ground" />
      <text
        x={flat && !narrow ? left + 16 : spot.x}
        y={flat ? (narrow ? top + 24 : top + 36) : spot.y - 12}
        textAnchor={flat && !narrow ? "start" : "middle"}
        className="station-name"
      >
        {name}
        {mechanism.waiting > 0 && (
          <tspan className="station-waiting" dx="8">
            {t("waiting", { count: mechanism.waiting, shown: formatWaiting(mechanism.waiting, language) })}
          </tspan>
        )}
      </text>
      {words.map((word, index) => {
        if (flat) {
          const x = narrow ? left + 16 + index * 160 : left + 190 + index * 150;
          const y = narrow ? top + 48 : top + 35;
          return (
            <text key={index} x={x} y={y} className="station-figure">
              <tspan className="station-value small">{word.value}</tspan>
              <tspan className="station-label" dx="6">
                {word.label}
              </tspan>
            </text>
          );
        }
        const y = spot.y + 16 + index * 24;
        return (
          <text key={index} x={spot.x} y={y} className="station-figure">
            <tspan x={spot.x - 6} textAnchor="end" className="station-label">
              {word.label}
            </tspan>
            <tspan x={spot.x + 6} textAnchor="start" className="station-value">
              {word.value}
            </tspan>
          </text>
        );
      })}
    </Link>
  );
}
