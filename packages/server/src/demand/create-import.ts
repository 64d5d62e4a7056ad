import { uuidv7 } from "uuidv7";
import { detectKind, recogniseColumns } from "@tixi/engines/intake";
import type { IntakeKind } from "@tixi/engines/types";
import { openTable } from "../platform/files/tabular.ts";
import { BadInput, NotFound, type Context } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { findImport, insertImport, savedMappings } from "./imports.sql.ts";
import { importDetail } from "./present-import.ts";
import type { ImportView } from "./schemas.ts";

export interface CreateImport {
  fileName: string;
  /** absolute path of the stored file */
  path: string;
  bytes: number;
  sha256: string;
  kind?: IntakeKind | undefined;
}

const SAMPLE_ROWS = 20;
const LONGEST_SAMPLE = 300;
/** As many as a person may map (schemas.ts); recognising ten thousand would keep everybody else waiting for seconds. */
const MOST_COLUMNS = 500;

/**
 * Looks into a stored file: format, encoding, header, which kind of table it is and which column holds which field.
 * A mapping that was saved for the same header is taken over. Nothing is brought in yet.
 * @throws BadInput if the file can't be read as a table
 */
export async function createImport(ctx: Context, input: CreateImport): Promise<ImportView> {
  access.authorize(ctx.actor, "import", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const table = await openTable(input.path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput([{ part: "file", field: input.fileName, reason }]);
  });
  const named = table.headers.filter((header) => header !== "").length;
  if (named > MOST_COLUMNS)
    throw new BadInput([
      {
        part: "file",
        field: input.fileName,
        reason: `表头有 ${named} 列，最多 ${MOST_COLUMNS} 列，请检查分隔符`,
      },
    ]);
  const kind = input.kind ?? detectKind(table.headers)?.kind ?? "postings";
  let mapping = recogniseColumns(kind, table.headers);
  for (const saved of await savedMappings(ctx, province, kind)) {
    const sameHeader =
      saved.mapping.columns.length === table.headers.length &&
      saved.mapping.columns.every((column, i) => column.column === table.headers[i]);
    if (!sameHeader) continue;
    mapping = saved.mapping;
    break;
  }
  const id = uuidv7();
  await insertImport(ctx, province, {
    id,
    kind,
    file_name: input.fileName,
    file_path: input.path,
    bytes: input.bytes,
    sha256: input.sha256,
    format: table.format,
    encoding: table.encoding,
    layout: { delimiter: table.delimiter, headerRows: table.headerRows },
    headers: table.headers,
    sample_rows: table.sample
      .slice(0, SAMPLE_ROWS)
      .map((row) => row.map((value) => value.slice(0, LONGEST_SAMPLE))),
    mapping,
    rows_estimate: table.rowsEstimate,
  });
  await ctx.audit("demand.import.create", `import:${id}`, undefined, {
    fileName: input.fileName,
    sha256: input.sha256,
    kind,
  });
  const record = await findImport(ctx, province, id);
  if (!record) throw new NotFound({ zh: "导入", en: "import" });
  return importDetail(ctx, record);
}
