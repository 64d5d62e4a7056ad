import { defineConfig } from "vitest/config";

const needsDatabase = [
  "packages/server/src/**/*.test.ts",
  "packages/cli/src/**/*.test.ts",
  "bench/**/*.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: ["packages/{standards,engines,web}/src/**/*.test.{ts,tsx}"],
        },
      },
      {
        extends: true,
        test: {
          name: "server",
          include: needsDatabase,
          // One PostgreSQL for the run; a test database is a copy of the migrated template.
          globalSetup: ["packages/server/src/platform/testing/shared-postgres.ts"],
        },
      },
    ],
  },
});
