import { allRegions, findRegion } from "../regions.ts";

/** A region by its code or by its name, alone or after those above it; what two bear is looked for in `near`. */
export function readPlace(text: string, near: string): { code: string } | { code: null; choices: string[] } {
  const wanted = text.normalize("NFKC").replace(/[\s·,，/\\>-]/g, "");
  if (/^\d{6}$/.test(wanted)) return findRegion(wanted) ? { code: wanted } : { code: null, choices: [] };
  const found = names().get(wanted) ?? [];
  const prefix = near.replace(/(00){1,2}$/, "");
  const here = found.filter((code) => code.startsWith(prefix));
  const [first] = here.length > 0 ? here : found;
  const several = here.length > 0 ? here : found;
  return first !== undefined && several.length === 1
    ? { code: first }
    : { code: null, choices: several.slice(0, 4) };
}

let known: Map<string, string[]> | undefined;

function names(): Map<string, string[]> {
  if (known) return known;
  const map = new Map<string, string[]>();
  const add = (name: string, code: string) => {
    const codes = map.get(name) ?? [];
    if (!codes.includes(code)) map.set(name, [...codes, code]);
  };
  for (const { code, name, parent } of allRegions()) {
    const above = parent ? findRegion(parent) : undefined;
    const top = above?.parent ? findRegion(above.parent) : undefined;
    const chain = [
      name,
      ...(above ? [above.name + name] : []),
      ...(above && top ? [top.name + above.name + name, top.name + name] : []),
    ];
    for (const each of chain) add(each, code);
    const short = name.replace(/(?:省|市|自治区)$/, "");
    if (short.length >= 2 && short !== name) add(short, code);
  }
  return (known = map);
}
