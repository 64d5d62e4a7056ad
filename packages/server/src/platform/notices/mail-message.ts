import type { Locale } from "../context.ts";

export interface MailItem {
  subject: string;
  body: string;
  /** path inside the site */
  link: string;
}

export interface MailMessage {
  subject: string;
  text: string;
  html: string;
}

const WORDS = {
  "zh-CN": {
    open: "打开查看",
    all: "全部通知",
    preferences: "更改接收方式",
    why: "您收到此邮件，是因为您在体系中选择了以邮件接收此类通知。",
    digest: (count: number) => `每日汇总：${count} 条通知`,
    greeting: (count: number) => `自上次汇总以来，您有 ${count} 条未读通知：`,
    more: (count: number) => `另有 ${count} 条，请登录查看。`,
  },
  en: {
    open: "Open",
    all: "All notices",
    preferences: "Change how you receive them",
    why: "You receive this because you chose to be told of such matters by mail.",
    digest: (count: number) => `Daily digest: ${count.toLocaleString("en")} notices`,
    greeting: (count: number) => `Unread notices since the last digest: ${count.toLocaleString("en")}`,
    more: (count: number) => `${count.toLocaleString("en")} more; sign in to read them.`,
  },
} as const;

/** One digest lists so many; the others are counted. */
const LISTED = 50;

/**
 * A mail of one notice, or of a day's. Text and simple HTML with the same words; everything that came from elsewhere
 * is escaped, and no picture or style is fetched.
 * @param site address of the site without a slash at its end
 */
export function mailMessage(
  items: readonly MailItem[],
  digest: boolean,
  locale: Locale,
  site: string,
): MailMessage {
  const words = WORDS[locale];
  const first = items[0];
  const single = !digest && first !== undefined;
  const rest = items.length - LISTED;
  const listed = items.slice(0, LISTED);
  const greeting = single ? "" : words.greeting(items.length);
  const foot = [
    [words.all, `${site}/notices`],
    [words.preferences, `${site}/notices/preferences`],
  ] as const;
  const text = [
    ...(greeting ? [greeting, ""] : []),
    ...listed.flatMap((item) => [
      ...(single ? [] : [`· ${item.subject}`]),
      item.body,
      `${words.open}：${site}${item.link}`.replace("：", locale === "en" ? ": " : "："),
      "",
    ]),
    ...(rest > 0 ? [words.more(rest), ""] : []),
    "--",
    words.why,
    ...foot.map(([name, address]) => `${name} ${address}`),
    "",
  ].join("\n");
  const html = `<!doctype html><html lang="${locale}"><body style="font:14px/1.6 sans-serif;color:#1a2228;max-width:640px">
${greeting ? `<p>${escaped(greeting)}</p>` : ""}
${listed.map((item) => `<h2 style="font-size:15px;margin:18px 0 4px">${escaped(item.subject)}</h2>
<p style="margin:0;white-space:pre-line">${escaped(item.body)}</p>
<p style="margin:4px 0 0"><a href="${escaped(site + item.link)}">${words.open}</a></p>`).join("\n")}
${rest > 0 ? `<p>${escaped(words.more(rest))}</p>` : ""}
<hr style="border:0;border-top:1px solid #ccd3d8;margin:20px 0 8px"><p style="font-size:12px;color:#5b6770">${words.why}<br>
${foot.map(([name, address]) => `<a href="${escaped(address)}">${name}</a>`).join(" · ")}</p>
</body></html>
`; // prettier-ignore
  return { subject: single ? first.subject : words.digest(items.length), text, html };
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }; // prettier-ignore
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
