import type { Locale, Role } from "../context.ts";
import type { Sentence } from "../http/problems.ts";

/** How a notice goes out by mail: at once, with the day's digest, or not at all. */
export const MAIL_CHOICES = ["now", "daily", "none"] as const;
export type MailChoice = (typeof MAIL_CHOICES)[number];

/**
 * What a notice is told with. `text` is an official name or title; `words` a sentence in both languages; `personal`
 * whatever may name a person, and also what somebody typed freely (a file's name, a reason): never in a subject, never
 * in a webhook.
 */
export type ParamType = "number" | "text" | "words" | "personal";
type Value<T extends ParamType> = T extends "number" ? number : T extends "words" ? Sentence : string;
export type Params = Readonly<Record<string, ParamType>>;
export type Values<P extends Params> = { [Name in keyof P]: Value<P[Name]> };

/** One kind of notice, declared by the module that sends it. */
export interface NoticeKind<P extends Params = Params> {
  /** `module.what`, stable: preferences and webhooks are kept by it */
  name: string;
  /** as the page of preferences calls it */
  title: Sentence;
  params: P;
  /** `{name}` stands for a parameter; none of them personal */
  subject: Sentence;
  body: Sentence;
  /** by mail, where the reader chose nothing */
  mail: MailChoice;
}

/**
 * Declares a kind; the module lists it in `notices`.
 * @throws Error if a sentence names a parameter that is not declared, or a subject one that is personal
 */
export function noticeKind<const P extends Params>(kind: NoticeKind<P>): NoticeKind<P> {
  for (const language of ["zh", "en"] as const) {
    for (const name of namesIn(kind.body[language])) known(kind, name);
    for (const name of namesIn(kind.subject[language]))
      if (known(kind, name) === "personal")
        throw new Error(`The notice ${kind.name} would show "${name}", personal data, in its subject.`);
  }
  return kind;
}

function known(kind: NoticeKind, name: string): ParamType {
  const type = kind.params[name];
  if (type === undefined)
    throw new Error(`The notice ${kind.name} names the parameter "${name}", which it does not declare.`);
  return type;
}

const HOLE = /\{(\w+)\}/g;
export const namesIn = (template: string): string[] => [...template.matchAll(HOLE)].map(([, name]) => name!);

/** Subject and body of a notice in one language. What was kept and is of no use any more reads as a dash. */
export function wordsOf(
  kind: NoticeKind,
  params: Readonly<Record<string, unknown>>,
  locale: Locale,
): { subject: string; body: string } {
  const language = locale === "en" ? "en" : "zh";
  const fill = (sentence: Sentence) =>
    sentence[language].replace(HOLE, (_, name: string) => shown(params[name], locale));
  return { subject: oneLine(fill(kind.subject)), body: fill(kind.body) };
}

function shown(value: unknown, locale: Locale): string {
  if (typeof value === "number") return value.toLocaleString(locale);
  if (typeof value === "string") return value;
  const sentence = value as Partial<Sentence> | null | undefined;
  return (locale === "en" ? sentence?.en : sentence?.zh) ?? "—";
}

/** A subject is one line, whatever its parameters held. */

const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, " ").trim().slice(0, 200); // prettier-ignore

/** What of a notice may leave to other systems. */
export function impersonal(
  kind: NoticeKind,
  params: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kind.params)
      .filter(([, type]) => type !== "personal")
      .map(([name]) => [name, params[name] ?? null]),
  );
}

/** To whom: an account, a person, or all who hold a role in an organisation or a region. */
export type Recipient =
  | { userId: string }
  | { person: string }
  | { role: Role | readonly Role[]; organisation: string }
  | { role: Role | readonly Role[]; region: string; within?: boolean };
