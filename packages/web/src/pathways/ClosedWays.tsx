import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../parts/Page.tsx";
import type { Answer } from "./api.ts";
import { LinkTag, NodeName, Rules } from "./pieces.tsx";
import { Ways } from "./RouteDetails.tsx";
import "./routes.css";

const FIRST = 6;

/** Why a way is not open: nothing is called impossible without the rule that says so. */
export function ClosedWays({ answer }: { answer: Answer }) {
  const { t } = useTranslation("pathways");
  const [all, setAll] = useState(false);
  const { closed, closedTotal, unreached } = answer;
  if (closed.length + unreached.length === 0) return null;
  const shown = all ? closed : closed.slice(0, FIRST);
  return (
    <Section title={t("closed.title")} note={t("closed.note")}>
      {unreached.map(({ to, rules }) => (
        <div key={to.key} className="ways-closed">
          <h3>
            <NodeName node={to} /> <small>{t(`stage.${to.stage}`)}</small>{" "}
            <span className="tag red">{t("closed.wanted")}</span>
          </h3>
          <Rules rules={rules} />
        </div>
      ))}
      {shown.map(({ to, link, ways }) => (
        <details key={to.key} className="ways-closed">
          <summary>
            <b>{to.name}</b> <small>{t(`stage.${to.stage}`)}</small> <LinkTag link={link} />
          </summary>
          <Ways ways={ways} />
        </details>
      ))}
      {closed.length > shown.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          {t("closed.more", { count: closed.length - shown.length })}
        </button>
      )}
      {closedTotal > closed.length && (
        <p className="section-note">{t("closed.cut", { count: closedTotal })}</p>
      )}
    </Section>
  );
}
