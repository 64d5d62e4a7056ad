import { createTransport } from "nodemailer";
import type { MailMessage } from "./mail-message.ts";

/** A mail was not taken. `permanent`: another attempt would end the same way. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
  constructor(
    /** without the server's words, which repeat the address */
    readonly reason: string,
    readonly permanent: boolean,
  ) {
    super(reason);
  }
}

export interface Mailer {
  /**
   * @param id of the delivery: the same mail, sent again after a crash, carries the same Message-ID
   * @throws MailRefused
   */
  send(to: string, id: string, message: MailMessage): Promise<void>;
  close(): void;
}

/** One address and nothing else: no list, no name, no line break that would begin another header. */

const ADDRESS =
  /^[^\s@<>()[\]\\,;:"\u0000-\u001f\u007f]{1,64}@[^\s@<>()[\]\\,;:"\u0000-\u001f\u007f]{1,255}$/;

/** Mail by SMTP, over few connections that are kept. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 3,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      // A message is what we wrote: nothing in it makes this process read a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  const host =
    from
      .split("@")
      .at(-1)
      ?.replace(/[^\w.-]/g, "") || "localhost";
  return {
    send: async (to, id, message) => {
      if (!ADDRESS.test(to)) throw new MailRefused("not an e-mail address", true);
      try {
        await transport.sendMail({
          ...message,
          to: { name: "", address: to },
          messageId: `<${id}@${host}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
      } catch (error) {
        const { code, responseCode } = error as { code?: string; responseCode?: number };
        const permanent =
          code !== "EAUTH" && responseCode !== undefined && responseCode >= 500 && responseCode < 600;
        throw new MailRefused([code, responseCode].filter(Boolean).join(" ") || "not sent", permanent);
      }
    },
    close: () => transport.close(),
  };
}
