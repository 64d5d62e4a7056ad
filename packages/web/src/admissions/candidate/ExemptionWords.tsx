import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Candidate } from "../api.ts";
import { useSay } from "../pieces.tsx";

/** How far an exemption is: claimed, on notice, admitted. */
export function ExemptionWords({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const say = useSay();
  const language = useLanguage();
  const { exemption, form } = candidate;
  if (!exemption) return <>{t("exempt.claimed", { wish: form.exemption?.wish ?? "" })}</>;
  return (
    <>
      {say(exemption.awardWords)} → {exemption.unitName}{" "}
      {exemption.admittedAt
        ? t("exempt.since", { at: formatDate(exemption.admittedAt, language) })
        : t("exempt.notice", {
            from: formatDate(exemption.from, language),
            until: formatDate(exemption.until, language),
          })}
    </>
  );
}
