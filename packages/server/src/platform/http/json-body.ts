import type { App } from "./app.ts";
import { BadInput } from "./problems.ts";

/** Deeper than anything that is sent in earnest; far less than what exhausts the stack of a recursive reader. */
const DEEPEST = 64;

/** Refuses bodies that are nested too deeply, before anything walks through them. */
export function installJsonBody(app: App): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    const text = body as string;
    // An empty body stands for none, so that a client may name the type of every request.
    if (text === "") return done(null, undefined);
    if (depthOf(text) > DEEPEST)
      return done(
        new BadInput([
          {
            part: "body",
            field: "body",
            reason: `嵌套超过 ${DEEPEST} 层 / nested more than ${DEEPEST} deep`,
          },
        ]),
      );
    parse(request, text, done);
  });
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (inString) {
      if (sign === "\\") at++;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === "{" || sign === "[") deepest = Math.max(deepest, ++depth);
    else if (sign === "}" || sign === "]") depth--;
  }
  return deepest;
}
