/** What a real Chromium makes of a page: Lighthouse's figures, the scripts it loads, axe's findings. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, Launcher } from "chrome-launcher";
import lighthouse, { type Config } from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";

/** A way of looking: Lighthouse's desktop and mobile presets, or a desktop whose speed nothing holds back. */
export type Look = "desktop" | "mobile" | "unthrottled";

export interface Seen {
  performance: number;
  accessibility: number;
  /** largest contentful paint, seconds */
  drawn: number;
  /** kilobytes of the scripts loaded, as gzip */
  scripts: number;
  /** rules of axe with serious or critical findings */
  findings: string[];
}

export function hasChromium(): boolean {
  return Launcher.getInstallations().length > 0;
}

/** @throws Error where the page is not the one asked for, or did not come up */
export async function look(address: string, path: string, how: Look, cookie = ""): Promise<Seen> {
  const flags =
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
  const chrome = await launch({ chromeFlags: flags.split(" "), logLevel: "silent" });
  try {
    const config: Config =
      how === "mobile"
        ? { extends: "lighthouse:default" }
        : {
            ...desktop,
            settings: {
              ...desktop.settings,
              ...(how === "unthrottled" ? { throttlingMethod: "provided" as const } : {}),
            },
          };
    const run = await lighthouse(
      `${address}${path}`,
      {
        port: chrome.port,
        logLevel: "silent",
        onlyCategories: ["performance", "accessibility"],
        ...(cookie ? { extraHeaders: { Cookie: cookie } } : {}),
      },
      config,
    );
    if (!run) throw new Error(`Lighthouse gave no answer for ${path}`);
    const { lhr, artifacts } = run;
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    const shown = new URL(lhr.finalDisplayedUrl).pathname;
    if (shown !== path) throw new Error(`${path} led to ${shown}`);
    return {
      performance: Math.round((lhr.categories["performance"]?.score ?? NaN) * 100),
      accessibility: Math.round((lhr.categories["accessibility"]?.score ?? NaN) * 100),
      drawn: (lhr.audits["largest-contentful-paint"]?.numericValue ?? NaN) / 1000,
      scripts: scriptKilobytes(lhr.audits["network-requests"]?.details),
      findings: artifacts.Accessibility.violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id }) => id),
    };
  } finally {
    chrome.kill();
  }
}

/** The built files that the page asked for, each as `gzip -9` makes it, whatever was sent. */
function scriptKilobytes(details: unknown): number {
  const { items } = details as { items: { url: string; resourceType?: string }[] };
  const loaded = new Set(
    items.filter(({ resourceType }) => resourceType === "Script").map(({ url }) => new URL(url).pathname),
  );
  if (loaded.size === 0) throw new Error("the page loaded no script");
  const built = join(import.meta.dirname, "..", "packages", "web", "dist");
  let bytes = 0;
  for (const path of loaded) bytes += gzipSync(readFileSync(join(built, path)), { level: 9 }).length;
  return bytes / 1000;
}
