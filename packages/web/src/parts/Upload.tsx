import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { address, Problem } from "../api/client.ts";
import type { FileSubject, Purpose, StoredFile } from "../api/files.ts";
import { uploadFile } from "../api/upload.ts";
import { formatBytes } from "../format.ts";

/** What each purpose takes; the server decides, this saves a person the way. */
const TAKES: Readonly<Record<Purpose, { accept: string; megabytes: number }>> = {
  evidence: { accept: ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.pptx", megabytes: 20 },
  report: { accept: ".pdf,.docx,.xlsx,.pptx,.csv,.txt", megabytes: 50 },
  picture: { accept: ".png,.jpg,.jpeg,.webp", megabytes: 15 },
};
const MEGABYTE = 1024 * 1024;

interface Sending {
  key: number;
  file: File;
  share: number;
  /** why it was not taken */
  fault: string | null;
  /** the same file may be taken another time: the network or the server was at fault */
  passing: boolean;
}

export interface UploadProps {
  purpose: Purpose;
  /** `kind:id` of what the files belong to; null = drafts, taken up when the form is handed in */
  subject: FileSubject;
  /** each file that was taken */
  onUploaded?: (file: StoredFile) => void;
}

/**
 * Where files are dropped or chosen, one after the other, with how far each is. One that is not taken stays with the
 * reason until it is put away or sent again; the others go on.
 */
export function Upload({ purpose, subject, onUploaded }: UploadProps) {
  const { t } = useTranslation("parts");
  const { over, sending, add, dismiss, retry, target } = useSending({
    purpose,
    subject,
    ...(onUploaded ? { onUploaded } : {}),
  });
  const input = useRef<HTMLInputElement>(null);
  const { accept, megabytes } = TAKES[purpose];
  return (
    <div className="upload">
      <div className={over ? "drop over" : "drop"} {...target}>
        <p className="drop-words">{t("upload.drop")}</p>
        <button type="button" className="button" onClick={() => input.current?.click()}>
          {t("upload.choose")}
        </button>
        <input
          ref={input}
          hidden
          multiple
          type="file"
          aria-label={t("upload.choose")}
          accept={accept}
          onChange={(event) => {
            add([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <p className="drop-small">{t(`upload.takes.${purpose}`, { megabytes })}</p>
        {purpose !== "report" && <p className="drop-small">{t("upload.place")}</p>}
      </div>
      <ul className="upload-list" aria-live="polite">
        {sending.map((item) => (
          <li key={item.key} className="sending">
            <span className="upload-name">
              {item.file.name} <small>{formatBytes(item.file.size)}</small>
            </span>
            {item.fault === null ? (
              <div
                className="progress"
                role="progressbar"
                aria-label={item.file.name}
                aria-valuenow={Math.round(item.share * 100)}
              >
                <i style={{ width: `${item.share * 100}%` }} />
              </div>
            ) : (
              <p className="field-error" role="alert">
                {item.fault}
              </p>
            )}
            <span className="actions">
              {item.passing && (
                <button type="button" className="button small" onClick={() => retry(item)}>
                  {t("error.retry")}
                </button>
              )}
              <button type="button" className="button small" onClick={() => dismiss(item)}>
                {t(item.fault === null ? "upload.cancel" : "upload.dismiss")}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useSending({ purpose, subject, onUploaded }: UploadProps) {
  const { t } = useTranslation("parts");
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const stops = useRef(new Map<number, AbortController>());
  const counter = useRef(0);
  useEffect(() => {
    const running = stops.current;
    return () => running.forEach((stop) => stop.abort());
  }, []);

  const patch = (key: number, change: Partial<Sending>): void =>
    setSending((all) => all.map((item) => (item.key === key ? { ...item, ...change } : item)));
  const forget = (key: number): void => {
    stops.current.delete(key);
    setSending((all) => all.filter((item) => item.key !== key));
  };
  const send = async ({ key, file }: Sending): Promise<void> => {
    const stop = stops.current.get(key);
    if (!stop || stop.signal.aborted) return;
    try {
      const to = address("/api/files", { purpose, subject });
      const made = await uploadFile<StoredFile>(to, file, (share) => patch(key, { share }), stop.signal);
      await client.invalidateQueries({ queryKey: ["files", subject] });
      forget(key);
      onUploaded?.(made);
    } catch (error) {
      if (stop.signal.aborted) return;
      patch(key, { fault: (error as Error).message, passing: mayPass(error) });
    }
  };
  const { megabytes } = TAKES[purpose];
  const enqueue = (item: Sending): void => {
    stops.current.set(item.key, new AbortController());
    queue.current = queue.current.then(() => send(item));
  };
  const add = (files: File[]): void => {
    const items = files.map((file) => {
      const tooLarge = file.size > megabytes * MEGABYTE;
      const fault = tooLarge ? t("upload.too-large", { megabytes }) : null;
      return { key: ++counter.current, file, share: 0, fault, passing: false };
    });
    setSending((all) => [...all, ...items]);
    for (const item of items) if (item.fault === null) enqueue(item);
  };
  return {
    over,
    sending,
    add,
    dismiss: ({ key }: Sending): void => {
      stops.current.get(key)?.abort();
      forget(key);
    },
    retry: (item: Sending): void => {
      patch(item.key, { fault: null, passing: false, share: 0 });
      enqueue(item);
    },
    target: {
      onDragOver: (event: DragEvent): void => {
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (): void => setOver(false),
      onDrop: (event: DragEvent): void => {
        event.preventDefault();
        setOver(false);
        add([...event.dataTransfer.files]);
      },
    },
  };
}

/** Not reached, busy, full or broken; not a file that is refused for what it is. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof Problem) || error.status === 0 || error.status === 409 || error.status >= 429;
