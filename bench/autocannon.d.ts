/** The part of autocannon that is used here; it has no types of its own. */
declare module "autocannon" {
  interface Request {
    method?: string;
    path: string;
    headers?: Record<string, string>;
    onResponse?: (status: number) => void;
  }
  interface Client {
    setRequests(requests: Request[]): void;
  }
  interface Options {
    url: string;
    connections: number;
    overallRate: number;
    duration: number;
    requests: Request[];
    setupClient: (client: Client) => void;
  }
  interface Result {
    errors: number;
    non2xx: number;
    requests: { total: number; average: number };
    latency: { p97_5: number; max: number };
  }
  interface Instance {
    on(
      event: "response",
      listener: (client: Client, status: number, bytes: number, milliseconds: number) => void,
    ): void;
  }
  export default function autocannon(
    options: Options,
    done: (error: Error | null, result: Result) => void,
  ): Instance;
}
