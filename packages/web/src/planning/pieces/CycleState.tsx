import { useTranslation } from "react-i18next";
import type { Cycle } from "../api.ts";

const COLOURS: Record<Cycle["state"], string> = {
  waiting: "tag",
  running: "tag blue",
  done: "tag good",
  failed: "tag red",
  cancelled: "tag",
};

export function CycleState({ state }: { state: Cycle["state"] }) {
  const { t } = useTranslation("planning");
  return <span className={COLOURS[state]}>{t(`cycle.state.${state}`)}</span>;
}
