import { defineConfig } from "@playwright/test";

/**
 * The browser journeys. They run one after another: a real server with a real database and a browser already fill two
 * cores. The sample province is started once (support/sample.ts), an installation without it where it is needed.
 *
 * TIXI_E2E_SAMPLE=60000  the size of the sample province (default 3000)
 * TIXI_E2E_ALL=1         import every real posting, check every page in every language, width and colour scheme
 * TIXI_E2E_IMAGES=1      make the pictures of the documents anew
 */
export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  globalSetup: "./support/sample.ts",
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["line"]],
  use: {
    baseURL: process.env["TIXI_E2E_ADDRESS"],
    actionTimeout: 30_000,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(process.env["CHROMIUM"] ? { executablePath: process.env["CHROMIUM"] } : {}),
      args: ["--disable-gpu", "--disable-quic", "--font-render-hinting=none"],
    },
  },
});
