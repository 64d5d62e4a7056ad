import { useSyncExternalStore } from "react";
import type { Mode } from "../theme.ts";

export type Choice = "system" | "light" | "dark";
const KEY = "tixi.theme";
const listeners = new Set<() => void>();
const dark = window.matchMedia("(prefers-color-scheme: dark)");
dark.addEventListener("change", () => listeners.forEach((tell) => tell()));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function currentMode(): Mode {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

/** The appearance that is shown now, whoever chose it. */
export const useMode = (): Mode => useSyncExternalStore(subscribe, currentMode);

export function chooseAppearance(choice: Choice): void {
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
  try {
    if (choice === "system") window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, choice);
  } catch {
    /* not remembered, but shown */
  }
  listeners.forEach((tell) => tell());
}
