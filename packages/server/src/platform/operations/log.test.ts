import pg from "pg";
import { describe, expect, test } from "vitest";
import { createLog, errorLine } from "./log.ts";

const logged = (write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = [];
  write(createLog("debug", { write: (line) => void lines.push(line) }));
  return lines.join("");
};
const person = {
  name: "张三丰",
  phone: "13800138000",
  identityNumber: "370202199001011239",
  email: "z@example.cn",
};

describe("a line of the log", () => {
  test("is JSON with level, time and what happened", () => {
    const line = JSON.parse(
      logged((log) => log.info({ route: "/api/me", status: 200 }, "request")),
    ) as object;
    expect(line).toMatchObject({ level: "info", route: "/api/me", status: 200, msg: "request" });
    expect(line).toHaveProperty("time", expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/));
  });

  test("holds nobody's name, number, address or password, however deep", () => {
    const line = logged((log) => {
      log.info({ ...person, password: "geheim" }, "flat");
      log.warn({ person: { ...person } }, "deep");
      log.child({ reqId: "r" }).error({ body: { person: { ...person }, token: "geheim" } }, "deeper");
    });
    for (const value of [...Object.values(person), "geheim"]) expect(line).not.toContain(value);
    expect(line).toContain('"reqId":"r"');
  });

  test("of an error says what and where, not with which data", () => {
    const cause = new Error(`no membership of “张三丰” (13800138000, z@example.cn)`);
    const error = new Error('person 370202199001011239 is in "registry.person" twice', { cause });
    const line = logged((log) => log.error({ err: error }, "request failed"));
    for (const value of ["张三丰", "13800138000", "z@example.cn", "370202199001011239"])
      expect(line).not.toContain(value);
    expect(line).toContain("registry.person");
    expect(line).toContain("log.test.ts");
  });

  test("of the database's error leaves out the value that it quotes", () => {
    const error = Object.assign(
      new pg.DatabaseError('invalid input syntax for type uuid: "张三丰"', 1, "error"),
      {
        severity: "ERROR",
        code: "22P02",
        detail: "Key (phone)=(13800138000) already exists.",
        where: "unnamed portal parameter $1 = '张三丰'",
        table: "person",
      },
    );
    const line = errorLine(error);
    expect(JSON.stringify(line)).not.toMatch(/张三丰|13800138000/);
    expect(line).toMatchObject({
      code: "22P02",
      message: "invalid input syntax for type uuid",
      table: "person",
    });
  });
});
