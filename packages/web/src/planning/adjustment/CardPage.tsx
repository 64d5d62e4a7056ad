import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatNumber, MISSING } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useCard, useIsOffice, type Card, type ExplainedRule } from "./api.ts";
import { CardForms } from "./CardForms.tsx";
import { IndicatorTable } from "./IndicatorTable.tsx";
import { OfferingCharts } from "./OfferingCharts.tsx";
import { DecisionMark, DemoMark, inLanguage, offeringTitle, TrustMark } from "./pieces.tsx";
import "../planning.css";
import "./adjustment.css";
import "./card.css";

/** Record of one card: the decision, why, what was known, what was said to it, and what can be said now. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const { id = "", offering = "" } = useParams();
  const office = useIsOffice();
  const found = useCard(id, offering);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const card = found.data;
  const name = offeringTitle(card);
  const run = card.adjustment.title ?? t("run.title-back", { year: card.adjustment.year + 1 });
  return (
    <Page
      title={name}
      crumbs={
        office
          ? [
              { name: t("shell:place.adjustments"), path: "/adjustments" },
              { name: run, path: `/adjustments/${id}` },
            ]
          : [{ name: t("shell:place.own-cards"), path: "/own-cards" }, { name: run }]
      }
      lead={<Lead card={card} />}
      actions={
        <>
          <Link className="button" to={`/offerings/${card.offering}`}>
            {t("card.over-years")}
          </Link>
          {card.school.id && (
            <a
              className="button"
              href={`/api/adjustments/${id}/schools/${card.school.id}/notice.docx`}
              download
            >
              {t("card.notice")}
            </a>
          )}
        </>
      }
    >
      <Verdict card={card} />
      <CardForms card={card} run={id} />
      <Section title={t("card.why", { count: card.explained.fired.length })}>
        <Rules rules={card.explained.fired} ruleSet={card.ruleSet.id} />
        {card.explained.summary.map((sentence) => (
          <p key={sentence} className="why-more">
            {sentence}
          </p>
        ))}
      </Section>
      {card.explained.notJudged.length > 0 && (
        <Section
          title={t("card.not-judged", { count: card.explained.notJudged.length })}
          note={t("card.not-judged-note")}
        >
          <Rules rules={card.explained.notJudged} ruleSet={card.ruleSet.id} quiet />
        </Section>
      )}
      <Section title={t("card.years")}>
        <OfferingCharts history={card.history} balance={card.balance} name={name} marks={marksOf(card, t)} />
        <Now card={card} />
      </Section>
      <Section title={t("card.indicators")} note={t("card.indicators-note", { year: card.adjustment.year })}>
        <IndicatorTable indicators={card.indicators} name={name} />
      </Section>
      {card.steps.length > 0 && (
        <Section title={t("card.said")}>
          <Said card={card} />
        </Section>
      )}
    </Page>
  );
}

function Lead({ card }: { card: Card }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  return (
    <>
      <Link to={`/standards/programmes/${card.programme.code}`}>{card.programme.code}</Link> ·{" "}
      {t(`shell:level.${card.level}`)} · {card.city.name} ·{" "}
      <Link to={`/rule-sets/${card.ruleSet.id}`}>{inLanguage(card.ruleSet.name, language)}</Link>{" "}
      <small>{t("version", { version: card.ruleSet.version })}</small> {card.ruleSet.demo && <DemoMark />}
    </>
  );
}

/** What the card says, on top and large; and beside it what the rules alone had said. */
function Verdict({ card }: { card: Card }) {
  const { t } = useTranslation("adjustment");
  const changed = card.decision !== card.proposed;
  return (
    <div className={`verdict ${card.decision}`}>
      <DecisionMark decision={card.decision} />
      <div>
        <p className="verdict-words">
          {t(`verdict.${card.adjustment.stage}`, {
            context: changed ? "changed" : "",
            year: card.adjustment.forYear ?? card.adjustment.year + 1,
          })}{" "}
          {t(`verdict.means.${card.decision}`)}
        </p>
        {changed && (
          <p>
            {t("card.rules-said", { decision: t(`decision.${card.proposed}`) })}
            {card.reason && t("card.changed-because", { reason: card.reason })}
          </p>
        )}
        {card.warned > 1 && <p>{t("card.warned", { count: card.warned })}</p>}
        {card.alternatives.length > 0 && (
          <p>
            {t("action.alternatives", {
              list: card.alternatives.map((one) => t(`decision.${one}`)).join(t("list.and")),
            })}
          </p>
        )}
        {card.blind && <p className="doubt">{t("card.blind-words")}</p>}
        {card.objected && <p className="doubt">{t("card.objected-words")}</p>}
      </div>
    </div>
  );
}

