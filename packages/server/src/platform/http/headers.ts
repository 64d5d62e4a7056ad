import helmet from "@fastify/helmet";
import type { App } from "./app.ts";

/** Two years, as browsers' preload lists ask. */
const HSTS_SECONDS = 2 * 365 * 24 * 60 * 60;

/** What no page of ours uses; clipboard-write stays for the pages' own copy buttons. */
const FEATURES = ["accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"]; // prettier-ignore
const PERMISSIONS = [...FEATURES.map((name) => `${name}=()`), "clipboard-write=(self)"].join(", ");

/**
 * What a browser may do with our answers. Scripts are this server's own files and the inline scripts of the page
 * whose hash is named (web.ts); nothing runs from a string.
 * @param https whether people reach us by TLS; an office network often has plain HTTP, and a browser that was told
 *   otherwise would never come back
 */
export async function installHeaders(app: App, https: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        // Ant Design writes its rules into style elements as parts appear, and some of its parts cannot carry a nonce.
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", "blob:"],
        manifestSrc: ["'self'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // The address of a page may hold what somebody searched for.
    referrerPolicy: { policy: "same-origin" },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: "deny" },
    // Not for subdomains: an office's domain is rarely its own alone (docs/decisions/0007-sign-in.md).
    strictTransportSecurity: https ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
    originAgentCluster: https,
  });
  app.addHook("onSend", async (request, reply) => {
    reply.header("permissions-policy", PERMISSIONS);
    reply.header("x-request-id", request.id);
    // An answer of the API is for the one who asked and for now; what may be kept says so itself.
    if (/^\/api(\/|$|\?)/.test(request.url) && !reply.hasHeader("cache-control"))
      reply.header("cache-control", "no-store");
  });
}
