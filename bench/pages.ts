/**
 * The pages over 1,000,000 postings: loading them, the API under load, and what a browser makes of the pages.
 * TIXI_BENCH_DATA=FOLDER uses a data folder that `TIXI_SAMPLE=1000000 npm start` has filled before, and keeps it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { POSTING_HEADERS } from "@tixi/engines/sample";
import { bareCopy } from "./bare-copy.ts";
import { hasChromium, look, type Look, type Seen } from "./browser.ts";
import { load } from "./rate.ts";
import { format, type Row } from "./row.ts";
import { apiOf, loaded, signInDemo, startServer, type Api, type Me } from "./server.ts";

const POSTINGS = 1_000_000;
const RATE = 50;
const SECONDS = 30;
const WARM_SECONDS = 5;

export async function rows(): Promise<Row[]> {
  const given = process.env["TIXI_BENCH_DATA"];
  const dataDir = given ?? mkdtempSync(join(tmpdir(), "tixi-bench-pages-"));
  const scratch = mkdtempSync(join(tmpdir(), "tixi-bench-copy-"));
  const server = await startServer(dataDir, POSTINGS);
  try {
    const cookie = await signInDemo(server.address);
    const api = apiOf(server.address, cookie);
    await loaded(api);
    const rows = [await loading(api, dataDir, scratch)];
    const paths = await mix(api);
    await load(server.address, paths, { cookie }, RATE, WARM_SECONDS);
    const found = await load(server.address, paths, { cookie }, RATE, SECONDS);
    const slowest = found.routes.slice(0, 5).map(({ path, p95 }) => `${short(path)} ${format(p95)} ms`);
    console.error(
      `  ${found.requests} requests, ${format(found.perSecond)} a second; slowest: ${slowest.join(", ")}`,
    );
    rows.push({
      what: `pages: API, ${paths.length} routes over 1,000,000 postings, ${RATE} requests/s, p95; slowest ${short(found.routes[0]!.path)}`,
      value: found.p95,
      unit: "ms",
      must: "≤ 200",
      peer: "p95 of the slowest route",
      peerValue: found.routes[0]!.p95,
      ratio: found.p95 / found.routes[0]!.p95,
      // A server that falls behind would otherwise look quick by being asked less.
      pass: found.p95 <= 200 && found.perSecond >= RATE * 0.95,
    });
    rows.push(...(await browserRows(server.address, cookie, api)));
    return rows;
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
    if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
}

interface ImportLine {
  kind: string;
  accepted: number;
  startedAt: string;
  finishedAt: string;
}

/** How long the import of the postings took, beside a COPY of its file. */
async function loading(api: Api, dataDir: string, scratch: string): Promise<Row> {
  const { items } = await api<{ items: ImportLine[] }>("/api/imports");
  const postings = items.find(({ kind }) => kind === "postings")!;
  if (postings.accepted < POSTINGS * 0.99)
    throw new Error(`only ${postings.accepted} postings were accepted`);
  const seconds = (Date.parse(postings.finishedAt) - Date.parse(postings.startedAt)) / 1000;
  const file = join(dataDir, "files", "sample", "postings.csv");
  const copied = await bareCopy(file, POSTING_HEADERS.length, scratch);
  return {
    what: `pages: import of ${format(postings.accepted)} postings, checked, coded and indexed, in ${format(seconds)} s`,
    value: postings.accepted / seconds,
    unit: "postings/s",
    must: "no bound set",
    peer: "bare COPY of the file",
    peerValue: POSTINGS / copied,
    ratio: postings.accepted / seconds / (POSTINGS / copied),
    pass: true,
  };
}

/** What the pages ask for, with their own parameters. */
async function mix(api: Api): Promise<string[]> {
  const cycles = await api<{ items: { id: string; state: string }[] }>("/api/cycles");
  const cycle = `/api/cycles/${cycles.items.find(({ state }) => state === "done")!.id}`;
  const release = `/api/public/releases/${(await api<Me>("/api/me")).installation.currentReleaseId}`;
  const first = async (path: string) => (await api<{ items: { code: string }[] }>(path)).items[0]!.code;
  const occupation = await first(`${cycle}/occupations?sort=-shortage&limit=1`);
  const programme = await first(`${cycle}/programmes?sort=-surplus&limit=1`);
  const city = "990100";
  const word = encodeURIComponent("电工");
  return [
    ...["/api/me", "/api/system-map", "/api/cycles", "/api/releases", "/api/imports"],
    ...["overview", `overview?city=${city}`, "cities", "heatmap", "flows?limit=24", "trend"].map((p) => `${cycle}/${p}`),
    ...["occupations?sort=-shortage&limit=200", "programmes?sort=-surplus&limit=200"].map((p) => `${cycle}/${p}`),
    ...[`occupations/${occupation}`, `programmes/${programme}`].map((p) => `${cycle}/${p}`),
    "/api/postings?limit=100",
    `/api/postings?limit=100&city=${city}`,
    `/api/postings?limit=100&occupation=${occupation}`,
    `/api/postings?limit=100&q=${word}`,
    `/api/postings?limit=100&education=college&city=990200`,
    "/api/postings?limit=100&flag=LEG-19",
    "/api/postings?limit=100&order=least-certain",
    `/api/postings?limit=100&order=least-certain&city=${city}`,
    "/api/fair-hiring",
    `/api/offerings?limit=100&programme=${programme}`,
    `/api/standards/search?q=${word}`,
    "/api/standards/search?q=dg",
    `/api/standards/occupations/${occupation}`,
    `/api/standards/programmes/${programme}`,
    ...["", "/overview", "/cities", "/heatmap", "/flows?limit=24", "/trend"].map((p) => `${release}${p}`),
    `${release}/occupations?sort=-shortage&limit=200`,
  ]; // prettier-ignore
}

