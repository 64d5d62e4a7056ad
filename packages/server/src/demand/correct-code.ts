import { standards } from "@tixi/standards";
import { BadInput, NotFound, type Context } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { proposeAlias } from "./aliases.sql.ts";
import { recordCorrection } from "./corrections.sql.ts";
import { findPostingRecord, setPostingCode } from "./postings.sql.ts";
import type { CorrectCode, PostingDetail } from "./schemas.ts";
import { showPosting } from "./show-posting.ts";

const LONGEST_ALIAS = 20;

/**
 * A person's word on a posting's code: it is right, it is another one, or none can be told. A correction also proposes
 * the title's words as an alias, which counts once somebody has looked at it again.
 * @throws NotFound; BadInput if the occupation does not exist or there is nothing to confirm
 */
export async function correctCode(ctx: Context, id: string, input: CorrectCode): Promise<PostingDetail> {
  access.authorize(ctx.actor, "correct", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const row = await findPostingRecord(ctx, province, id, true);
  if (!row) throw new NotFound({ zh: "招聘信息", en: "posting" });
  const to = input.action === "abstain" ? null : (input.occupationCode ?? row.occupation);
  if (input.action !== "abstain" && to === null)
    throw new BadInput([
      {
        part: "body",
        field: "occupationCode",
        reason: "没有可确认的职业，请选择一个 / nothing to confirm, choose one",
      },
    ]);
  if (to !== null && !standards().findOccupation(to))
    throw new BadInput([
      {
        part: "body",
        field: "occupationCode",
        value: to,
        reason: "职业分类大典中没有这个代码 / no such occupation",
      },
    ]);
  const action = input.action === "confirm" && to !== row.occupation ? "correct" : input.action;
  const review = action === "confirm" ? "confirmed" : action === "correct" ? "corrected" : "abstained";
  await setPostingCode(ctx, province, id, { occupation: to, confidence: to === null ? 0 : 1, review });
  await recordCorrection(ctx, province, { postingId: id, action, from: row.occupation, to });
  const alias = to === null ? "" : aliasFrom(row.title);
  if (action === "correct" && alias !== "")
    await proposeAlias(ctx, province, { alias, occupation: to!, postingId: id, title: row.title });
  await ctx.audit(`posting.${action}`, `posting:${id}`, { occupation: row.occupation }, { occupation: to });
  return showPosting(ctx, id);
}

/** Notes in brackets, pay, numbers and calls to apply are no part of what a post is called. */
const NOISE =
  /[（(【[][^）)】\]]*[）)】\]]|\d[\d.,k万千元\-~—至到+/]*|急聘|诚聘|高薪|急招|招聘|直招|[!！★☆◆*]+/gi;

/** The words of a title that name the work: its first part without noise; "" where too little or too much is left. */
export function aliasFrom(title: string): string {
  const part = title.replace(NOISE, " ").split(/[/\\|,，、;；+—\-·]/).map((p) => p.replace(/\s+/g, "")).find((p) => p.length >= 2); // prettier-ignore
  return part && part.length <= LONGEST_ALIAS ? part.toLowerCase() : "";
}
