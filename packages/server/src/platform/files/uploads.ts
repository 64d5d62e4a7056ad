import type { Config } from "../config/config.ts";
import type { Context } from "../context.ts";
import type { ContentStore } from "./content-store.ts";
import { Links } from "./links.ts";
import type { Purpose } from "./purposes.ts";
import { S3Store } from "./s3-store.ts";
import { Scanner } from "./scanner.ts";
import type { FileStore } from "./store.ts";

/** Whose a file is: decides who may see it. */
export interface FileOwner {
  region: string;
  organisation: string | null;
  /** whom it is about */
  person: string | null;
  /** that person is under age */
  minor: boolean;
}

/** A kind of thing that files may be uploaded to; a module lists its own in `files`. */
export interface FileSubject {
  /** small letters, e.g. `organisation`; a subject is `kind:id` */
  kind: string;
  purposes: readonly Purpose[];
  /**
   * Whose a file of this thing is.
   * @throws NotFound or Forbidden where the actor may not add files to it
   */
  admit(ctx: Context, id: string): Promise<FileOwner>;
}

/** What uploads need beside the database: stores, scanner, signatures, the kinds of things that have files. */
export class Uploads {
  /** where new content goes */
  readonly store: ContentStore;
  /** null where none is set */
  readonly scanner: Scanner | null;
  readonly links: Links;
  readonly subjects = new Map<string, FileSubject>();
  readonly #stores: ReadonlyMap<string, ContentStore>;

  constructor(options: { stores: readonly ContentStore[]; scanner: Scanner | null; links: Links }) {
    this.store = options.stores[0]!;
    this.#stores = new Map(options.stores.map((store) => [store.scheme, store]));
    this.scanner = options.scanner;
    this.links = options.links;
  }

  /**
   * The store and the name in it, of a path such as `folder:uploads/0190…/original`: what was kept before another
   * store was chosen stays where it is and is found there.
   * @throws Error if that store is no longer set
   */
  locate(path: string): { store: ContentStore; name: string } {
    const colon = path.indexOf(":");
    const store = this.#stores.get(path.slice(0, colon));
    if (!store) throw new Error(`a file lies in the store "${path.slice(0, colon)}", which is no longer set`);
    return { store, name: path.slice(colon + 1) };
  }

  /** Adds the kinds of a module. @throws Error if a kind is there already */
  admit(subjects: readonly FileSubject[]): void {
    for (const subject of subjects) {
      if (this.subjects.has(subject.kind)) throw new Error(`two modules have files of a ${subject.kind}`);
      this.subjects.set(subject.kind, subject);
    }
  }
}

/**
 * Chooses the store: an S3 bucket where one is set, else the folder of the installation.
 * @param secret that of the installation, from which the key of the links is derived
 */
export function openUploads(config: Config, folder: FileStore, secret: string): Uploads {
  return new Uploads({
    stores: config.s3 ? [new S3Store(config.s3), folder] : [folder],
    scanner: config.clamdAddress === null ? null : new Scanner(config.clamdAddress),
    links: new Links(secret),
  });
}
