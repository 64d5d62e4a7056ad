import { expect, test } from "vitest";
import { Busy } from "../http/problems.ts";
import { hashPassword, verifyPassword, work } from "./password-hash.ts";

test("two passwords are hashed at a time, and the process answers meanwhile", async () => {
  work.most = 0;
  let turns = 0;
  let done = false;
  const turn = () => {
    turns++;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  const hashes = await Promise.all(["一二三四五六七八", "b", "c", "d", "e"].map(hashPassword));
  done = true;
  expect(work.most).toBe(2);
  // in this thread it would be a handful
  expect(turns).toBeGreaterThan(100);
  expect(await verifyPassword(hashes[0]!, "一二三四五六七八")).toBe(true);
  expect(await verifyPassword(hashes[0]!, "b")).toBe(false);
}, 60_000);

test("who comes when too many wait is told to come again", async () => {
  const all = await Promise.allSettled(Array.from({ length: 65 }, () => verifyPassword(null, "x")));
  const refused = all.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  expect(refused).toHaveLength(3);
  expect(refused.every((reason) => reason instanceof Busy)).toBe(true);
}, 120_000);
