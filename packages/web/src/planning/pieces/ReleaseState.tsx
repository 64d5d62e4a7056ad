import { useTranslation } from "react-i18next";
import type { Release } from "../api.ts";

const COLOURS: Record<Release["state"], string> = {
  draft: "tag",
  reviewed: "tag blue",
  published: "tag good",
  superseded: "tag",
  withdrawn: "tag red",
};

export function ReleaseState({ state }: { state: Release["state"] }) {
  const { t } = useTranslation("planning");
  return <span className={COLOURS[state]}>{t(`release.state.${state}`)}</span>;
}
