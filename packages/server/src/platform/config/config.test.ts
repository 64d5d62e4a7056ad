import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

describe("the settings", () => {
  test("of limits name the kinds that differ", () => {
    expect(readConfig({}).rateLimits).toEqual(DEFAULT_LIMITS);
    expect(readConfig({ RATE_LIMIT: "sign-in=5, heavy=7" }).rateLimits).toEqual({
      ...DEFAULT_LIMITS,
      "sign-in": 5,
      heavy: 7,
    });
    expect(readConfig({ RATE_LIMIT: "off" }).rateLimits).toBeNull();
    expect(() => readConfig({ RATE_LIMIT: "reads=5" })).toThrow(
      /RATE_LIMIT=reads=5 cannot be used: must be off/,
    );
    expect(() => readConfig({ RATE_LIMIT: "read=0" })).toThrow(/RATE_LIMIT/);
  });

  test.each([
    [undefined, ["loopback"]],
    ["no", false],
    ["10.0.0.0/8, ::1", ["10.0.0.0/8", "::1"]],
  ])("TRUST_PROXY=%s", (text, expected) => {
    expect(readConfig({ TRUST_PROXY: text }).trustProxy).toEqual(expected);
  });

  test.each(["yes", "10.0.0.0/64", "proxy.example.cn", "2"])("TRUST_PROXY=%s is refused", (text) => {
    expect(() => readConfig({ TRUST_PROXY: text })).toThrow(/TRUST_PROXY/);
  });

  test.each([
    ["DATABASE_URL", "mysql://tixi:geheim@db/tixi"],
    ["METRICS_TOKEN", "geheim"],
    ["AUTH_SECRET", "geheim"],
  ])("a fault in %s does not say its value", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("geheim") as string }) as Error,
    );
  });
});
