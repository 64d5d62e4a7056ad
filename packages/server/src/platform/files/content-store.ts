import type { Readable } from "node:stream";
import { Problem } from "../http/problems.ts";

/** A complete file on this machine's disk, on its way into a store. */
export interface LocalFile {
  /** absolute path */
  path: string;
  bytes: number;
  sha256: string;
}

/** First and last byte, both included, as in an HTTP range. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where the content of uploads lies. */
export interface ContentStore {
  /** beginning of the paths that it answers for: `folder` or `s3` */
  readonly scheme: string;
  /**
   * Takes a local file in under a name and removes the local one. A name is written once; written again with the
   * same content it stays as it is.
   * @throws StoreUnavailable
   */
  keep(name: string, file: LocalFile): Promise<void>;
  /** @throws StoreUnavailable also where nothing has this name */
  fetch(name: string, range?: ByteRange): Promise<Readable>;
  /** Removes it; no error where it is gone already. @throws StoreUnavailable */
  remove(name: string): Promise<void>;
}

/** The store does not answer, refuses our key, or has lost what it was given. */
export class StoreUnavailable extends Problem {
  /** @param what for the log: which store, which request, which answer */
  constructor(what: string, cause?: unknown) {
    super(
      503,
      "store-unavailable",
      { zh: "文件存储暂时不可用", en: "The file store is unavailable" },
      {
        zh: "文件存储暂时不可用，本次操作未保存；请稍后重试。",
        en: "The file store is unavailable for now and nothing of this was saved; try again later.",
      },
    );
    this.message = what;
    this.cause = cause;
  }
}
