import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sha256 } from "../../admissions/hash.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import type { Signature, Version } from "./api.ts";

type Answer = "fits" | "text" | "order" | "hash" | "no-crypto";

/** The lines whose SHA-256 is a signature's hash, as the server writes them. */
const linesOf = (agreement: string, no: number, one: Signature): string =>
  [agreement, no, one.sha256, one.party, one.ofName, one.signer, `${one.at.slice(0, 19)}Z`, one.previous].join("\n"); // prettier-ignore

/** Whether a text is the one that was signed, and the signatures follow each other; computed in this browser. */
async function check(text: string, agreement: string, { no, signatures }: Version): Promise<Answer> {
  let previous = await sha256(text);
  if (previous === null) return "no-crypto";
  for (const one of signatures) {
    if (one.sha256 !== (await sha256(text))) return "text";
    if (one.previous !== previous) return "order";
    if ((await sha256(linesOf(agreement, no, one))) !== one.hash) return "hash";
    previous = one.hash;
  }
  return "fits";
}

/** Who has signed which version of what lies under `path`; anybody tries whether a text he holds is the one. */
export function Signatures({ of, path }: { of: { id: string; versions: Version[] }; path: string }) {
  const { t } = useTranslation("trainingAgreements");
  const signed = of.versions.filter(({ signatures }) => signatures.length > 0);
  if (signed.length === 0) return null;
  return (
    <Section title={t("signatures")} note={t("signatures-note")}>
      {signed.map((version) => (
        <SignedVersion key={version.no} id={of.id} path={path} version={version} />
      ))}
    </Section>
  );
}

function SignedVersion({ id, path, version }: { id: string; path: string; version: Version }) {
  const { t } = useTranslation("trainingAgreements");
  const language = useLanguage();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const ofFile = async (file: File | undefined) => {
    if (file) setAnswer(await check(await file.text(), id, version));
  };
  return (
    <div className="contract-signed">
      <h3>
        {t("version", { n: version.no })} <span className="tag">{t(`version.${version.state}`)}</span> {version.reason && <small>{version.reason}</small>}
      </h3>
      <ul>
        {version.signatures.map((one) => (
          <li key={one.seq}>
            {t(`party.${one.party}`)} <b>{one.ofName}</b> {one.signer} <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
            <p className="hash">{one.hash}</p>
          </li>
        ))}
      </ul>
      <div className="actions">
        <a className="button" href={`/api/${path}/versions/${version.no}/text`} download>{t("text")}</a>
        <label>
          {t("try-text")} <input type="file" accept=".txt" onChange={({ target }) => void ofFile(target.files?.[0])} />
        </label>
      </div>
      <p role="status" className={`contract-answer ${answer ?? ""}`}>{answer && t(`answer.${answer}`)}</p>
    </div>
  );
} // prettier-ignore
