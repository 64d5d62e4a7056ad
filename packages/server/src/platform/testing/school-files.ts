/** A school whose people upload files, over HTTP only. `begin()` first; `world` is of the running test. */
import type { LightMyRequestResponse } from "fastify";
import { readdirSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { NOBODY, type Actor } from "../context.ts";
import type { FileAnswer } from "../files/schemas.ts";
import { draftSubject } from "../files/upload-file.ts";
import { openUploads, type FileSubject } from "../files/uploads.ts";
import { NotFound } from "../http/problems.ts";
import { testApp, type TestApp } from "./test-app.ts";

export const SCHOOL = "0190f7a0-0000-7000-8000-00000000000a";
export const OTHER_SCHOOL = "0190f7a0-0000-7000-8000-00000000000b";
export const PUPIL = "0190f7a0-0000-7000-8000-0000000000c1";
const at = (
  role: Actor["role"],
  userId: string,
  organisation: string | null,
  personId: string | null = null,
): Actor => ({
  ...NOBODY,
  userId,
  personId,
  name: userId,
  role,
  region: "370200",
  organisation,
});
export const officer = at("school-officer", "u-officer", SCHOOL);
export const otherOfficer = at("school-officer", "u-other-officer", OTHER_SCHOOL);
export const teacher = at("teacher", "u-teacher", SCHOOL);
export const colleague = at("teacher", "u-colleague", SCHOOL);
export const pupil = at("student", "u-pupil", SCHOOL, PUPIL);

/** A school, and what is kept about one of its pupils, as a module would declare them. */
const schools: FileSubject = {
  kind: "school",
  purposes: ["evidence", "picture"],
  admit: async (_ctx, id) => {
    if (id !== SCHOOL) throw new NotFound();
    return { region: "370200", organisation: SCHOOL, person: null, minor: false };
  },
};
const pupils: FileSubject = {
  kind: "pupil",
  purposes: ["evidence"],
  admit: async () => ({ region: "370200", organisation: SCHOOL, person: PUPIL, minor: true }),
};

export let world: TestApp;
export const now = { at: new Date("2026-11-26T08:00:00+08:00") };
export async function begin(options: { clamd?: string } = {}): Promise<void> {
  world = await testApp({ jobs: true });
  const { platform } = world;
  platform.clock = () => now.at;
  if (options.clamd !== undefined) {
    const config = { ...platform.config, clamdAddress: options.clamd };
    platform.uploads = openUploads(config, platform.files, "a secret of tests, long enough to be one");
    platform.uploads.admit([draftSubject]);
  }
  platform.uploads.admit([schools, pupils]);
}

const BOUNDARY = "tixi-files-boundary";
export function upload(
  actor: Actor,
  content: string | Uint8Array,
  name: string,
  query = `purpose=evidence&subject=school:${SCHOOL}`,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  const payload = Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: image/png\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  return world.call(actor, {
    method: "POST",
    url: `/api/files?${query}`,
    payload,
    headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
  });
}
export async function uploaded(...args: Parameters<typeof upload>): Promise<FileAnswer> {
  const response = await upload(...args);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}
export const get = (actor: Actor, url: string, headers: Record<string, string> = {}) =>
  world.call(actor, { url, headers });
export const show = async (actor: Actor, id: string): Promise<FileAnswer> =>
  (await get(actor, `/api/files/${id}`)).json();
export const listed = async (actor: Actor, subject: string): Promise<string[]> =>
  (await get(actor, `/api/files?subject=${subject}`))
    .json<{ items: FileAnswer[] }>()
    .items.map(({ id }) => id);
export const until = async (
  id: string,
  wanted: (file: FileAnswer) => boolean,
  actor = officer,
): Promise<FileAnswer> => {
  for (let n = 0; n < 1600; n++) {
    const file = await show(actor, id);
    if (wanted(file)) return file;
    await sleep(25);
  }
  throw new Error(`the file ${id} never came so far: ${JSON.stringify(await show(actor, id))}`);
};
/** Everything that lies in the folder of the store. */
export const onDisk = () =>
  (readdirSync(world.platform.files.root, { recursive: true }) as string[])
    .filter((name) => statSync(world.platform.files.resolve(name)).isFile())
    .sort();
