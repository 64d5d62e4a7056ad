/**
 * The one place where colours, type and measures are decided. The same tokens become CSS custom
 * properties (for everything drawn by hand), the Ant Design theme and the ECharts theme.
 */
import type { ThemeConfig } from "antd";

export type Mode = "light" | "dark";

export interface Tokens {
  /** page, surface that lies on it, surface that floats above */
  paper: string;
  surface: string;
  raised: string;
  /** text in three strengths; the weakest still has a contrast of at least 4.5 on paper */
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  lineStrong: string;
  blue: string;
  blueStrong: string;
  blueTint: string;
  onBlue: string;
  /** only for breach and danger */
  red: string;
  redTint: string;
  /** the diverging scale: too few (orange) and too many (blue); text-safe, fill and faint */
  shortage: string;
  shortageFill: string;
  shortageFaint: string;
  surplus: string;
  surplusFill: string;
  surplusFaint: string;
  /** words marked in a posting */
  mark: string;
  good: string;
  focus: string;
  shadow: string;
}

export const tokens: Record<Mode, Tokens> = {
  light: {
    paper: "#fafaf8",
    surface: "#ffffff",
    raised: "#ffffff",
    ink: "#16202b",
    ink2: "#465461",
    ink3: "#626e79",
    line: "#e2e5e6",
    lineStrong: "#bcc4ca",
    blue: "#1f4e79",
    blueStrong: "#173b5c",
    blueTint: "#e9eff5",
    onBlue: "#ffffff",
    red: "#b3261e",
    redTint: "#fbeceb",
    shortage: "#9c4a06",
    shortageFill: "#d9792b",
    shortageFaint: "#f8e6d6",
    surplus: "#1d5fa0",
    surplusFill: "#4586c6",
    surplusFaint: "#dfeaf5",
    mark: "#fdf0c4",
    good: "#2c6a4a",
    focus: "#2f7fc8",
    shadow: "0 8px 28px rgba(22, 32, 43, 0.14)",
  },
  dark: {
    paper: "#0f151a",
    surface: "#151d24",
    raised: "#1c262f",
    ink: "#e3e8ec",
    ink2: "#b0bbc4",
    ink3: "#8d99a4",
    line: "#26313a",
    lineStrong: "#43515d",
    blue: "#8ab9e4",
    blueStrong: "#a9cdee",
    blueTint: "#1a2c3d",
    onBlue: "#0c1822",
    red: "#f28b82",
    redTint: "#3a1d1c",
    shortage: "#f0a868",
    shortageFill: "#c8742f",
    shortageFaint: "#3a2818",
    surplus: "#86b8ea",
    surplusFill: "#3f78b0",
    surplusFaint: "#1a2e43",
    mark: "#4a3f16",
    good: "#7fc4a0",
    focus: "#6fb1f0",
    shadow: "0 10px 32px rgba(0, 0, 0, 0.5)",
  },
};

export const fonts = {
  sans: '"PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif',
  serif: '"Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif',
};

const cssName = (key: string): string => "--" + key.replace(/[A-Z]/g, (part) => "-" + part.toLowerCase());

function block(selector: string, mode: Mode): string {
  const lines = Object.entries(tokens[mode]).map(([key, value]) => `${cssName(key)}:${value}`);
  return `${selector}{color-scheme:${mode};${lines.join(";")}}`;
}

/** The style sheet of custom properties: light, dark by the system's wish, and either by the user's choice. */
export function themeStyleSheet(): string {
  return [
    `:root{--sans:${fonts.sans};--serif:${fonts.serif}}`,
    block(":root", "light"),
    `@media (prefers-color-scheme:dark){${block(":root:not([data-theme=light])", "dark")}}`,
    block(":root[data-theme=dark]", "dark"),
    `@media print{${block(":root, :root[data-theme=dark], :root:not([data-theme=light])", "light")}}`,
  ].join("\n");
}

/** Ant Design told to look like the rest: square-ish, dense, without shadows and tinted fills. */
export function antTheme(mode: Mode): ThemeConfig {
  const t = tokens[mode];
  return {
    token: {
      colorPrimary: t.blue,
      colorInfo: t.blue,
      colorError: t.red,
      colorSuccess: t.good,
      colorWarning: t.shortage,
      colorLink: t.blue,
      colorText: t.ink,
      colorTextSecondary: t.ink2,
      colorTextTertiary: t.ink3,
      colorTextPlaceholder: t.ink3,
      colorTextLightSolid: t.onBlue,
      colorBgBase: t.surface,
      colorBgContainer: t.surface,
      colorBgElevated: t.raised,
      colorBgLayout: t.paper,
      colorBorder: t.lineStrong,
      colorBorderSecondary: t.line,
      borderRadius: 3,
      fontFamily: fonts.sans,
      fontSize: 14,
      controlHeight: 32,
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.16s",
      boxShadow: t.shadow,
      boxShadowSecondary: t.shadow,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", fontWeight: 500 },
      Select: { optionSelectedBg: t.blueTint },
    },
  };
}
