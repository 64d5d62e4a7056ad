/** How far a preset can be relied on: A law or government site, B reprint of a school or newspaper, C mirror, mem from memory. */
export type Trust = "A" | "B" | "C" | "mem";

export interface PresetWords {
  zh: string;
  en: string;
}

/** Where a part of the rules comes from; `field` is its path in rules.json. */
export interface PresetSource {
  field: string;
  trust: Trust;
  /** title or document number */
  document: string;
  /** address of the page that was read; null = none */
  page: string | null;
  /** year of the rules that the page gives */
  year: number | null;
}

/** What is not known, was assumed, or has to be checked before use. */
export interface PresetDoubt {
  field: string;
  text: PresetWords;
}

/** The way of a province, as a draft that an authority completes: rules.json with sources and doubts beside it. */
export interface AllocationPreset {
  id: string;
  name: PresetWords;
  rules: Record<string, unknown>;
  sources: PresetSource[];
  doubts: PresetDoubt[];
}
