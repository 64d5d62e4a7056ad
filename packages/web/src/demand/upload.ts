import i18next from "i18next";
import { Problem } from "../api/client.ts";
import type { Import } from "./api.ts";

/** Sends a file, telling the share that has gone. fetch cannot tell that, so this is the one XMLHttpRequest. */
export function uploadFile(file: File, progress: (share: number) => void): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    request.open("POST", "/api/imports");
    request.setRequestHeader("accept-language", i18next.language);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new Problem(0, "unreachable", i18next.t("shell:error.unreachable")));
    request.onload = () => {
      let answer: Record<string, unknown>;
      try {
        answer = JSON.parse(request.responseText) as Record<string, unknown>;
      } catch {
        answer = {};
      }
      if (request.status >= 200 && request.status < 300) resolve(answer as unknown as Import);
      else
        reject(
          new Problem(
            request.status,
            String(answer["type"] ?? "about:blank"),
            String(
              answer["detail"] ??
                answer["title"] ??
                i18next.t("shell:error.status", { status: request.status }),
            ),
          ),
        );
    };
    request.send(form);
  });
}
