/** Requests at a steady rate, and how long each route takes under them. */
import autocannon from "autocannon";

export interface Load {
  requests: number;
  perSecond: number;
  p95: number;
  /** by route, slowest first: 95th percentile in milliseconds */
  routes: { path: string; p95: number }[];
}

const CONNECTIONS = 10;

/**
 * Asks for the paths in turn, `rate` times a second in all.
 * @throws Error where an answer is no success
 */
export async function load(
  url: string,
  paths: readonly string[],
  headers: Record<string, string>,
  rate: number,
  seconds: number,
): Promise<Load> {
  const times: number[] = [];
  const byPath = new Map<string, number[]>(paths.map((path) => [path, []]));
  const refused = new Set<string>();
  let answered = "";
  // autocannon calls a request's own listener just before the common one, which alone is told the time.
  const requests = paths.map((path) => ({
    path,
    headers,
    onResponse: (status: number) => {
      answered = path;
      if (status !== 200) refused.add(`${status} ${path}`);
    },
  }));
  let turn = 0;
  const result = await new Promise<{ errors: number; requests: { total: number; average: number } }>(
    (resolve, reject) => {
      const running = autocannon(
        {
          url,
          connections: CONNECTIONS,
          overallRate: rate,
          duration: seconds,
          requests,
          // Each connection begins elsewhere, so that they do not all ask for the same at once.
          setupClient: (client) => {
            const from = Math.floor((turn++ * requests.length) / CONNECTIONS);
            client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
          },
        },
        (error, found) => (error ? reject(error) : resolve(found)),
      );
      running.on("response", (_client, _status, _bytes, milliseconds) => {
        times.push(milliseconds);
        byPath.get(answered)?.push(milliseconds);
      });
    },
  );
  if (refused.size > 0 || result.errors > 0)
    throw new Error(`${result.errors} requests failed; ${[...refused].join(", ")}`);
  return {
    requests: result.requests.total,
    perSecond: result.requests.average,
    p95: percentile(times, 0.95),
    routes: [...byPath]
      .map(([path, list]) => ({ path, p95: percentile(list, 0.95) }))
      .sort((a, b) => b.p95 - a.p95),
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
