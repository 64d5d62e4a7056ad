/** The `tixi` command: reads the words after it and runs one command. Exit codes: 0 done, 1 input or rules at fault, 2 wrong usage. */
import { usageOf, WrongUsage, type Command } from "./command.ts";
import { adjust, adjustVerify } from "./adjust.ts";
import { allocate } from "./allocate.ts";
import { allocateVerify } from "./allocate-verify.ts";
import { backup, restore } from "./backup.ts";
import { code } from "./code.ts";
import { cycle } from "./cycle.ts";
import { doctor } from "./doctor.ts";
import { doctorAudit } from "./doctor-audit.ts";
import { InputFault } from "./faults.ts";
import { keys } from "./keys.ts";
import { place, placeVerify } from "./place.ts";
import { plan } from "./plan.ts";
import { sample } from "./sample.ts";
import { serve } from "./serve.ts";
import { lookup } from "./standards.ts";
import { verify } from "./verify.ts";

const COMMANDS: Command[] = [
  serve,
  code,
  cycle,
  verify,
  adjust,
  adjustVerify,
  plan,
  allocate,
  allocateVerify,
  place,
  placeVerify,
  lookup,
  sample,
  backup,
  restore,
  doctor,
  doctorAudit,
  keys,
];

/** @returns the exit code */
export async function run(words: string[]): Promise<number> {
  const asked = words.filter((word) => !word.startsWith("-"));
  const command = COMMANDS.filter((c) => c.name.split(" ").every((word, i) => asked[i] === word)).sort(
    (a, b) => b.name.length - a.name.length,
  )[0];
  if (!command || words.includes("--help") || words.includes("-h")) {
    const help = command ? usageOf(command) : COMMANDS.map(usageOf).join("\n\n");
    const known = command !== undefined || words.length === 0 || words[0]!.startsWith("-");
    process.stderr.write(known ? `${help}\n` : `没有命令 “${words.join(" ")}”。\n\n${help}\n`);
    return words.includes("--help") || words.includes("-h") ? 0 : 2;
  }
  try {
    return await command.run(command.parse(words.slice(command.name.split(" ").length)));
  } catch (error) {
    if (error instanceof WrongUsage) {
      process.stderr.write(`${error.message}\n\n${usageOf(command)}\n`);
      return 2;
    }
    if (error instanceof InputFault || isFileFault(error)) {
      process.stderr.write(`${sentenceOf(error)}\n`);
      return 1;
    }
    throw error;
  }
}

interface FileFault extends Error {
  code: string;
  path?: string;
}

const FILE_FAULTS: Record<string, string> = {
  ENOENT: "没有这个文件或文件夹",
  EACCES: "没有权限读写",
  EISDIR: "这是文件夹，不是文件",
  ENOTDIR: "路径中有一段不是文件夹",
  ENOSPC: "磁盘已满",
  EROFS: "磁盘只读",
};

function isFileFault(error: unknown): error is FileFault {
  return error instanceof Error && "code" in error && String(error.code) in FILE_FAULTS;
}

function sentenceOf(error: Error): string {
  return isFileFault(error) ? `${FILE_FAULTS[error.code]}：${error.path ?? ""}` : error.message;
}
