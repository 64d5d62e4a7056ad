import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { modules } from "./modules.ts";
import { ROLES } from "./platform/context.ts";
import { projectFolder } from "./platform/config/folders.ts";

const words = (folder: string, language: string) =>
  JSON.parse(
    fs.readFileSync(
      path.join(projectFolder(), "packages/web/src", folder, `locale.${language}.json`),
      "utf8",
    ),
  ) as Record<string, string>;

/** The page that explains rights says each of them in words. */
describe.each(["zh-CN", "en"])("in %s", (language) => {
  const rights = words("rights", language);
  test.each(modules.map((module) => [module.name, module] as const))(
    "every right and table of %s has words",
    (_name, module) => {
      const needed = [
        ...Object.keys(module.access.rights).map((action) => `action.${module.name}.${action}`),
        ...Object.keys(module.rows).map((table) => `table.${table}`),
        ...Object.values(module.access.rights).flatMap((line) =>
          Object.values(line).map((reach) => `reach.${reach}`),
        ),
      ];
      expect(needed.filter((key) => !rights[key])).toEqual([]);
    },
  );
  test("every role has a name", () => {
    const shell = words("shell", language);
    expect(ROLES.filter((role) => !shell[`role.${role}`])).toEqual([]);
  });
});
