import { Input, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/index.ts";
import { Failure, Loading } from "../parts/States.tsx";
import { KINDS, useFields, useImportAction, useSaveMapping, type Import, type Kind } from "./api.ts";
import { applySaved, assign, doubtful, missingFields, sameMapping } from "./mapping.ts";
import "./imports.css";

/** Column by column: its first values, and the field it is taken for. What is missing stands at the top. */
export function MappingEditor({ item }: { item: Import }) {
  const { t } = useTranslation("demand");
  const language = useLanguage();
  const fields = useFields(item.kind);
  const save = useSaveMapping(item.id);
  const start = useImportAction(item.id);
  const [mapping, setMapping] = useState(item.mapping);
  const [name, setName] = useState("");
  useEffect(() => setMapping(item.mapping), [item.mapping]);
  if (fields.isPending) return <Loading />;
  if (fields.error) return <Failure error={fields.error} retry={() => void fields.refetch()} />;
  const label = (field: string): string => {
    const known = fields.data.find((info) => info.field === field);
    return known ? (language === "en" ? known.label.en : known.label.zh) : field;
  };
  const missing = missingFields(mapping, fields.data);
  const unsure = new Set(doubtful(mapping).map((column) => column.column));
  const options = fields.data.map((info) => ({
    value: info.field,
    label: label(info.field) + (info.required ? t("mapping.required-mark") : ""),
  }));
  const begin = async (): Promise<void> => {
    if (name.trim() !== "" || !sameMapping(mapping, item.mapping))
      await save.mutateAsync({ mapping, ...(name.trim() ? { saveAs: name.trim() } : {}) });
    await start.mutateAsync("start");
  };
  const keep = (): void =>
    save.mutate(
      { mapping, ...(name.trim() ? { saveAs: name.trim() } : {}) },
      { onSuccess: () => setName("") },
    );
  const error = save.error ?? start.error;
  return (
    <div className="mapping">
      <div className="mapping-bar">
        <p className={missing.length > 0 ? "mapping-missing" : "mapping-fine"} role="status">
          {missing.length > 0
            ? t("mapping.missing", {
                fields: missing.map((info) => label(info.field)).join(language === "en" ? ", " : "、"),
              })
            : unsure.size > 0
              ? t("mapping.doubtful", { count: unsure.size })
              : t("mapping.fine")}
        </p>
        <label className="mapping-kind">
          <span>{t("mapping.kind")}</span>
          <Select
            aria-label={t("mapping.kind")}
            disabled={save.isPending}
            value={item.kind}
            options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            onChange={(kind: Kind) => save.mutate({ kind, mapping: [] })}
          />
        </label>
        {item.savedMappings.some((saved) => saved.mapping) && (
          <Select
            className="mapping-saved"
            placeholder={t("mapping.use-saved")}
            aria-label={t("mapping.use-saved")}
            options={item.savedMappings.map((saved) => ({ value: saved.id, label: saved.name }))}
            onChange={(id: string) => {
              const saved = item.savedMappings.find((candidate) => candidate.id === id);
              if (saved?.mapping) setMapping((current) => applySaved(current, saved.mapping ?? []));
            }}
          />
        )}
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("mapping.title")}>
        <table className="data mapping-table">
          <caption className="hidden">{t("mapping.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("mapping.column")}</th>
              <th scope="col">{t("mapping.field")}</th>
              <th scope="col">{t("mapping.how")}</th>
              <th scope="col">{t("mapping.sample")}</th>
            </tr>
          </thead>
          <tbody>
            {mapping.map((column, index) => (
              <tr
                key={column.column}
                className={
                  column.field === null ? "ignored" : unsure.has(column.column) ? "unsure" : undefined
                }
              >
                <th scope="row">{column.column || t("mapping.unnamed", { index: index + 1 })}</th>
                <td>
                  <Select
                    allowClear
                    showSearch={{ optionFilterProp: "label" }}
                    className="mapping-select"
                    aria-label={t("mapping.field-of", { column: column.column })}
                    value={column.field}
                    placeholder={t("mapping.ignored")}
                    options={options}
                    onChange={(field: string | undefined) =>
                      setMapping((current) => assign(current, column.column, field ?? null))
                    }
                  />
                </td>
                <td className="mapping-how">
                  {column.field === null
                    ? t("mapping.carried")
                    : t(`mapping.how.${column.how}`, { defaultValue: column.how })}
                </td>
                <td className="mapping-sample">
                  {item.sampleRows
                    .map((row) => row[item.headers.indexOf(column.column)] ?? "")
                    .filter((value) => value !== "")
                    .slice(0, 3)
                    .map((value, at) => (
                      <span key={at}>{value.length > 46 ? value.slice(0, 45) + "…" : value}</span>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="mapping-foot">
        <Input
          className="mapping-name"
          placeholder={t("mapping.save-as")}
          aria-label={t("mapping.save-as")}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button
          type="button"
          className="button primary"
          disabled={missing.length > 0 || save.isPending || start.isPending}
          onClick={() => void begin().catch(() => undefined)}
        >
          {t("import.start")}
        </button>
        <button
          type="button"
          className="button"
          disabled={save.isPending || (name.trim() === "" && sameMapping(mapping, item.mapping))}
          onClick={keep}
        >
          {t("mapping.keep")}
        </button>
        <span className="mapping-kept" role="status">
          {save.isSuccess && sameMapping(mapping, item.mapping) ? t("mapping.kept") : ""}
        </span>
      </div>
      {item.savedMappings.length > 0 && (
        <p className="section-note">
          {t("mapping.saved-names", {
            names: item.savedMappings.map((saved) => saved.name).join(language === "en" ? ", " : "、"),
          })}
        </p>
      )}
      {error && <Failure error={error} />}
    </div>
  );
}
