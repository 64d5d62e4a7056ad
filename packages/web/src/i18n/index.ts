import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Language } from "../format.ts";

const KEY = "tixi.language";

export function storedLanguage(): Language {
  const asked = new URLSearchParams(window.location.search).get("lang");
  if (asked === "en" || asked === "zh-CN") return asked;
  try {
    const stored = window.localStorage.getItem(KEY);
    if (stored === "en" || stored === "zh-CN") return stored;
  } catch {
    /* storage may be forbidden: the default serves */
  }
  return "zh-CN";
}

async function load(language: Language): Promise<Record<string, unknown>> {
  return language === "en" ? (await import("./en.ts")).words : (await import("./zh-CN.ts")).words;
}

/** Chinese first; the other language is loaded when it is asked for. */
export async function startLanguage(language: Language): Promise<void> {
  const words = await load(language);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    resources: { [language]: words as Record<string, Record<string, string>> },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "shell")) {
    for (const [namespace, bundle] of Object.entries(await load(language)))
      i18next.addResourceBundle(language, namespace, bundle);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    window.localStorage.setItem(KEY, language);
  } catch {
    /* as above */
  }
}

/** The language of the page, for formatting. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === "en" ? "en" : "zh-CN";
}
