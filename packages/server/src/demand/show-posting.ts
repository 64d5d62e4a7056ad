import { findUnlawfulConditions } from "@tixi/engines/hiring";
import { SIGNATURE_BYTES, textResemblance, titleResemblance } from "@tixi/engines/dedupe";
import { standards } from "@tixi/standards";
import { NotFound, type Context } from "../platform/index.ts";
import { findByNames } from "../registry/index.ts";
import { access, provinceOf } from "./access.ts";
import { acceptedAliases } from "./aliases.sql.ts";
import { codedWith, correctionsOf } from "./corrections.sql.ts";
import { named, postingView } from "./list-postings.ts";
import { codingInput } from "./posting-engines.ts";
import { coderFor } from "./coders.ts";
import { findPostingRecord, siblingPostings, type PostingFullRecord } from "./postings.sql.ts";
import { educations, type PostingDetail } from "./schemas.ts";

const POSTING = { zh: "招聘信息", en: "posting" };
/** Postings of the same employer and city are shown as one vacancy from this likeness of title and text on. */
const SAME_TITLE = 0.7;
const SAME_TEXT = 0.55;
const MOST_SIBLINGS = 20;

/**
 * One posting with everything behind it: the words it was coded by, its candidates, unlawful conditions with a lawful
 * rewording, its copies on other boards, the row of the file, and what people decided.
 * @throws NotFound
 */
export async function showPosting(ctx: Context, id: string): Promise<PostingDetail> {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const row = await findPostingRecord(ctx, province, id);
  if (!row) throw new NotFound(POSTING);
  const coder = coderFor(await acceptedAliases(ctx, province));
  const education = row.education === null ? null : (educations[row.education] ?? null);
  const coding = coder.code(
    codingInput({
      title: row.title,
      description: row.description,
      company: row.company,
      industryText: row.industry_text,
      education,
    }),
  );
  const view = postingView(row);
  const code = view.occupation?.code;
  const [organisation = null] = await findByNames(ctx, [
    {
      name: row.company,
      code: row.company_code,
      region: view.city ?? province,
      year: Number((view.publishedAt ?? ctx.now.toISOString()).slice(0, 4)),
    },
  ]);
  return {
    ...view,
    organisation,
    companyCode: row.company_code,
    regionText: row.region_text,
    experience: row.experience_text,
    industryText: row.industry_text,
    sourceId: row.source_id,
    description: row.description,
    coderVersion: (await codedWith(ctx, province)) ?? coder.version,
    evidence: coding.evidence,
    programmes: code ? programmesOf(code) : [],
    flags: findUnlawfulConditions({ title: row.title, description: row.description, education }),
    vacancy: { id: row.id, postings: await copiesOf(ctx, province, row) },
    import: { id: row.import_id, fileName: row.file_name, row: row.row_number },
    history: (await correctionsOf(ctx, province, id)).map((c) => ({
      action: c.action,
      from: c.from_occupation === null ? null : named(c.from_occupation),
      to: c.to_occupation === null ? null : named(c.to_occupation),
      by: c.by_name,
      at: c.at.toISOString(),
    })),
  };
}

const MOST_PROGRAMMES = 12;

function programmesOf(occupation: string): PostingDetail["programmes"] {
  return standards()
    .programmesOf(occupation)
    .slice(0, MOST_PROGRAMMES)
    .map(({ code, weight }) => {
      const programme = standards().findProgramme(code)!;
      return { code: programme.code, name: programme.name, level: programme.level, weight };
    });
}

/** Postings that advertise the same vacancy, newest first, this one included. */
async function copiesOf(
  ctx: Context,
  province: string,
  row: PostingFullRecord,
): Promise<PostingDetail["vacancy"]["postings"]> {
  const own = { id: row.id, title: row.title, publishedAt: row.published_on, source: row.source };
  if (row.employer === null || row.signature.length !== SIGNATURE_BYTES) return [own];
  const siblings = await siblingPostings(ctx, province, row.employer, row.city);
  return siblings
    .filter(
      (other) =>
        other.id === row.id ||
        (titleResemblance(row.signature, 0, other.signature, 0) >= SAME_TITLE &&
          textResemblance(row.signature, 0, other.signature, 0) >= SAME_TEXT),
    )
    .slice(0, MOST_SIBLINGS)
    .map(({ id, title, published_on, source }) => ({ id, title, publishedAt: published_on, source }));
}
