import { reportBlocks } from "./content.ts";
import { drawFigures } from "./figures.ts";
import { editionLine, SAMPLE_MARK, type ReportModel } from "./model.ts";
import { officialDocx } from "./official.ts";

/** The release report as a Word document. Rejects only if a figure cannot be drawn. */
export async function reportDocx(model: ReportModel): Promise<Buffer> {
  return officialDocx({
    title: model.title,
    subtitle: editionLine(model),
    blocks: reportBlocks(model, await drawFigures(model)),
    office: model.publisher,
    date: model.publishedOn,
    sample: model.sample,
    description: model.sample ? SAMPLE_MARK : `${model.regionName} ${model.year}`,
  });
}
