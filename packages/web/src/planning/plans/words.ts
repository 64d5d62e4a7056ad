import type { Language } from "../../format.ts";
import type { PlanState, Sentence } from "./api.ts";

export const say = (sentence: Sentence, language: Language): string =>
  language === "en" ? sentence.en : sentence.zh;

export const STATE_TAG: Record<PlanState, string> = {
  draft: "tag",
  open: "tag blue",
  concluded: "tag blue",
  reviewed: "tag blue",
  published: "tag good",
  superseded: "tag",
  withdrawn: "tag red",
};

export const CARD_TAG: Record<string, string> = {
  add: "tag good",
  expand: "tag good",
  keep: "tag",
  warn: "tag shortage",
  suspend: "tag red",
  withdraw: "tag red",
};
