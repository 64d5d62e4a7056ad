import i18next from "i18next";
import { problemOf } from "../../api/client.ts";

/** Answers after which the same photo may yet be taken: not signed in, too many at once, the server's own trouble. */
const isForNow = (status: number): boolean => [401, 403, 408, 429].includes(status) || status >= 500;

/**
 * Sends one photo of an entry that has arrived.
 * @returns null once the server has it; else why it is not taken, in the language of the page
 * @throws Problem for an answer that may be another one later; the network's error where there was none
 */
export async function sendPhoto(entry: string, id: string, content: ArrayBuffer): Promise<string | null> {
  const form = new FormData();
  form.append("file", new Blob([content], { type: "image/jpeg" }), "photo.jpg");
  const headers = { "accept-language": i18next.language };
  const response = await fetch(`/api/logbook/entries/${entry}/photos/${id}`, { method: "POST", body: form, headers });
  if (response.ok) return null;
  const problem = await problemOf(response);
  if (isForNow(response.status)) throw problem;
  return problem.errors[0]?.reason ?? problem.message;
} // prettier-ignore
