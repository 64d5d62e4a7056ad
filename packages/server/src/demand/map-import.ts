import { uuidv7 } from "uuidv7";
import { overrideColumns, recogniseColumns } from "@tixi/engines/intake";
import type { IntakeKind } from "@tixi/engines/types";
import { BadInput, Conflict, NotFound, type Context } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { findImport, saveMapping, setMapping } from "./imports.sql.ts";
import { importDetail } from "./present-import.ts";
import type { ImportView } from "./schemas.ts";

export interface MapImport {
  importId: string;
  /** changes the kind of table first, which recognises the columns anew */
  kind?: IntakeKind | undefined;
  mapping: { column: string; field: string | null }[];
  /** keeps the mapping under this name for files with the same header */
  saveAs?: string | undefined;
}

/**
 * Corrects which column holds which field, before the import begins.
 * @throws NotFound, Conflict if it has begun, BadInput if a column or field does not exist
 */
export async function mapImport(ctx: Context, input: MapImport): Promise<ImportView> {
  access.authorize(ctx.actor, "import", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const record = await findImport(ctx, province, input.importId, true);
  if (!record) throw new NotFound({ zh: "导入", en: "import" });
  if (record.state !== "inspected") {
    throw new Conflict({
      zh: "导入已经开始，不能再更改列的对应关系。",
      en: "The import has begun; its columns can no longer be changed.",
    });
  }
  const kind = input.kind ?? record.kind;
  const recognised = kind === record.kind ? record.mapping : recogniseColumns(kind, record.headers);
  const changes = Object.fromEntries(
    input.mapping
      .filter(
        ({ column, field }) => recognised.columns.find((known) => known.column === column)?.field !== field,
      )
      .map(({ column, field }) => [column, field]),
  );
  let mapping: typeof recognised;
  try {
    mapping = overrideColumns(recognised, changes);
  } catch (error) {
    throw new BadInput([{ field: "mapping", reason: (error as Error).message }]);
  }
  await setMapping(ctx, province, record.id, kind, mapping);
  if (input.saveAs !== undefined) {
    await saveMapping(ctx, province, { id: uuidv7(), kind, name: input.saveAs, mapping });
  }
  await ctx.audit("demand.import.map", `import:${record.id}`, record.mapping.columns, mapping.columns);
  return importDetail(ctx, { ...record, kind, mapping });
}
