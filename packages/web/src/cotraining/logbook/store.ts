/**
 * What the phone keeps of a student's logbook: days and photos not sent yet, and his placement as it was last seen, so that the page works
 * without a network. Everything is kept by the person whose it is; what belongs to another one is neither shown nor sent.
 */
import type { Draft, Mine, Sentence } from "./api.ts";

export interface Kept {
  id: string;
  person: string;
  draft: Draft;
  /** sent: the server has it, and the page has not seen it there yet */
  state: "kept" | "sent" | "refused";
  reason: Sentence | null;
  code: string | null;
  held: string | null;
}

/** A photo of a day, without its content. */
export interface KeptPhoto {
  id: string;
  person: string;
  /** the draft that it belongs to; it goes after that has arrived */
  entry: string;
  placement: string;
  day: string;
  state: "kept" | "refused";
  reason: string | null;
}
interface StoredPhoto extends KeptPhoto {
  /** JPEG */
  content: ArrayBuffer;
}

const NAME = "tixi-logbook";
const MARK = "tixi.logbook.person";

let opened: Promise<IDBDatabase> | null = null;
function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result: db } = request;
      if (oldVersion < 1) {
        db.createObjectStore("days", { keyPath: "id" }).createIndex("person", "person");
        db.createObjectStore("books", { keyPath: "person" });
      }
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("person", "person");
    };
    request.onsuccess = () => {
      // a newer page in another tab is not kept waiting
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
  return opened;
}

type Store = "days" | "books" | "photos";
/** Resolves when the transaction has been written, not merely asked for; all of it or nothing. */
async function across<T>(
  stores: Store[],
  mode: IDBTransactionMode,
  action: (of: (store: Store) => IDBObjectStore) => () => T,
): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(stores, mode, { durability: "strict" });
    const result = action((store) => transaction.objectStore(store));
    transaction.oncomplete = () => resolve(result());
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}
const within = <T>(store: Store, mode: IDBTransactionMode, action: (of: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  across([store], mode, (of) => {
    const request = action(of(store));
    return () => request.result;
  }); // prettier-ignore

export const keptOf = async (person: string): Promise<Kept[]> => {
  const all = await within("days", "readonly", (of) => of.index("person").getAll(person) as IDBRequest<Kept[]>); // prettier-ignore
  return all.sort((a, b) => (a.draft.day < b.draft.day ? 1 : -1));
};
export const keep = (one: Kept): Promise<unknown> => within("days", "readwrite", (of) => of.put(one));
/** A day with its photos: both are kept, or neither. */
export const keepDay = (one: Kept, photos: readonly ArrayBuffer[]): Promise<unknown> =>
  across(["days", "photos"], "readwrite", (of) => {
    const { id: entry, person, draft } = one;
    of("days").put(one);
    // ids in their order: they sort by time
    for (const [n, content] of photos.entries())
      of("photos").put({ id: newId(Date.now() + n), person, entry, placement: draft.placement, day: draft.day, state: "kept", reason: null, content } satisfies StoredPhoto);
    return () => undefined;
  }); // prettier-ignore
/** It has arrived; its photos go on by themselves. */
export const drop = (id: string): Promise<unknown> => within("days", "readwrite", (of) => of.delete(id));

/** In the order in which they were added, without their content: a month offline must not fill the memory. */
export const photosOf = (person: string): Promise<KeptPhoto[]> =>
  across(["photos"], "readonly", (of) => {
    const found: KeptPhoto[] = [];
    const walk = of("photos").index("person").openCursor(person);
    walk.onsuccess = () => {
      if (!walk.result) return;
      const { content: _, ...photo } = walk.result.value as StoredPhoto;
      found.push(photo);
      walk.result.continue();
    };
    return () => found;
  });
export const contentOf = async (id: string): Promise<ArrayBuffer | undefined> =>
  (await within("photos", "readonly", (of) => of.get(id) as IDBRequest<StoredPhoto | undefined>))?.content;
export const dropPhoto = (id: string): Promise<unknown> =>
  within("photos", "readwrite", (of) => of.delete(id));
/** Why it was not taken; it stays until its student has seen that. */
export const refusePhoto = (id: string, reason: string): Promise<unknown> =>
  across(["photos"], "readwrite", (of) => {
    const found = of("photos").get(id) as IDBRequest<StoredPhoto | undefined>;
    found.onsuccess = () => found.result && of("photos").put({ ...found.result, state: "refused", reason } satisfies StoredPhoto);
    return () => undefined;
  }); // prettier-ignore
/** A day that is given up, with its photos. */
export const giveUpDay = (entry: string, photos: readonly KeptPhoto[]): Promise<unknown> =>
  across(["days", "photos"], "readwrite", (of) => {
    of("days").delete(entry);
    for (const photo of photos) if (photo.entry === entry) of("photos").delete(photo.id);
    return () => undefined;
  });
export const bookOf = (person: string): Promise<Mine | undefined> =>
  within("books", "readonly", (of) => of.get(person) as IDBRequest<Mine | undefined>);
export const keepBook = (mine: Mine): Promise<unknown> => within("books", "readwrite", (of) => of.put(mine));

/** Who was last signed in here as a student; null after a sign-out. */
export const lastPerson = (): string | null => localStorage.getItem(MARK);
export const rememberPerson = (person: string): void => localStorage.setItem(MARK, person);
/** After a sign-out nothing is shown; what was not sent stays until the same person is back. */
export const forgetPerson = (): void => localStorage.removeItem(MARK);

/** An id that sorts by time (UUIDv7); without crypto.randomUUID, which browsers keep from pages served over plain HTTP. */
export function newId(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let n = 0; n < 6; n++) bytes[n] = Math.floor(now / 2 ** (8 * (5 - n))) % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
