import { useCallback, useEffect, useRef, useState } from "react";
import { call, Problem } from "../../api/client.ts";
import type { Draft, Mine, Results } from "./api.ts";
import { sendPhoto } from "./photos.ts";
import { bookOf, contentOf, drop, dropPhoto, forgetPerson, giveUpDay, keep, keepBook, keepDay, keptOf, lastPerson, newId, photosOf, refusePhoto, rememberPerson, type Kept, type KeptPhoto } from "./store.ts"; // prettier-ignore

/** As many as the server takes at once. */
const BATCH = 50;
const FIRST_WAIT = 3000;
const LONGEST_WAIT = 5 * 60_000;

export interface Phone {
  /** null: nobody, or not known yet */
  mine: Mine | null;
  kept: Kept[];
  photos: KeptPhoto[];
  state: "loading" | "online" | "offline" | "signed-out" | "not-student";
  sending: boolean;
  write(draft: Omit<Draft, "id" | "phoneAt">, photos: readonly ArrayBuffer[]): Promise<void>;
  /** the one that stands on the server stays */
  giveUp(id: string): Promise<void>;
  giveUpPhoto(id: string): Promise<void>;
  /** mine instead of the one that stands */
  insist(one: Kept): Promise<void>;
  refresh(): void;
}

/** Sends what is kept of a person, oldest day first; an answer that is lost is no harm, the ids are known to the server. */
async function send(person: string): Promise<void> {
  for (;;) {
    const waiting = (await keptOf(person)).filter(({ state }) => state === "kept").reverse().slice(0, BATCH); // prettier-ignore
    if (waiting.length === 0) return;
    const { results } = await call<Results>("/api/logbook/entries", { method: "POST", body: { entries: waiting.map(({ draft }) => draft) } }); // prettier-ignore
    for (const [n, one] of waiting.entries()) {
      const { result, reason, held } = results[n]!;
      await keep({ ...one, state: result === "refused" ? "refused" : "sent", reason: reason?.words ?? null, code: reason?.code ?? null, held }); // prettier-ignore
    }
  }
}

/**
 * Sends the photos of days that have arrived, one by one; each is dropped when the server has it, and known there by its id if
 * the answer was lost. One that is refused stays, with the reason.
 * @returns how many arrived
 */
async function sendPhotos(person: string): Promise<number> {
  const waiting = new Set((await keptOf(person)).filter(({ state }) => state !== "sent").map(({ id }) => id));
  let arrived = 0;
  for (const { id, entry, state } of await photosOf(person)) {
    if (state !== "kept" || waiting.has(entry)) continue;
    const content = await contentOf(id);
    if (!content) continue;
    const reason = await sendPhoto(entry, id, content);
    if (reason === null) {
      await dropPhoto(id);
      arrived++;
    } else await refusePhoto(id, reason);
  }
  return arrived;
}

/** A student's logbook on this phone: shown from what is kept here, brought up to date whenever the network allows. */
export function usePhone(): Phone {
  const [mine, setMine] = useState<Mine | null>(null);
  const [kept, setKept] = useState<Kept[]>([]);
  const [photos, setPhotos] = useState<KeptPhoto[]>([]);
  const [state, setState] = useState<Phone["state"]>("loading");
  const [sending, setSending] = useState(false);
  const busy = useRef(false);
  const again = useRef(false);
  const wait = useRef(FIRST_WAIT);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = useCallback(async (person: string) => {
    const [days, pictures] = [await keptOf(person), await photosOf(person)];
    setKept(days);
    setPhotos(pictures);
  }, []);

  const synchronise = useCallback(async (): Promise<void> => {
    if (busy.current) {
      again.current = true;
      return;
    }
    busy.current = true;
    clearTimeout(timer.current);
    try {
      // whose session it is now: only his days are sent
      let book = await call<Mine>("/api/logbook/mine");
      rememberPerson(book.person);
      setSending(true);
      await send(book.person);
      const sent = (await keptOf(book.person)).filter((one) => one.state === "sent");
      if (sent.length > 0) book = await call<Mine>("/api/logbook/mine");
      await keepBook(book);
      for (const { id } of sent) await drop(id);
      setMine(book);
      await show(book.person);
      // the words are there first: photos take longer
      if ((await sendPhotos(book.person)) > 0) {
        book = await call<Mine>("/api/logbook/mine");
        await keepBook(book);
        setMine(book);
      }
      await show(book.person);
      setState("online");
      wait.current = FIRST_WAIT;
    } catch (error) {
      const status = error instanceof Problem ? error.status : 0;
      if (status === 401 || status === 403) {
        forgetPerson();
        setMine(null);
        setKept([]);
        setPhotos([]);
        setState(status === 401 ? "signed-out" : "not-student");
      } else {
        const person = lastPerson();
        if (person === null) setState("offline");
        else {
          setMine((await bookOf(person)) ?? null);
          await show(person);
          setState("offline");
        }
        timer.current = setTimeout(() => void synchronise(), wait.current);
        wait.current = Math.min(2 * wait.current, LONGEST_WAIT);
      }
    } finally {
      busy.current = false;
      setSending(false);
      if (again.current) {
        again.current = false;
        void synchronise();
      }
    }
  }, [show]);

  useEffect(() => {
    const now = () => {
      wait.current = FIRST_WAIT;
      void synchronise();
    };
    const seen = () => document.visibilityState === "visible" && now();
    // first what is here: on a bad connection an answer takes long
    const person = lastPerson();
    if (person !== null)
      void Promise.all([bookOf(person), keptOf(person), photosOf(person)]).then(([book, days, pictures]) => {
        // the server may have been quicker, and said that nobody is signed in any more
        if (!book || lastPerson() !== person) return;
        setMine((old) => old ?? book);
        setKept((old) => (old.length > 0 ? old : days));
        setPhotos((old) => (old.length > 0 ? old : pictures));
        setState((old) => (old === "loading" ? "offline" : old));
      });
    now();
    window.addEventListener("online", now);
    document.addEventListener("visibilitychange", seen);
    return () => {
      window.removeEventListener("online", now);
      document.removeEventListener("visibilitychange", seen);
      clearTimeout(timer.current);
    };
  }, [show, synchronise]);

  const person = mine?.person;
  const put = async (one: Kept, pictures: readonly ArrayBuffer[] = []): Promise<void> => {
    await keepDay(one, pictures);
    await show(one.person);
    void synchronise();
  };
  return {
    mine,
    kept,
    photos,
    state,
    sending,
    write: async (draft, pictures) => {
      if (person === undefined) return;
      const id = newId();
      await put({ id, person, draft: { ...draft, id, phoneAt: new Date().toISOString() }, state: "kept", reason: null, code: null, held: null }, pictures); // prettier-ignore
    },
    giveUp: async (id) => {
      await giveUpDay(id, photos);
      if (person !== undefined) await show(person);
    },
    giveUpPhoto: async (id) => {
      await dropPhoto(id);
      if (person !== undefined) await show(person);
    },
    insist: (one) =>
      put({ ...one, draft: { ...one.draft, replaces: one.held }, state: "kept", reason: null }),
    refresh: () => void synchronise(),
  };
}

/** Lets this one page open without a network, where the browser allows it (only over TLS, and on the machine itself). */
export function keepPage(): void {
  if ("serviceWorker" in navigator && import.meta.env.PROD)
    navigator.serviceWorker.register("/logbook-worker.js", { scope: "/logbook" }).catch(() => undefined);
}
