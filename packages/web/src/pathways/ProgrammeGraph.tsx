import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useProgramme, type ProgrammeProfile } from "../standards/api.ts";
import { usePublicAgreements, type AgreementLine } from "./agreements/api.ts";
import type { Stage } from "./api.ts";
import { hashOf, NOTHING } from "./asked.ts";
import { LinkTag, useSay } from "./pieces.tsx";
import "./graph.css";

interface End {
  key: string;
  name: string;
  code: string | null;
  stage: Stage;
  official: boolean;
  agreements: AgreementLine[];
}

/** Question: what leads to this programme, and where does it lead on? One steps through the graph from name to name. */
export function Component() {
  const { code } = useParams();
  const found = useProgramme(code, useLanguage());
  const agreed = usePublicAgreements({ programme: code ?? "", limit: 200 });
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const agreements = agreed.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Graph it={found.data} agreements={agreements} />
      {agreed.error && <Failure error={agreed.error} retry={() => void agreed.refetch()} />}
    </>
  );
}

function Graph({ it, agreements }: { it: ProgrammeProfile; agreements: AgreementLine[] }) {
  const { t } = useTranslation("pathways");
  const from = ends(
    it.progression.down.map(({ code, name, level }) => ({ code, name, stage: level })),
    agreements.filter(({ upper }) => upper.programme === it.code),
    "lower",
  );
  const onward = ends(
    it.progression.up.map(({ code, name, level }) => ({ code, name, stage: level })),
    agreements.filter(({ lower }) => lower.programme === it.code),
    "upper",
  );
  const asked = { ...NOTHING, stage: it.level as Stage, programme: it.code };
  return (
    <Page
      title={t("graph.title", { name: it.name })}
      crumbs={[{ name: t("title"), path: "/pathways" }]}
      lead={[it.code, t(`stage.${it.level}`), it.category.name].join(" · ")}
      actions={
        <>
          <Link className="button primary" to={{ pathname: "/pathways", hash: hashOf(asked) }}>
            {t("graph.from-here")}
          </Link>
          <Link className="button" to={`/standards/programmes/${it.code}`}>
            {t("graph.record")}
          </Link>
        </>
      }
    >
      <p className="ways-answer">
        {t(onward.length === 0 ? "graph.answer-none" : "graph.answer", { from: from.length, onward: onward.length, named: onward.filter(({ code }) => code === null).length })}
      </p>
      <div className="ways-graph">
        <Column title={t("graph.leads-here")} none={t("graph.none-here")} ends={from} />
        <div className="ways-here">
          <h2>{t("graph.here")}</h2>
          <p>
            <b>{it.name}</b>
            <small>
              {it.code} · {t(`stage.${it.level}`)}
            </small>
          </p>
        </div>
        <Column title={t("graph.leads-on")} none={t("graph.none-on")} ends={onward} />
      </div>
      <Section title={t("graph.marks")}>
        <ul className="ways-legend">
          <li>
            <LinkTag link="official" /> {t("link-why.official")}
          </li>
          <li>
            <LinkTag link="name" /> {t("link-why.name")}
          </li>
          <li>
            <span className="tag blue">{t("link.agreement")}</span> {t("link-why.agreement")}
          </li>
        </ul>
      </Section>
    </Page>
  );
} // prettier-ignore

function Column({ title, none, ends: list }: { title: string; none: string; ends: End[] }) {
  const { t } = useTranslation("pathways");
  const say = useSay();
  return (
    <div>
      <h2>{title}</h2>
      {list.length === 0 && <p className="ways-none">{none}</p>}
      <ul className="ways-ends">
        {list.map((end) => (
          <li key={end.key} className={end.stage}>
            {end.code ? <Link to={`/pathways/programmes/${end.code}`}>{end.name}</Link> : <span>{end.name}</span>}{" "}
            <small>{t(`stage.${end.stage}`)}</small>{" "}
            {end.official && <LinkTag link={end.code === null ? "name" : "official"} />}{" "}
            {end.agreements.length > 0 && (
              <details>
                <summary>
                  <span className="tag blue">{t("link.agreements", { count: end.agreements.length })}</span>
                </summary>
                <ul>
                  {end.agreements.map((one) => (
                    <li key={one.id}>
                      <Link to={`/public/agreements/${one.id}`}>
                        {one.lower.schoolName} → {one.upper.schoolName}
                      </Link>{" "}
                      <small>
                        {say(one.kindName)} · {t("persons", { value: one.quota })}
                      </small>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
} // prettier-ignore

/** Official ends and those that agreements reach, each once, with the agreements that lead there. */
function ends(official: readonly { code: string | null; name: string; stage: Stage }[], agreements: readonly AgreementLine[], side: "lower" | "upper"): End[] {
  const byKey = new Map<string, End>();
  for (const { code, name, stage } of official) {
    const key = code ?? name;
    byKey.set(key, { key, name, code, stage, official: true, agreements: [] });
  }
  for (const one of agreements) {
    const { programme: code, programmeName: name } = one[side];
    const key = code ?? name;
    const known = byKey.get(key) ?? { key, name, code, stage: stageOf(code), official: false, agreements: [] };
    known.agreements.push(one);
    byKey.set(key, known);
  }
  return [...byKey.values()];
} // prettier-ignore

/** The first digit of a code is its level; an undergraduate programme has no code here. */
const stageOf = (code: string | null): Stage =>
  code === null ? "university" : code >= "6" ? "secondary" : code >= "4" ? "college" : "bachelor";
