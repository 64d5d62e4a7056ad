import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure, Loading } from "../../parts/States.tsx";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useWhy, type Plan } from "./api.ts";
import { CARD_TAG, say } from "./words.ts";
import { Limits, Turns } from "./pieces.tsx";

/** "Why 45 and not 60?": the limits that bind the chosen offering, in words, each with where it is changed. */
export function WhyPanel({
  plan,
  offering,
  version,
  planVersion,
}: {
  plan: Plan;
  offering: string | null;
  version: number;
  planVersion: number;
}) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  // other cells move prices too: asked again with every change of the plan
  // and only once the planner rests: the answer to his next number goes before
  const asked = useSettled(offering ?? "");
  const found = useWhy(plan.id, asked || null, Number(useSettled(String(Math.max(version, planVersion)))));
  return (
    <aside className="plan-why" aria-label={t("why.title")}>
      {offering === null && <p className="section-note">{t("why.choose")}</p>}
      {offering !== null && found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} />}
      {found.data?.cell.offering === offering && (
        <>
          <h2>
            <Link to={`/offerings/${found.data.cell.offering}`}>
              {found.data.cell.school} {found.data.cell.programmeName}
            </Link>
          </h2>
          <p>
            {found.data.cell.cityName} · {t(`shell:level.${found.data.cell.level}`)}{" "}
            <span className={CARD_TAG[found.data.cell.card]}>{t(`card.${found.data.cell.card}`)}</span>
          </p>
          <p className="plan-big">
            <b className="num">{formatNumber(found.data.cell.seats, language)}</b>
            <small>
              {t("why.last", { last: found.data.cell.last })} ·{" "}
              {t("why.range", { lower: found.data.cell.lower ?? 0, upper: found.data.cell.upper ?? "∞" })}
            </small>
          </p>
          <p className="plan-sentence">{say(found.data.sentence, language)}</p>
          {found.data.up.length > 0 && (
            <>
              <h3>{t("why.up")}</h3>
              <Limits limits={found.data.up} />
            </>
          )}
          {found.data.down.length > 0 && (
            <>
              <h3>{t("why.down")}</h3>
              <Limits limits={found.data.down} />
            </>
          )}
          {found.data.steps.length > 0 && (
            <>
              <h3>{t("why.turns")}</h3>
              <Turns steps={found.data.steps} />
            </>
          )}
        </>
      )}
    </aside>
  );
}
