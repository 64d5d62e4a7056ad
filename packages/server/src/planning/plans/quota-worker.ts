/** A thread that holds one plan's network: it solves it, or answers the editor from the flow that it keeps warm. */
import { parentPort } from "node:worker_threads";
import { openQuota, type QuotaEditor, type QuotaSession } from "@tixi/engines/quota";
import { cycleTables } from "../cycle-tables.ts";
import type { QuotaCall, QuotaReply } from "./quota-thread.ts";

const port = parentPort;
let session: QuotaSession | null = null;
let editor: QuotaEditor | null = null;

async function answer(call: QuotaCall): Promise<unknown> {
  if (call.method === "open") {
    session = openQuota(call.input, { crosswalk: cycleTables().crosswalk });
    editor = call.seats ? session.edit(call.seats) : null;
    return { limits: session.limits(), value: editor?.value ?? null };
  }
  if (!session) throw new Error("the plan is not open");
  switch (call.method) {
    case "solve": {
      const locked = new Map(call.locked);
      const solving = locked.size > 0 ? session.withLocks(locked) : session;
      return solving.solve(call.options);
    }
    case "baselines":
      return session.baselines();
    case "explain":
      return session.explain(call.seats ?? editor!.seats, call.keys, call.warm);
    case "broken":
      return session.broken(call.seats ?? editor!.seats);
    case "value":
      return session.valueOf(call.seats);
    case "cost":
      return editor!.costOf(new Map(call.changes));
    case "apply":
      return editor!.apply(new Map(call.changes));
    case "reopen":
      editor = session.edit(call.seats);
      return editor.value;
  }
}

if (port) {
  // one call after the other: a solve and an edit do not share the network
  let queue = Promise.resolve();
  port.on("message", ({ id, call }: { id: number; call: QuotaCall }) => {
    queue = queue.then(async () => {
      let reply: QuotaReply;
      try {
        reply = { id, value: await answer(call) };
      } catch (error) {
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        reply = { id, error: { message, stack: stack ?? "" } };
      }
      port.postMessage(reply);
    });
  });
}
