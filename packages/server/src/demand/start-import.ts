import { fieldsOf } from "@tixi/engines/intake";
import { BadInput, Conflict, NotFound, type Context } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { askToCancel, findImport, setState, type ImportRecord } from "./imports.sql.ts";
import { importDetail } from "./present-import.ts";
import type { ImportView } from "./schemas.ts";

export const IMPORT_JOB = "demand.import";

async function locked(ctx: Context, id: string): Promise<ImportRecord> {
  access.authorize(ctx.actor, "import", { region: provinceOf(ctx.actor) });
  const record = await findImport(ctx, provinceOf(ctx.actor), id, true);
  if (!record) throw new NotFound({ zh: "导入", en: "import" });
  return record;
}

/**
 * Queues an import. One that was cancelled or failed goes on behind the last committed row.
 * @throws NotFound, Conflict if it runs or is done, BadInput if a required field has no column
 */
export async function startImport(ctx: Context, id: string): Promise<ImportView> {
  const record = await locked(ctx, id);
  if (record.state !== "inspected" && record.state !== "failed" && record.state !== "cancelled") {
    throw new Conflict({ zh: "导入正在进行或已经完成。", en: "The import is running or done." });
  }
  if (record.mapping.missing.length > 0) {
    const labels = new Map(fieldsOf(record.kind).map((field) => [field.field, field.label.zh]));
    throw new BadInput(
      record.mapping.missing.map((field) => ({
        field,
        reason: `缺少必需的列“${labels.get(field) ?? field}”，请在列对应关系中指定`,
      })),
    );
  }
  const jobId = await ctx.jobs.start(IMPORT_JOB, { importId: id });
  await setState(ctx, record.province, id, { state: "waiting", jobId });
  await ctx.audit("demand.import.start", `import:${id}`);
  return importDetail(ctx, { ...record, state: "waiting", job_id: jobId, message: null, finished_at: null });
}

/**
 * Stops an import. What was committed stays, and the message says how much that is.
 * @throws NotFound, Conflict if it is not under way
 */
export async function cancelImport(ctx: Context, id: string): Promise<ImportView> {
  const record = await locked(ctx, id);
  if (record.state !== "waiting" && record.state !== "running") {
    throw new Conflict({ zh: "导入没有在进行。", en: "The import is not under way." });
  }
  const runs = record.job_id !== null && (await ctx.jobs.cancel(record.job_id));
  // Also where its job has ended without it (given up after several crashes): nobody else would end it.
  if (record.state === "waiting" || !runs) {
    await setState(ctx, record.province, id, {
      state: "cancelled",
      message: cancelledMessage(record.accepted),
    });
  } else {
    await askToCancel(ctx, record.province, id);
  }
  await ctx.audit("demand.import.cancel", `import:${id}`);
  const after = await findImport(ctx, record.province, id);
  return importDetail(ctx, after ?? record);
}

export function cancelledMessage(accepted: number): string {
  return accepted === 0
    ? "已取消，没有数据入库。"
    : `已取消；取消前入库的 ${accepted} 行予以保留，可以继续导入其余部分。`;
}
