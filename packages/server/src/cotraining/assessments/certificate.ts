import type { FastifyRequest } from "fastify";
import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { Conflict, dayInChina, etagOf, requireMatch, type Context } from "../../platform/index.ts";
import { officialDocx, type OfficialBlock } from "../../planning/index.ts";
import { access } from "../access.ts";
import { programmeName } from "../rounds/present.ts";
import {
  requireAssessment,
  requireCertificate,
  type AssessmentRow,
  type CertificateRow,
} from "./assessments.sql.ts";
import { gradeOf } from "./marks.ts";
import type * as s from "./schemas.ts";
import { tellOfCertificate } from "./told.ts"; // prettier-ignore

export const CERTIFICATE_NAMES = {
  placement: "岗位实习考核证书",
  apprenticeship: "学徒培养考核证书",
} as const;
const GRADES = { excellent: "优秀", good: "良好", pass: "合格" } as const;
const NUMBERS = 6;

/**
 * Issues the certificate of an assessment: a number in the order of the year, and a hash over all that stands on it, with a salt
 * that is told to nobody. Number and hash together stand on the certificate only, so that who holds it can have it checked.
 */
export async function certify(ctx: Context, row: AssessmentRow, total: number): Promise<void> {
  const issued = dayInChina(ctx.now);
  // numbers are given one after the other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`certificates ${row.province}`}, 0))`.execute(ctx.tx);
  const { rows } = await sql<{ n: number }>`select cotraining.next_certificate(${row.province}, ${Number(issued.slice(0, 4))}) as n`.execute(ctx.tx);
  const number = `${row.kind === "placement" ? "SX" : "XT"}${row.province.slice(0, 2)}${issued.slice(0, 4)}${String(rows[0]!.n).padStart(NUMBERS, "0")}`;
  const salt = randomBytes(16).toString("hex");
  const grade = gradeOf(total);
  const hash = createHash("sha256").update(JSON.stringify([number, row.kind, row.person, row.person_name, row.school_name, row.enterprise_name, row.programme, row.post_name, row.from_on, row.to_on, total, grade, issued, salt])).digest("hex");
  const id = uuidv7();
  await sql`insert into cotraining.certificate (province, id, assessment_id, person, number, kind, holder_name, school, school_name, enterprise, enterprise_name, region, programme,
      post_name, from_on, to_on, total, grade, salt, hash, issued_on, sample)
    values (${row.province}, ${id}, ${row.id}, ${row.person}, ${number}, ${row.kind}, ${row.person_name}, ${row.school}, ${row.school_name}, ${row.enterprise}, ${row.enterprise_name}, ${row.region},
      ${row.programme}, ${row.post_name}, ${row.from_on}, ${row.to_on}, ${total}, ${grade}, ${salt}, ${hash}, ${issued}, ${row.sample})`.execute(ctx.tx);
  await ctx.audit("certificate.issue", `certificate:${id}`, null, { number, grade });
  await tellOfCertificate(ctx, row, number, { zh: "已颁发", en: "issued" });
} // prettier-ignore

const certificateEtag = (row: CertificateRow): string => etagOf(row.id, row.revoked_at);

export const showCertificate = (row: CertificateRow): z.infer<typeof s.certificate> => ({
  id: row.id,
  number: row.number,
  hash: row.hash,
  kind: row.kind,
  holder: row.holder_name,
  total: row.total,
  grade: row.grade,
  issuedOn: row.issued_on,
  revoked: row.revoked_at !== null,
  revokedReason: row.revoked_reason,
  etag: certificateEtag(row),
});

/** The certificate as a Word document. @throws NotFound; Conflict once it is revoked */
export async function certificateDocument(ctx: Context, id: string, site: string): Promise<{ name: string; content: Buffer }> {
  const row = await requireCertificate(ctx, id);
  access.authorize(ctx.actor, "readCertificates", { region: row.region, organisation: ctx.actor.role === "enterprise-officer" ? row.enterprise : row.school, person: row.person });
  if (row.revoked_at) throw new Conflict({ zh: "证书已撤销。", en: "The certificate is revoked." });
  await ctx.auditRead(`person:${row.person}`, ["cotraining.certificate.holder_name"]);
  const blocks: OfficialBlock[] = [
    { kind: "paragraph", text: `${row.holder_name}，${row.school_name}${programmeName(row.programme)}专业学生，自${row.from_on}至${row.to_on}在${row.enterprise_name}“${row.post_name}”岗位${row.kind === "placement" ? "参加岗位实习" : "接受学徒培养"}，经学校和企业按照岗位能力共同考核，总评 ${row.total} 分，成绩${GRADES[row.grade]}。` },
    { kind: "line", text: `证书编号：${row.number}` },
    { kind: "line", text: `校验码：${row.hash}` },
    { kind: "line", text: `查验：${site}/public/trainee-certificate` },
  ];
  const content = await officialDocx({ title: CERTIFICATE_NAMES[row.kind], blocks, office: `${row.school_name}  ${row.enterprise_name}`, date: row.issued_on, sample: row.sample });
  return { name: row.number, content };
} // prettier-ignore

/** Revokes a certificate that was given wrongly; whoever checks it learns so. @throws NotFound; Conflict; VersionChanged (If-Match) */
export async function revokeCertificate(ctx: Context, request: FastifyRequest, id: string, { reason }: z.infer<typeof s.revoke>): Promise<z.infer<typeof s.certificate>> {
  const row = await requireCertificate(ctx, id);
  access.authorize(ctx.actor, "keepAssessments", { organisation: row.school });
  requireMatch(request, certificateEtag(row));
  if (row.revoked_at) throw new Conflict({ zh: "证书已撤销。", en: "The certificate is revoked." });
  await sql`update cotraining.certificate set revoked_at = ${ctx.now}, revoked_reason = ${reason} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("certificate.revoke", `certificate:${id}`, null, { number: row.number }, reason);
  await tellOfCertificate(ctx, await requireAssessment(ctx, row.assessment_id), row.number, { zh: "已撤销", en: "revoked" });
  return showCertificate(await requireCertificate(ctx, id));
} // prettier-ignore

/** What anybody learns of a certificate by number and hash; nothing of its holder. */
export async function checkCertificate(ctx: Context, { number, hash }: z.infer<typeof s.checkQuery>): Promise<z.infer<typeof s.checked>> {
  const { rows } = await sql<{ kind: "placement" | "apprenticeship"; school_name: string; enterprise_name: string; programme: string; post_name: string; issued_on: string; revoked: boolean; sample: boolean }>`
    select * from cotraining.check_certificate(${number}, ${hash})`.execute(ctx.tx);
  const [row] = rows;
  if (!row) return { found: false, kind: null, schoolName: null, enterpriseName: null, programmeName: null, postName: null, issuedOn: null, revoked: false, sample: false };
  return { found: true, kind: row.kind, schoolName: row.school_name, enterpriseName: row.enterprise_name, programmeName: programmeName(row.programme), postName: row.post_name, issuedOn: row.issued_on, revoked: row.revoked, sample: row.sample };
} // prettier-ignore
