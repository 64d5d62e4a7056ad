/**
 * Compiles the official tables into the form the project carries: codes, names and relations; not the long texts.
 * Run `npx tsx packages/standards/build/compile.ts SOURCE_FOLDER`; the result in `data/` is committed and reviewed.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pinyin } from "pinyin-pro";
import { crosswalk } from "./crosswalk.ts";
import { PROVENANCE } from "./provenance.ts";
import { LEVEL_OF, readTable, writeTable, type Row } from "./tables.ts";

/** First letters of the pinyin of a name, lower case; letters and digits stay. */
const initials = (name: string): string =>
  pinyin(name.replace(/[（）()、，·/\s]/g, ""), { pattern: "first", toneType: "none", type: "array" })
    .join("")
    .toLowerCase();

/** @returns the files of the compiled form, name → content; the same source gives the same bytes */
export function compile(source: string): Map<string, string> {
  const read = (name: string) => readTable(join(source, `${name}.tsv`));
  const files = new Map<string, string>();
  const put = (name: string, columns: string[], rows: Row[]) =>
    files.set(`${name}.tsv`, writeTable(columns, rows));
  const programmes = read("programme").map((p) => ({
    code: p.code!,
    name: p.name!,
    level: LEVEL_OF[p.level!]!,
    category: p.category_code!,
    categoryName: p.category_name!,
    class: p.class_code!,
    className: p.class_name!,
    controlled: p.national_control_K!,
    years: p.basic_years!,
    stage: p.catalogue_stage!,
    initials: initials(p.name!),
  }));
  put("programme", Object.keys(programmes[0]!), programmes.sort(byCode));

  const coded = read("occupation").filter((o) => !o.status!.startsWith("draft-only"));
  const occupations = coded
    .filter((o) => o.code !== "")
    .map((o) => ({
      code: o.code!,
      name: o.name!,
      flags: o.flag!,
      group: o.parent_code!,
      edition: o.version!.replace(/\(.*\)/, "").replace("正式", ""),
      status: o.status!,
      workTypes: o.work_types!,
      initials: initials(o.name!),
    }));
  put("occupation", Object.keys(occupations[0]!), occupations.sort(byCode));
  put("occupation-group", ["code", "name", "rank", "parent"], read("occupation_group").map((g) => ({
    code: g.code!, name: g.name!, rank: RANK_OF_GROUP[g.level!]!, parent: g.parent_code!,
  })).sort(byCode)); // prettier-ignore
  put(
    "uncoded",
    ["kind", "name", "of"],
    [
      ...read("programme_2026_additions_incomplete")
        .filter((p) => p.code_if_known === "")
        .map((p) => ({ kind: "programme", name: p.name!, of: LEVEL_OF[p.level!]! })),
      ...coded
        .filter((o) => o.code === "")
        .map((o) => ({ kind: "occupation", name: o.name!, of: o.version! })),
    ],
  );
  put("industry", ["code", "name", "section", "parent", "initials"], read("industry_gbt4754_2017").map((i) => ({
    code: i.code!, name: i.name!, section: i.section!, parent: i.parent_code!, initials: initials(i.name!),
  })).sort(byCode)); // prettier-ignore
  put("region", ["code", "name", "rank", "parent", "initials"], read("admin_division").map((r) => ({
    code: r.code!, name: r.name!, rank: RANK_OF_REGION[r.level!]!, parent: r.parent_code!, initials: initials(r.name!),
  })).sort(byCode)); // prettier-ignore
  put("school", ["code", "name", "province", "city", "type"], read("school_higher").map((s) => ({
    code: s.moe_code!, name: s.name!, province: s.province_code!, city: s.city_code!, type: s.type!,
  })).sort((a, b) => a.province.localeCompare(b.province) || (a.name < b.name ? -1 : 1))); // prettier-ignore
  put(
    "link",
    ["programme", "occupation", "kind", "weight", "doubtful"],
    crosswalk(read, programmes, occupations),
  );
  put("profile", ["code", "assigned", "orientation", "posts", "basic", "core", "certificates", "onward", "standard"], profiles(read, programmes.map((p) => p.code))); // prettier-ignore
  put("certificate", ["kind", "name", "programmes", "initials"], read("certificate").map((c) => ({
    kind: c.kind!.replace(/书?$/, "书"), name: c.certificate!, programmes: c.programmes!, initials: initials(c.certificate!),
  }))); // prettier-ignore

  const tables = PROVENANCE.map((p) => ({ ...p, rows: rowsOf(files.get(`${p.table}.tsv`)!) }));
  files.set("provenance.json", `${JSON.stringify(tables, null, 1)}\n`);
  const hash = createHash("sha256");
  for (const name of [...files.keys()].sort()) hash.update(name).update("\0").update(files.get(name)!);
  files.set("version.txt", `${hash.digest("hex").slice(0, 12)}\n`);
  return files;
}

