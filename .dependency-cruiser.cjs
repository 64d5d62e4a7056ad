/** standards ← engines ← server modules ← app; platform knows no module; a module is reached through its index only. */
const MODULES = "registry|demand|planning|pathways|admissions|alliances|cotraining";

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "standards-know-nobody",
      severity: "error",
      from: { path: "^packages/standards/src" },
      to: { path: "^packages/(engines|server|web|cli)/" },
    },
    {
      name: "engines-know-only-standards",
      severity: "error",
      from: { path: "^packages/engines/src" },
      to: { path: "^packages/(server|web|cli)/" },
    },
    {
      name: "engines-are-pure",
      comment: "No HTTP, no database, no process: only their own data files are read.",
      severity: "error",
      from: { path: "^packages/engines/src", pathNot: "\\.test\\.ts$" },
      to: {
        path: "^(node:)?(http|https|net|child_process|dgram|dns|tls|cluster)$|node_modules/(pg|kysely|fastify)/",
      },
    },
    {
      name: "platform-knows-no-module",
      severity: "error",
      from: { path: "^packages/server/src/platform", pathNot: "\\.test\\.ts$|/testing/" },
      to: {
        path: `^packages/server/src/(${MODULES})/|^packages/(standards|engines)/src`,
        pathNot: "^packages/engines/src/(intake|identifiers)/",
      },
    },
    {
      name: "modules-through-their-index",
      severity: "error",
      from: { path: `^packages/server/src/(${MODULES})/`, pathNot: "\\.test\\.ts$" },
      to: {
        path: `^packages/server/src/(${MODULES})/`,
        pathNot: ["^packages/server/src/$1/", "^packages/server/src/[^/]+/index\\.ts$"],
      },
    },
    {
      name: "app-through-the-index",
      severity: "error",
      from: { path: "^packages/server/src/[^/]+\\.ts$|^packages/cli/|^bench/" },
      to: { path: `^packages/server/src/(${MODULES})/`, pathNot: "/index\\.ts$" },
    },
    {
      name: "modules-know-no-app",
      severity: "error",
      from: { path: `^packages/server/src/(${MODULES})/`, pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/server/src/(app|main|modules|sample|home)\\.ts$" },
    },
    {
      name: "web-knows-no-server",
      comment:
        "Of the engines a page asks only the check of a rotation, which needs no solver (a block that is moved is judged at once), and what the facts of a placement are called.",
      severity: "error",
      from: { path: "^packages/web/src" },
      to: {
        path: "^packages/(server|engines|standards|cli)/",
        pathNot: "^packages/engines/src/(rotation-check|lawful)/",
      },
    },
    {
      name: "no-test-in-the-product",
      severity: "error",
      from: { pathNot: "\\.test\\.tsx?$|/testing/|^(bench|e2e)/" },
      to: { path: "\\.test\\.tsx?$|/testing/" },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(virtual:|highs)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "(^|/)(dist|node_modules/\\.cache|packages/web/dev)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
