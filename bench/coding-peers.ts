/** Search engines over the official texts of the occupations, as peers of the coder: best five codes for a posting. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, insertMultiple, search } from "@orama/orama";
import MiniSearch from "minisearch";
import { createPool } from "../packages/server/src/platform/db/connect.ts";
import { startEmbedded } from "../packages/server/src/platform/db/embedded/supervisor.ts";

export interface OccupationText {
  code: string;
  name: string;
  workTypes: string;
  definition: string;
  tasks: string;
}

/** Codes, best first. */
export type Finder = (title: string, description: string) => string[] | Promise<string[]>;

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Words of Chinese text; the same for both search engines. */
function words(text: string): string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text.toLowerCase()))
    if (isWordLike) found.push(segment);
  return found;
}

const FIELDS = ["name", "workTypes", "definition", "tasks"] as const;
const BOOST = { name: 4, workTypes: 3, definition: 1, tasks: 1 };

export function miniSearch(texts: readonly OccupationText[]): Finder {
  const index = new MiniSearch<OccupationText>({
    idField: "code",
    fields: [...FIELDS],
    tokenize: words,
    searchOptions: { boost: BOOST, combineWith: "OR" },
  });
  index.addAll(texts);
  return (title, description) =>
    index.search(`${title} ${description}`).slice(0, 5).map(({ id }) => id as string); // prettier-ignore
}

export async function orama(texts: readonly OccupationText[]): Promise<Finder> {
  const db = create({
    schema: { code: "string", name: "string", workTypes: "string", definition: "string", tasks: "string" },
    components: {
      tokenizer: {
        language: "chinese",
        normalizationCache: new Map(),
        tokenize: (text: string) => words(text),
      },
    },
  });
  await insertMultiple(db, [...texts]);
  return async (title, description) => {
    const term = `${title} ${description}`;
    const found = await search(db, { term, properties: [...FIELDS], boost: BOOST, limit: 5, threshold: 1 });
    return found.hits.map(({ document }) => document.code);
  };
}

export interface Trigrams {
  find: Finder;
  close(): Promise<void>;
}

/** `word_similarity` and `similarity` of pg_trgm over name and work types, in SQL; the title alone serves it best. */
export async function trigrams(texts: readonly OccupationText[]): Promise<Trigrams> {
  const dataDir = mkdtempSync(join(tmpdir(), "tixi-bench-"));
  const database = await startEmbedded({ dataDir, disposable: true });
  const client = createPool(database.adminUrl("postgres"), { max: 1 });
  await client.query(
    "create extension if not exists pg_trgm; create table term (code text not null, term text not null)",
  );
  for (const { code, name, workTypes } of texts)
    await client.query("insert into term select $1, unnest($2::text[])", [
      code,
      [name, ...workTypes.split(" ").filter(Boolean)],
    ]);
  return {
    find: async (title) => {
      const { rows } = await client.query<{ code: string }>(
        `select code from term group by code
         order by max(similarity(term, $1) + word_similarity(term, $1)) desc, code limit 5`,
        [title],
      );
      return rows.map(({ code }) => code);
    },
    close: async () => {
      await client.end();
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
