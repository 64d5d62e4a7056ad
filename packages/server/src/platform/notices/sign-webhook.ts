import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";

/** A secret as the Standard Webhooks write it: `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(32).toString("base64");

/**
 * The headers of a Standard Webhook: the receiver computes the same HMAC over `id.timestamp.body` and compares, refuses
 * old timestamps, and keeps ids to know what it has had.
 * @param at seconds since 1970, of this attempt
 */
export function signedHeaders(secret: string, id: string, at: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": `v1,${signature}` };
}
