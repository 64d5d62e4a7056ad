import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { uploadFile } from "../api/upload.ts";
import { formatBytes, formatDate, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { KINDS, useImports, type Import } from "./api.ts";
import "./demand.css";
import { ImportProgress } from "./ImportProgress.tsx";

interface Sending {
  name: string;
  share: number;
  error?: unknown;
}

/** Task: files in, with what became of each. */
export function Component() {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const imports = useImports();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending[]>([]);

  const send = async (files: File[]): Promise<void> => {
    setSending(files.map((file) => ({ name: file.name, share: 0 })));
    const patch = (index: number, change: Partial<Sending>): void =>
      setSending((current) => current.map((item, at) => (at === index ? { ...item, ...change } : item)));
    const made: Import[] = [];
    for (const [index, file] of files.entries()) {
      try {
        made.push(await uploadFile<Import>("/api/imports", file, (share) => patch(index, { share })));
        patch(index, { share: 1 });
      } catch (error) {
        patch(index, { error });
      }
    }
    await client.invalidateQueries({ queryKey: ["imports"] });
    setSending((current) => current.filter((item) => item.error));
    const [first] = made;
    if (files.length === 1 && first) void navigate(`/imports/${first.id}`);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) void send(files);
  };
  const rows = imports.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<Import>[] = [
    {
      key: "fileName",
      title: t("import.file"),
      wide: true,
      value: (row) => row.fileName,
      render: (row) => (
        <>
          <Link to={`/imports/${row.id}`}>{row.fileName}</Link>
          <span className="cell-sub">
            {t(`kind.${row.kind}`)} · {formatBytes(row.bytes)} · {formatDate(row.createdAt, language, true)}
          </span>
        </>
      ),
    },
    {
      key: "state",
      title: t("import.state"),
      value: (row) => t(`import.state.${row.state}`),
      render: (row) => <ImportProgress item={row} />,
    },
    {
      key: "read",
      title: t("import.read"),
      number: true,
      value: (row) => (row.state === "inspected" ? null : row.rowsRead),
    },
    {
      key: "accepted",
      title: t("import.accepted"),
      number: true,
      value: (row) => (row.state === "inspected" ? null : row.accepted),
    },
    {
      key: "duplicate",
      title: t("import.duplicate"),
      number: true,
      value: (row) => (row.state === "inspected" ? null : row.duplicate),
    },
    {
      key: "rejected",
      title: t("import.rejected"),
      number: true,
      value: (row) => (row.state === "inspected" ? null : row.rejected),
      render: (row) =>
        row.rejected > 0 ? (
          <a href={`/api/imports/${row.id}/rejected.csv`} download>
            {formatNumber(row.rejected, language)}
          </a>
        ) : row.state === "inspected" ? (
          "—"
        ) : (
          "0"
        ),
    },
  ];
  return (
    <Page title={t("imports.title")} lead={t("imports.lead")}>
      <div
        className={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p className="drop-words">{t("imports.drop")}</p>
        <button type="button" className="button primary" onClick={() => input.current?.click()}>
          {t("imports.choose")}
        </button>
        <input
          ref={input}
          hidden
          multiple
          type="file"
          aria-label={t("imports.choose")}
          accept=".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = "";
            if (files.length > 0) void send(files);
          }}
        />
        <p className="drop-small">{t("imports.formats")}</p>
      </div>
      {sending.map((item) => (
        <div key={item.name} className="sending">
          <span>{item.name}</span>
          {item.error ? (
            <Failure error={item.error} />
          ) : (
            <div
              className="progress"
              role="progressbar"
              aria-label={item.name}
              aria-valuenow={Math.round(item.share * 100)}
            >
              <i style={{ width: `${item.share * 100}%` }} />
            </div>
          )}
        </div>
      ))}
      <Section title={t("imports.templates")} note={t("imports.templates-note")}>
        <ul className="templates">
          {KINDS.map((kind) => (
            <li key={kind}>
              <a href={`/api/templates/${kind}`} download>
                {t(`kind.${kind}`)}
              </a>
              <p>{t(`kind.${kind}.about`)}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("imports.done")}>
        {imports.isPending && <Loading />}
        {imports.error && <Failure error={imports.error} retry={() => void imports.refetch()} />}
        {imports.data && rows.length === 0 && (
          <Empty title={t("imports.empty")}>
            <p>{t("imports.empty-words")}</p>
          </Empty>
        )}
        {rows.length > 0 && (
          <DataTable
            tall
            caption={t("imports.done")}
            rows={rows}
            columns={columns}
            rowKey={(row) => row.id}
            hasMore={imports.hasNextPage}
            loadingMore={imports.isFetchingNextPage}
            onMore={() => void imports.fetchNextPage()}
            fileName={t("imports.done")}
          />
        )}
      </Section>
    </Page>
  );
}
