import http from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export interface OidcServer {
  issuer: string;
  /** the redirect addresses that the client `tixi` is registered with, filled by each test */
  callbacks: string[];
  /** what is changed in an answer with tokens before it goes out */
  tamper: ((response: string) => string) | null;
  /** how often it was asked anything */
  requests: number;
  close(): Promise<void>;
}

/**
 * A real provider of OpenID Connect on a port of its own.
 * @param claims what it says of the people whom it knows, by their names there
 */
export async function oidcServer(claims: Record<string, Record<string, unknown>>): Promise<OidcServer> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const made: OidcServer = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callbacks: [],
    tamper: null,
    requests: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const make = () =>
    new Provider(made.issuer, {
      clients: [
        {
          client_id: "tixi",
          client_secret: "a secret of the provider",
          redirect_uris: made.callbacks,
          grant_types: ["authorization_code"],
        },
      ],
      claims: {
        openid: ["sub"],
        email: ["email", "email_verified"],
        phone: ["phone_number", "phone_number_verified"],
        profile: ["name", "student_number"],
      },
      pkce: { required: () => true },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims[id] }) }),
    });
  let provider: { for: string; handle: (a: http.IncomingMessage, b: http.ServerResponse) => void } | null =
    null;
  server.on("request", (request, response) => {
    made.requests++;
    const wanted = made.callbacks.join(" ");
    if (provider?.for !== wanted) provider = { for: wanted, handle: make().callback() };
    const { tamper } = made;
    if (tamper && request.url === "/token") {
      const end = response.end.bind(response);
      response.end = ((body: unknown) => {
        const text = tamper(Buffer.isBuffer(body) ? body.toString() : String(body));
        response.setHeader("content-length", Buffer.byteLength(text));
        return end(text);
      }) as typeof response.end;
    }
    provider.handle(request, response);
  });
  return made;
}