function Rules({ rules, ruleSet, quiet }: { rules: ExplainedRule[]; ruleSet: string; quiet?: boolean }) {
  return (
    <ol className={quiet ? "why quiet-list" : "why"}>
      {rules.map((rule) => (
        <li key={rule.rule}>
          <p>{rule.sentence}</p>
          <p className="why-basis">
            <Link to={`/rule-sets/${ruleSet}#rule-${rule.rule}`}>{rule.basis || rule.rule}</Link>{" "}
            <TrustMark trust={rule.trust} />
          </p>
        </li>
      ))}
    </ol>
  );
}

const gradOf = (card: Card): number | null => {
  const last = card.balance.at(-1)?.["year"];
  const years = card.level === "bachelor" ? 4 : 3;
  const at = (card.adjustment.forYear ?? card.adjustment.year + 1) + years;
  return typeof last === "number" ? Math.min(at, last) : null;
};

function marksOf(card: Card, t: (key: string) => string): { year: number; name: string }[] {
  const at = gradOf(card);
  return at === null ? [] : [{ year: at, name: t("chart.graduation") }];
}

/** Supply, surplus and price in the first year of the balance and in the year of graduation. */
function Now({ card }: { card: Card }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const later = gradOf(card);
  const lines = [card.balance[0], card.balance.find((line) => line["year"] === later)].filter(
    (line, i, all) => line !== undefined && all.indexOf(line) === i,
  );
  if (lines.length === 0) return null;
  const price = (line: Card["balance"][number] | undefined): string => {
    const [low, high] = [line?.["priceMin"], line?.["priceMax"]];
    if (typeof low !== "number" || typeof high !== "number") return MISSING;
    return low.toFixed(2) === high.toFixed(2) ? low.toFixed(2) : `${low.toFixed(2)}–${high.toFixed(2)}`;
  };
  return (
    <table className="data now-table">
      <caption className="hidden">{t("chart.balance")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("now.title", { programme: card.programme.name, city: card.city.name })}</th>
          {lines.map((line, i) => (
            <th key={i} scope="col" className="n">
              {t(i === 0 ? "now.now" : "now.graduation", { year: line?.["year"] })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(["supply", "surplus", "countsOnlyGap"] as const).map((key) => (
          <tr key={key}>
            <th scope="row">{t(`series.${key}`)}</th>
            {lines.map((line, i) => (
              <td key={i} className="n">
                {formatNumber(line?.[key], language)}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">
            <abbr title={t("now.price-note")}>{t("series.price")}</abbr>
          </th>
          {lines.map((line, i) => (
            <td key={i} className="n">
              {price(line)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function Said({ card }: { card: Card }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  return (
    <ol className="history">
      {card.steps.map((step) => (
        <li key={step.at + step.action}>
          <b>{t(`said.${step.action}`)}</b> {step.decision && <DecisionMark decision={step.decision} small />}{" "}
          <span>{step.by}</span> <time dateTime={step.at}>{formatDate(step.at, language, true)}</time>
          <p>{step.reason}</p>
        </li>
      ))}
    </ol>
  );
}
