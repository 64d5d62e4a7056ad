/** The map as a file: the picture with its colours, and the answers as a table. */
import { download, toCsv } from "../../parts/csv.ts";
import type { Chain } from "./api.ts";

const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight"] as const; // prettier-ignore
const MARGIN = 24;

/** The drawing by itself: at its full size, with the colours that the page gives it. */
export function standalone(svg: SVGSVGElement): string {
  const ground = svg.querySelector("g")!;
  const box = ground.getBBox();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [own, made] = [svg.querySelectorAll("rect, text, path"), copy.querySelectorAll<SVGElement>("rect, text, path")]; // prettier-ignore
  own.forEach((element, k) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) made[k]!.setAttribute(name, style.getPropertyValue(name));
  });
  copy.querySelector("g")!.removeAttribute("transform");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(Math.ceil(box.width + 2 * MARGIN)));
  copy.setAttribute("height", String(Math.ceil(box.height + 2 * MARGIN)));
  copy.setAttribute("viewBox", `${box.x - MARGIN} ${box.y - MARGIN} ${box.width + 2 * MARGIN} ${box.height + 2 * MARGIN}`); // prettier-ignore
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: box.x - MARGIN, y: box.y - MARGIN, width: box.width + 2 * MARGIN, height: box.height + 2 * MARGIN, fill: getComputedStyle(document.body).backgroundColor })) paper.setAttribute(name, String(value)); // prettier-ignore
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

export const saveSvg = (svg: SVGSVGElement, name: string): void => download(`${name}.svg`, "image/svg+xml", standalone(svg)); // prettier-ignore

/** A browser draws no larger canvas than this. */
const MOST_PIXELS = 8000;

export async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const text = standalone(svg);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(2, MOST_PIXELS / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) download(`${name}.png`, "image/png", new Uint8Array(await blob.arrayBuffer()));
}

export function saveCsv({ links, allianceName, release, place }: Chain, head: string[], say: (state: string) => string): void {
  const source = release ? `${release.title} (${release.year})` : "";
  const rows = links.flatMap((link) =>
    (link.occupations.length > 0 ? link.occupations : [null]).flatMap((occupation) =>
      (occupation && occupation.programmes.length > 0 ? occupation.programmes : [null]).map((programme) => {
        const said = occupation && "demand" in occupation.said ? occupation.said : null;
        return [link.name, link.code, occupation?.name, occupation?.code, say(occupation?.state ?? link.state), said?.demand, said?.shortage, programme?.name, programme?.code, programme?.schools.join("、"), place, source];
      })));
  download(`${allianceName} chain.csv`, "text/csv;charset=utf-8", toCsv(head, rows));
} // prettier-ignore
