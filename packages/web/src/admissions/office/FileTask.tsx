import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryClient } from "@tanstack/react-query";
import { uploadFile } from "../../api/upload.ts";
import { Failure } from "../../parts/States.tsx";

/** A table that is handed in: chosen or dropped, with how far it is. */
export function FileTask<T>(props: { path: string; words: string; onTaken: (made: T) => void }) {
  const { t } = useTranslation("seasons");
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setShare(0);
    setError(null);
    try {
      props.onTaken(await uploadFile<T>(props.path, file, setShare));
    } catch (problem) {
      setError(problem);
    }
    setShare(null);
    await client.invalidateQueries({ queryKey: ["seasons"] });
  };
  return (
    <div
      className="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void send(event.dataTransfer.files[0]);
      }}
    >
      <p className="drop-small">{props.words}</p>
      <button
        type="button"
        className="button"
        disabled={share !== null}
        onClick={() => input.current?.click()}
      >
        {t(share === null ? "file.choose" : "file.sending")}
      </button>
      <input
        ref={input}
        hidden
        type="file"
        accept=".csv,.xlsx"
        aria-label={t("file.choose")}
        onChange={(event) => {
          void send(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {error !== null && <Failure error={error} />}
    </div>
  );
}
