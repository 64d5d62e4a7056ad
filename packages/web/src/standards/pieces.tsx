import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Section } from "../parts/Page.tsx";
import type { LinkKind } from "./api.ts";

/** What is known to be doubtful, said plainly; and where the page's words come from. */
export function Grounds({ doubts, provenance }: { doubts: string[]; provenance: string[] }) {
  const { t } = useTranslation("standards");
  return (
    <>
      {doubts.length > 0 && (
        <Section title={t("doubts")}>
          <ul className="doubts">
            {doubts.map((doubt) => (
              <li key={doubt} className="doubt">
                {doubt}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("provenance")} aside={<Link to="/aboutdata">{t("about-link")}</Link>}>
        <ul className="sources">
          {provenance.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/** The other end of a link, with what it rests on. */
export function LinkLine(props: {
  to: string;
  name: string;
  code: string;
  kind: LinkKind;
  doubtful: boolean;
  extra?: ReactNode;
}) {
  const { t } = useTranslation("standards");
  return (
    <li>
      <span>
        <Link to={props.to}>{props.name}</Link>
        <span className="hit-code">{props.code}</span>
      </span>
      <span>{props.extra}</span>
      <span className="basis" title={t(`link.${props.kind}-why`)}>
        {t(`link.${props.kind}`)}
      </span>
      {props.doubtful && <span className="basis-doubt">{t("link.doubtful")}</span>}
    </li>
  );
}

export function Chips({ items }: { items: string[] }) {
  return (
    <ul className="chips">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
