import type { CreditState } from "./api.ts";
import "../pathways.css";

const TONES: Partial<Record<CreditState, string>> = {
  recognised: "good",
  asked: "blue",
  appealed: "blue",
  returned: "shortage",
  refused: "red",
  upheld: "red",
};

export function CreditTag({ state, words }: { state: CreditState; words: string }) {
  return <span className={`tag ${TONES[state] ?? ""}`}>{words}</span>;
}
