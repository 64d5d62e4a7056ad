/**
 * What the phone keeps of a student's logbook: days not sent yet, and his placement as it was last seen, so that the page works
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

const NAME = "tixi-logbook";
const MARK = "tixi.logbook.person";

let opened: Promise<IDBDatabase> | null = null;
function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("days", { keyPath: "id" }).createIndex("person", "person");
      request.result.createObjectStore("books", { keyPath: "person" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
  return opened;
}

/** Resolves when the transaction has been written, not merely asked for. */
async function within<T>(
  store: "days" | "books",
  mode: IDBTransactionMode,
  action: (of: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, { durability: "strict" });
    const request = action(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}

export const keptOf = async (person: string): Promise<Kept[]> => {
  const all = await within("days", "readonly", (of) => of.index("person").getAll(person) as IDBRequest<Kept[]>); // prettier-ignore
  return all.sort((a, b) => (a.draft.day < b.draft.day ? 1 : -1));
};
export const keep = (one: Kept): Promise<unknown> => within("days", "readwrite", (of) => of.put(one));
export const drop = (id: string): Promise<unknown> => within("days", "readwrite", (of) => of.delete(id));
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
