import { useTranslation } from "react-i18next";
import { formatBytes } from "../../format.ts";
import type { Release } from "../api.ts";

const REPORTS = ["report.pdf", "report.docx", "report.xlsx"];
const ORDER = [...REPORTS, "occupations.csv", "programmes.csv", "cells.csv", "release.json", "manifest.json"];

/** Everything of a release that can be taken along; the reports of a draft are printed when they are asked for. */
export function Downloads({ release, base, open }: { release: Release; base: string; open: boolean }) {
  const { t } = useTranslation("planning");
  const files = new Map(release.files.map((file) => [file.name, file]));
  const names = ORDER.filter((name) => files.has(name) || (!open && REPORTS.includes(name)));
  return (
    <ul className="downloads">
      {names.map((name) => (
        <li key={name}>
          <a href={`${base}/files/${name}`} download>
            {t(`download.${name}`)}
          </a>
          <small>
            {name} {files.get(name) ? formatBytes(files.get(name)!.bytes) : t("download.preview")}
          </small>
        </li>
      ))}
      {open && (
        <li>
          <a href={`${base}/dcat.jsonld`}>{t("download.dcat")}</a>
          <small>dcat.jsonld</small>
        </li>
      )}
    </ul>
  );
}