const short = (path: string): string =>
  decodeURIComponent(path).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ":id").replace("/api", ""); // prettier-ignore

async function browserRows(address: string, cookie: string, api: Api): Promise<Row[]> {
  const plain = { unit: "", peer: "", peerValue: null, ratio: null };
  const names = {
    drawn: "pages: first screen drawn (largest contentful paint, desktop, no throttling)",
    scripts: "pages: initial JavaScript",
    performance: "pages: Lighthouse performance, desktop preset, lowest page",
    accessibility: "pages: Lighthouse accessibility, lowest page",
    findings: "pages: serious or critical findings of axe (as Lighthouse runs it)",
  };
  const must = { drawn: "≤ 2", scripts: "≤ 350", performance: "≥ 90", accessibility: "≥ 95", findings: "0" };
  type Figure = keyof typeof names;
  if (!hasChromium())
    return (Object.keys(names) as Figure[]).map((figure) => ({
      ...plain,
      what: `${names[figure]}: not measured, no Chromium found (CHROME_PATH)`,
      value: NaN,
      must: must[figure],
      pass: false,
    }));

  const release = `/public/releases/${(await api<Me>("/api/me")).installation.currentReleaseId}`;
  const see = async (name: string, path: string, how: Look, as = ""): Promise<Seen & { name: string }> => {
    const seen = { name, ...(await look(address, path, how, as)) };
    console.error(
      `  ${name}, ${how}: performance ${seen.performance}, accessibility ${seen.accessibility}, drawn ${format(seen.drawn)} s, scripts ${format(seen.scripts)} kB, axe ${seen.findings.join(" ") || "nothing serious"}`,
    );
    return seen;
  };
  const balance = await see("balance", "/balance", "unthrottled", cookie);
  const quick = await see("public release", release, "unthrottled");
  const pages = [
    await see("public release", release, "desktop"),
    await see("home", "/", "desktop"),
    await see("sign-in", "/sign-in", "desktop"),
  ];
  const mobile = await see("public release", release, "mobile");
  const all = [balance, quick, ...pages, mobile];
  const extreme = (list: typeof all, figure: "drawn" | "scripts" | "performance" | "accessibility", sign: 1 | -1) =>
    list.reduce((a, b) => (sign * (b[figure] - a[figure]) > 0 ? b : a)); // prettier-ignore
  const slow = extreme([balance, quick], "drawn", 1);
  const first = extreme(pages.slice(1), "scripts", 1);
  const heavy = extreme(all, "scripts", 1);
  const low = extreme(pages, "performance", -1);
  const hard = extreme(all, "accessibility", -1);
  const findings = [...new Set(all.flatMap((page) => page.findings.map((id) => `${id} (${page.name})`)))];
  return [
    { ...plain, what: `${names.drawn}, slower of balance and public release: ${slow.name}`, value: slow.drawn, unit: "s", must: must.drawn, pass: slow.drawn <= 2 },
    { what: `${names.scripts} of the first page (${first.name})`, value: first.scripts, unit: "kB gzip", must: must.scripts, peer: `heaviest page (${heavy.name})`, peerValue: heavy.scripts, ratio: first.scripts / heavy.scripts, pass: first.scripts <= 350 },
    { what: `${names.performance}: ${low.name}`, value: low.performance, unit: "", must: must.performance, peer: "mobile preset, public release", peerValue: mobile.performance, ratio: low.performance / mobile.performance, pass: low.performance >= 90 },
    { ...plain, what: `${names.accessibility}: ${hard.name}`, value: hard.accessibility, must: must.accessibility, pass: hard.accessibility >= 95 },
    { ...plain, what: `${names.findings}${findings.length > 0 ? `: ${findings.join(", ")}` : ` on ${all.length} loads`}`, value: findings.length, must: must.findings, pass: findings.length === 0 },
  ]; // prettier-ignore
}
