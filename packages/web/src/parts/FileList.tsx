import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFiles, useRemoveFile, type FileSubject, type Purpose, type StoredFile } from "../api/files.ts";
import { formatBytes, formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Dialog } from "./Dialog.tsx";
import { Failure, Loading } from "./States.tsx";

export interface FileListProps {
  /** `kind:id` of what the files belong to; null = one's own drafts */
  subject: FileSubject;
  /** only those for this purpose */
  purpose?: Purpose;
  /** whether the one who looks may remove them */
  removable?: boolean;
}

/** The files of a thing: pictures small, the rest by kind; whether each may be opened, and why not. */
export function FileList({ subject, purpose, removable = false }: FileListProps) {
  const { t } = useTranslation("parts");
  const found = useFiles(subject);
  const [leaving, setLeaving] = useState<StoredFile | null>(null);
  if (found.isPending) return <Loading rows={2} />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const files = found.data.filter((file) => purpose === undefined || file.purpose === purpose);
  if (files.length === 0) return <p className="section-note">{t("files.none")}</p>;
  return (
    <>
      <ul className="files">
        {files.map((file) => (
          <FileEntry key={file.id} file={file} {...(removable ? { onRemove: () => setLeaving(file) } : {})} />
        ))}
      </ul>
      {leaving && <Removal file={leaving} subject={subject} onClose={() => setLeaving(null)} />}
    </>
  );
}

function FileEntry({ file, onRemove }: { file: StoredFile; onRemove?: () => void }) {
  const { t } = useTranslation("parts");
  const language = useLanguage();
  return (
    <li className="file">
      <Preview file={file} />
      <div className="file-words">
        {file.content ? (
          <a href={file.content} download={file.name}>
            {file.name}
          </a>
        ) : (
          <span>{file.name}</span>
        )}
        <small>
          {kindOf(file)} · {formatBytes(file.bytes)} · {formatDate(file.createdAt, language, true)}
        </small>
        {file.state === "pending" && <small className="file-state">{t("files.pending")}</small>}
        {file.state === "infected" && (
          <small className="file-state bad">{t("files.infected", { finding: file.finding ?? "" })}</small>
        )}
      </div>
      {onRemove && (
        <button
          type="button"
          className="button small"
          aria-label={t("files.remove-this", { name: file.name })}
          onClick={onRemove}
        >
          {t("files.remove")}
        </button>
      )}
    </li>
  );
}

/** The small picture, which opens the whole one; of documents, the kind in letters. */
function Preview({ file }: { file: StoredFile }) {
  const { t } = useTranslation("parts");
  if (file.thumbnail && file.content)
    return (
      <a className="file-preview" href={file.content} target="_blank" rel="noreferrer">
        <img src={file.thumbnail} alt={t("files.open", { name: file.name })} loading="lazy" />
      </a>
    );
  return (
    <span className="file-preview" aria-hidden="true">
      {kindOf(file)}
    </span>
  );
}

/** The ending of the name, which the server made sure fits the content. */
const kindOf = (file: StoredFile): string => /\.(\w+)$/.exec(file.name)?.[1]?.toUpperCase() ?? "";

function Removal(props: { file: StoredFile; subject: FileSubject; onClose: () => void }) {
  const { t } = useTranslation("parts");
  const remove = useRemoveFile(props.subject);
  return (
    <Dialog label={t("files.remove")} onClose={props.onClose}>
      <h2>{t("files.remove-this", { name: props.file.name })}</h2>
      <p>{t("files.remove-note")}</p>
      {remove.error && <Failure error={remove.error} />}
      <div className="actions">
        <button
          type="button"
          className="button danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate(props.file.id, { onSuccess: props.onClose })}
        >
          {t("files.remove")}
        </button>
        <button type="button" className="button" onClick={props.onClose}>
          {t("files.keep")}
        </button>
      </div>
    </Dialog>
  );
}
