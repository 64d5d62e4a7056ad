/** `tixi standards lookup`: codes, names and links of the official tables. */
import { standards, type SearchHit } from "@tixi/standards";
import { defineCommand } from "./command.ts";

export const lookup = defineCommand({
  name: "standards lookup",
  usage: "WORDS [--json]",
  about:
    "查官方代码表：名称、拼音首字母或代码。 Looks up programmes, occupations, certificates, industries and regions.",
  options: { json: { type: "boolean" }, limit: { type: "string" } },
  positionals: { min: 1, max: 9 },
  run: async ({ positionals, values }) => {
    const hits = standards().search(positionals.join(" "), { limit: 20 });
    if (hits.length === 0) {
      process.stderr.write(`没有找到 “${positionals.join(" ")}”。\n`);
      return 1;
    }
    const found = hits.map((hit) => ({ ...hit, links: linksOf(hit), doubts: doubtsOf(hit) }));
    process.stdout.write(values["json"] ? `${JSON.stringify(found, null, 2)}\n` : found.map(words).join(""));
    return 0;
  },
});

interface Found extends SearchHit {
  links: { code: string; name: string; kind: string; weight: number; doubtful: boolean }[];
  doubts: string[];
}

const KINDS = {
  programme: "专业",
  occupation: "职业",
  certificate: "证书",
  industry: "行业",
  region: "地区",
};
const LEVELS = { secondary: "中职", college: "高职专科", bachelor: "职业本科" };
const LINKS: Record<string, string> = { official: "对照表", post: "专业简介", class: "同类专业" };

function linksOf(hit: SearchHit): Found["links"] {
  const tables = standards();
  if (hit.kind === "programme")
    return tables
      .occupationsOf(hit.code)
      .map((link) => ({ ...link, name: tables.findOccupation(link.code)?.name ?? "" }));
  if (hit.kind === "occupation")
    return tables
      .programmesOf(hit.code)
      .map((link) => ({ ...link, name: tables.findProgramme(link.code)?.name ?? "" }));
  return [];
}

const doubtsOf = (hit: SearchHit): string[] =>
  hit.kind === "programme" || hit.kind === "occupation"
    ? standards()
        .doubts(hit.code)
        .map((doubt) => doubt.text)
    : [];

function words(hit: Found): string {
  const level = hit.level ? `${LEVELS[hit.level]} ` : "";
  const head = `${KINDS[hit.kind]} ${hit.code === hit.name ? "" : `${hit.code} `}${hit.name}　${level}${hit.hint}\n`;
  const links = hit.links
    .map(
      (l) =>
        `    ${l.code} ${l.name}　${LINKS[l.kind] ?? l.kind}${l.doubtful ? "（存疑）" : ""} ${l.weight}\n`,
    )
    .join("");
  return head + links + hit.doubts.map((doubt) => `    ※ ${doubt}\n`).join("");
}
