import i18next from "i18next";
import { Problem, type ProblemError } from "./client.ts";

/**
 * Sends a file, telling the share that has gone. fetch cannot tell that, so this is the one XMLHttpRequest.
 * @throws Problem; an AbortError where `signal` aborts
 */
export function uploadFile<T>(
  address: string,
  file: File,
  progress: (share: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    request.open("POST", address);
    request.setRequestHeader("accept-language", i18next.language);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new Problem(0, "unreachable", i18next.t("shell:error.unreachable")));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.onload = () => {
      let answer: Record<string, unknown>;
      try {
        answer = JSON.parse(request.responseText) as Record<string, unknown>;
      } catch {
        answer = {};
      }
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(problemIn(request.status, answer));
    };
    request.send(form);
  });
}

function problemIn(status: number, answer: Record<string, unknown>): Problem {
  const sentence = answer["detail"] ?? answer["title"] ?? i18next.t("shell:error.status", { status });
  const errors = Array.isArray(answer["errors"]) ? (answer["errors"] as ProblemError[]) : [];
  return new Problem(status, String(answer["type"] ?? "about:blank"), String(sentence), errors);
}
