import type { Platform } from "../platform.ts";
import { deliverDue } from "./deliver.ts";
import { spreadAnnouncements } from "./spread.ts";

const LOOK_EVERY_MS = 2000;

export interface PostOffice {
  /** Waits for what is being sent; what is left is sent after the next start. */
  stop(): Promise<void>;
}

/** Tells and sends in this process, looking every two seconds; any number of processes may do so on one database. */
export function startPostOffice(platform: Platform, everyMs = LOOK_EVERY_MS): PostOffice {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const work = async () => {
    try {
      await spreadAnnouncements(platform);
      while (!stopped && (await deliverDue(platform)) > 0);
    } catch (error) {
      if (!stopped) platform.log.warn({ err: error }, "notices");
    }
    if (!stopped) timer = setTimeout(begin, everyMs);
  };
  const begin = () => {
    working = work();
  };
  timer = setTimeout(begin, everyMs);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await working;
      platform.notices.mail?.close();
    },
  };
}
