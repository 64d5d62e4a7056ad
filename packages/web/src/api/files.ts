import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "./client.ts";

/** What a file is uploaded for; decides what it may be. */
export type Purpose = "evidence" | "report" | "picture";

/** A file as the server shows it. */
export interface StoredFile {
  id: string;
  purpose: Purpose;
  subject: string;
  name: string;
  mediaType: string;
  bytes: number;
  width: number | null;
  height: number | null;
  state: "pending" | "clean" | "infected";
  /** what the scanner called it */
  finding: string | null;
  scannedAt: string | null;
  createdAt: string;
  /** addresses signed for the one who asked, good for a quarter of an hour; null where it is not served */
  content: string | null;
  thumbnail: string | null;
}

/** `kind:id`, or null for the drafts of the one who is signed in. */
export type FileSubject = string | null;

const SOON_MS = 2000;
/** Before the links expire. */
const LINKS_MS = 10 * 60_000;
/** A picture that has no small one after so long cannot have one. */
const PATIENCE_MS = 60_000;

/** The files of a thing; asks again while one is being scanned or made small, and before links expire. */
export function useFiles(subject: FileSubject) {
  return useQuery({
    queryKey: ["files", subject],
    queryFn: ({ signal }) => call<Page<StoredFile>>("/api/files", { query: { subject }, signal }),
    select: (page) => page.items,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? SOON_MS : LINKS_MS),
  });
}

const isUnderWay = (file: StoredFile): boolean =>
  file.state === "pending" ||
  (file.state === "clean" &&
    file.width !== null &&
    file.thumbnail === null &&
    Date.now() - Date.parse(file.createdAt) < PATIENCE_MS);

export function useRemoveFile(subject: FileSubject) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<void>(`/api/files/${id}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["files", subject] }),
  });
}
