import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/client.ts";
import { checkManifest, type ManifestVerdict } from "../manifest.ts";

/** Whose signature a record bears, and whether files are those it names; computed in this browser. */
export function ManifestCheck() {
  const { t } = useTranslation("admissions");
  const published = useQuery({
    queryKey: ["admission-key"],
    queryFn: ({ signal }) => call<{ key: string }>("/api/public/admission-key", { signal }),
    staleTime: Infinity,
  });
  const key = published.data?.key;
  const [verdict, setVerdict] = useState<ManifestVerdict | "busy" | null>(null);
  const check = (files: FileList | null) => {
    if (!files || files.length === 0 || key === undefined) return;
    setVerdict("busy");
    void checkManifest([...files], key).then(setVerdict);
  };
  return (
    <>
      <p className="section-note">{t("manifest.key")}</p>
      <pre className="command" tabIndex={0}>
        {key ?? "…"}
      </pre>
      <div className="form wider">
        <label>
          <span>{t("manifest.files")}</span>
          <input
            type="file"
            multiple
            disabled={key === undefined}
            onChange={(event) => check(event.target.files)}
          />
        </label>
        <div role="status">
          {verdict === "busy" ? t("manifest.busy") : verdict && <Told verdict={verdict} />}
        </div>
      </div>
    </>
  );
}

function Told({ verdict }: { verdict: ManifestVerdict }) {
  const { t } = useTranslation("admissions");
  if (verdict.fault !== null) return <p className="check-answer other">{t(`manifest.${verdict.fault}`)}</p>;
  const names = (all: string[]) => all.join(t("manifest.comma"));
  return (
    <>
      <p className={`check-answer ${verdict.signed ? "same" : "other"}`}>
        {t(verdict.signed ? "manifest.signed" : "manifest.not-signed")}
      </p>
      {verdict.same.length > 0 && (
        <p className="check-answer same">{t("manifest.same", { names: names(verdict.same) })}</p>
      )}
      {verdict.altered.length > 0 && (
        <p className="check-answer other">{t("manifest.altered", { names: names(verdict.altered) })}</p>
      )}
      {verdict.unnamed.length > 0 && (
        <p className="check-answer other">{t("manifest.unnamed", { names: names(verdict.unnamed) })}</p>
      )}
    </>
  );
}
