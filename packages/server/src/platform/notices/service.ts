import type { Config } from "../config/config.ts";
import type { PostRules } from "./guarded-post.ts";
import type { NoticeKind } from "./kinds.ts";
import { smtpMailer, type Mailer } from "./mailer.ts";
import { networksOf } from "./networks.ts";
import type { Recipients } from "./recipients.ts";

/** What the process holds once to tell people and systems. */
export interface Notices {
  kinds: ReadonlyMap<string, NoticeKind>;
  recipients: Recipients;
  /** null where no mail server is set: then nobody is offered mail */
  mail: Mailer | null;
  webhooks: PostRules;
  /** address of the site without a slash at its end, for links in mail */
  site: string;
}

/** @param kinds of all modules; a name that is declared twice is refused */
export function createNotices(
  config: Pick<Config, "smtp" | "webhooks" | "publicUrl">,
  kinds: readonly NoticeKind[],
  recipients: Recipients,
): Notices {
  const byName = new Map<string, NoticeKind>();
  for (const kind of kinds) {
    if (byName.has(kind.name)) throw new Error(`The notice ${kind.name} is declared twice.`);
    byName.set(kind.name, kind);
  }
  const { smtp, webhooks } = config;
  return {
    kinds: byName,
    recipients,
    mail: smtp === null ? null : smtpMailer(smtp.url, smtp.from),
    webhooks: { allowHttp: webhooks.allowHttp, allowed: networksOf(webhooks.networks) },
    site: (config.publicUrl ?? "http://localhost:3000").replace(/\/$/, ""),
  };
}
