import { expect, test } from "vitest";
import { z } from "zod";
import { faultWords } from "./fault-words.ts";

const schema = z.object({
  seats: z.number().max(1_000_000),
  name: z.string().min(1).max(80),
  level: z.enum(["secondary", "college"]),
  round: z.uuid(),
  ids: z.array(z.string()).min(2),
  note: z.string().refine((text) => text !== "x", "须写明理由 / say why"),
});
const right = { seats: 1, name: "甲", level: "college", round: "01a21a7f-0145-73d2-898c-574ae06a0e6c", ids: ["a", "b"], note: "" }; // prettier-ignore
const wordsOf = (wrong: object) => {
  const { error } = schema.safeParse({ ...right, ...wrong });
  return error!.issues.map(({ code, message, path: _, ...params }) =>
    faultWords({ keyword: code, message, params: { ...params } }),
  );
};

test("says in both languages what is wrong with a value", () => {
  expect(wordsOf({ seats: 9_000_000 })).toEqual(["不能大于 1000000 / at most 1000000"]);
  expect(wordsOf({ name: "" })).toEqual(["不能少于 1 个字 / at least 1 characters"]);
  expect(wordsOf({ level: "x" })).toEqual(["只能是 secondary、college / must be one of secondary, college"]);
  expect(wordsOf({ round: "x" })).toEqual(["不是编号 / not an id"]);
  expect(wordsOf({ ids: ["a"] })).toEqual(["不能少于 2 项 / at least 2 items"]);
  expect(wordsOf({ seats: "1" })).toEqual(["须填写数 / expected a number"]);
  // a sentence of the schema's own stays
  expect(wordsOf({ note: "x" })).toEqual(["须写明理由 / say why"]);
});
