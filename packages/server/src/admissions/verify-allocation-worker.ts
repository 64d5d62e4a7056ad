/** A thread of the verifier: hashes files, reads pieces of preferences, checks pieces of reasons. One task after the other. */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { checkReasons, readPreferences, VerifierFault } from "@tixi/engines/allocation-verifier";
import type { VerifierAnswer, VerifierSetting, VerifierTask } from "./verify-allocation.ts";

const LINE_END = 10;
const MORE = 1 << 16;

let setting: VerifierSetting = {};
let buffer = Buffer.allocUnsafe(0);

/** Whole lines of a file that begin in [from, to). @returns the bytes and where they begin */
function linesOf(path: string, from: number, to: number, begin: number): { bytes: Buffer; offset: number } {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    // The byte before tells whether a line begins here.
    const start = from > begin ? from - 1 : from;
    const wanted = Math.min(size, to) - start;
    if (buffer.length < wanted + MORE) buffer = Buffer.allocUnsafe(wanted + 16 * MORE);
    let filled = readFully(file, 0, wanted, start);
    if (start + filled < size && buffer[filled - 1] !== LINE_END) {
      let end = -1;
      while (end < 0 && start + filled < size) {
        if (buffer.length < filled + MORE) buffer = Buffer.concat([buffer], buffer.length * 2);
        const read = readFully(file, filled, Math.min(MORE, size - start - filled), start + filled);
        end = buffer.subarray(0, filled + read).indexOf(LINE_END, filled);
        filled += read;
      }
      if (end >= 0) filled = end + 1;
    }
    let skip = 0;
    if (from > begin) {
      skip = buffer.subarray(0, filled).indexOf(LINE_END) + 1;
      if (skip === 0 || start + skip > to) return { bytes: buffer.subarray(0, 0), offset: to };
    }
    return { bytes: buffer.subarray(skip, filled), offset: start + skip };
  } finally {
    closeSync(file);
  }
}

function readFully(file: number, at: number, length: number, position: number): number {
  let done = 0;
  while (done < length) {
    const read = readSync(file, buffer, at + done, length - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

function hashOf(path: string): string {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    if (buffer.length < 1 << 20) buffer = Buffer.allocUnsafe(1 << 20);
    for (let position = 0; ;) {
      const read = readSync(file, buffer, 0, Math.min(buffer.length, 1 << 20), position);
      if (read === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, read));
      position += read;
    }
  } finally {
    closeSync(file);
  }
}

function answerTo(task: VerifierTask): VerifierAnswer {
  switch (task.kind) {
    case "setting":
      setting = { ...setting, ...task.setting };
      return { kind: "done" };
    case "hash":
      return { kind: "hash", sha256: hashOf(task.path) };
    case "preferences": {
      const { bytes, offset } = linesOf(task.path, task.from, task.to, task.begin);
      return { kind: "preferences", piece: readPreferences(bytes, offset, setting.layout!, setting.rows!) };
    }
    case "reasons": {
      const { bytes } = linesOf(task.path, task.from, task.to, task.begin);
      return { kind: "reasons", part: checkReasons(bytes, setting.standing!) };
    }
  }
}

const port = parentPort;
port?.on("message", (task: VerifierTask) => {
  let answer: VerifierAnswer;
  try {
    answer = answerTo(task);
  } catch (error) {
    if (error instanceof VerifierFault) answer = { kind: "fault", file: error.file, words: error.words };
    else {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      answer = { kind: "error", message, stack: stack ?? "" };
    }
  }
  port.postMessage(answer);
});