const RANK_OF_GROUP: Record<string, string> = { 大类: "major", 中类: "middle", 小类: "minor" };
const RANK_OF_REGION: Record<string, string> = { 省级: "province", 地级: "city", 县级: "county" };

const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
const rowsOf = (text: string) => text.split("\n").length - 2;

/** What the catalogue's profiles name: lists in one cell, `|` between them, `name@code` where a code is known. */
function profiles(read: (name: string) => Row[], codes: string[]): Row[] {
  const six = new Map(codes.map((code) => [code.slice(0, 6), code]));
  const lists = new Map<string, Record<string, string[]>>();
  const add = (code: string, column: string, value: string) => {
    const key = six.get(code.slice(0, 6));
    if (!key || value === "") return;
    const columns = lists.get(key) ?? lists.set(key, {}).get(key)!;
    const list = (columns[column] ??= []);
    const entry = value.replaceAll("|", "／");
    if (!list.includes(entry)) list.push(entry);
  };
  const named = (name: string, code: string) => (code === "" ? name : `${name}@${code}`);
  for (const o of read("programme_orientation"))
    if (o.kind === "职业") add(o.programme_code!, "orientation", named(o.name!, o.occupation_code_matched!));
    else add(o.programme_code!, "posts", o.name!);
  for (const c of read("programme_course"))
    add(c.programme_code!, c.kind === "专业基础课程" ? "basic" : "core", c.course!);
  for (const c of read("programme_certificate")) add(c.programme_code!, "certificates", `${c.kind!.replace(/书?$/, "书")}:${c.certificate!}`); // prettier-ignore
  for (const p of read("programme_progression"))
    add(
      p.programme_code!,
      "onward",
      `${ONWARD[p.target_level!]!}:${named(p.target_name!, six.get(p.target_code!) ?? p.target_code!)}`,
    );
  for (const s of read("programme_teaching_standard_url"))
    if (s.in_catalogue === "1") add(s.programme_code!, "standard", s.pdf_url!);
  const assigned = new Map(
    read("programme_profile").map((p) => [six.get(p.code!.slice(0, 6)) ?? p.code!, p.assign_method!]),
  );
  return codes
    .filter((code) => lists.has(code) || assigned.has(code))
    .map((code) => ({
      code,
      assigned: assigned.get(code) ?? "",
      ...Object.fromEntries(
        Object.entries(lists.get(code) ?? {}).map(([column, list]) => [column, list.join("|")]),
      ),
    }));
}

const ONWARD: Record<string, string> = { 高职专科: "college", 高职本科: "bachelor", 普通本科: "university" };

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const source = process.argv[2];
  if (!source) throw new Error("which folder holds the official tables? compile.ts SOURCE_FOLDER");
  const target = fileURLToPath(new URL("../data/", import.meta.url));
  mkdirSync(target, { recursive: true });
  for (const [name, content] of compile(source)) writeFileSync(join(target, name), content);
}
