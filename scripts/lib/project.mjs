// Uses nothing but Node: it runs before anything is installed.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Ends with one sentence where Node is too old to go on. */
export function requireNode() {
  const [major] = process.versions.node.split(".");
  if (Number(major) >= 20) return;
  console.error(`Tixi needs Node 20 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** Runs a program in the project's folder and returns its exit code; its output goes where ours goes. */
export function run(program, words, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd: root, stdio: "inherit", ...options });
    child.once("error", (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs a program and keeps what it says. */
export function capture(program, words, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("exit", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The script behind a command of an installed package, to be run by this same Node. */
export function bin(command) {
  return path.join(root, "node_modules", ".bin", command);
}
