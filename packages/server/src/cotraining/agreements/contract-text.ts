/** The text that is signed, and the hashes that bind signatures to it. Anybody can compute them again. */
import { createHash } from "node:crypto";
import type { Clause, Form } from "./kinds.ts";
import { KIND_NAMES } from "./kinds.ts";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** The whole contract as plain text, UTF-8 with LF: what is hashed, signed, downloaded and printed. */
export function contractText(form: Form, clauses: readonly Clause[], of: { id: string; no: number }): string {
  return [
    `${form.title}`,
    `${KIND_NAMES[form.kind].zh} · 协议编号 ${of.id} · 第 ${of.no} 版`,
    "",
    `甲方（学校）：${form.schoolName}`,
    `乙方（企业）：${form.enterpriseName}`,
    ...(form.kind === "placement" ? ["丙方（学生）：见签署"] : []),
    "",
    ...clauses.flatMap(({ title, text }, i) => [`第${i + 1}条 ${title}`, text.trim(), ""]),
  ].join("\n");
}

export const contractHash = (text: string): string => sha256(text);

export interface Signature {
  agreement: string;
  no: number;
  sha256: string;
  party: "school" | "enterprise" | "student";
  ofName: string;
  signer: string;
  /** whole seconds, UTC */
  at: Date;
  /** hash of the signature before; of the text for the first */
  previous: string;
}

/** A second is what a signature knows of time. */
export const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** The lines whose SHA-256 is a signature's hash; the database computes the same (`cotraining.signature_hash`). */
export const signatureLines = ({
  agreement,
  no,
  sha256,
  party,
  ofName,
  signer,
  at,
  previous,
}: Signature): string =>
  [agreement, no, sha256, party, ofName, signer, `${at.toISOString().slice(0, 19)}Z`, previous].join("\n");

export const signatureHash = (signature: Signature): string => sha256(signatureLines(signature));

/** Whether a chain of signatures fits a text: each over the text and over the one before. @returns what is wrong; null = nothing */
export function chainFault(text: string, chain: readonly (Signature & { hash: string })[]): { seq: number; what: "text" | "order" | "hash" } | null {
  let previous = sha256(text);
  for (const [i, signature] of chain.entries()) {
    if (signature.sha256 !== sha256(text)) return { seq: i + 1, what: "text" };
    if (signature.previous !== previous) return { seq: i + 1, what: "order" };
    if (signatureHash(signature) !== signature.hash) return { seq: i + 1, what: "hash" };
    previous = signature.hash;
  }
  return null;
} // prettier-ignore

interface SignedVersion {
  no: number;
  text: string;
  sha256: string;
  signatures: readonly (Omit<Signature, "agreement" | "no" | "ofName" | "at"> & {
    of_name: string;
    at: string;
    hash: string;
  })[];
}
/** Whether each signed version of an agreement or a plan, and its signatures, are as they were signed. */
export function verdictOf(id: string, versions: readonly SignedVersion[]) {
  return {
    versions: versions
      .filter(({ signatures }) => signatures.length > 0)
      .map(({ no, text, sha256: kept, signatures }) => {
        const chain = signatures.map((one) => ({ ...one, agreement: id, no, ofName: one.of_name, at: new Date(one.at) }));
        const fault = contractHash(text) === kept ? chainFault(text, chain) : { seq: 1, what: "text" as const };
        return { no, signatures: signatures.length, fault };
      }),
  };
} // prettier-ignore
