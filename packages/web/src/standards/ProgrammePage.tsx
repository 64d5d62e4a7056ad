import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "../api/session.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useProgramme, type ProgrammeProfile } from "./api.ts";
import { Chips, Grounds, LinkLine } from "./pieces.tsx";
import "./standards.css";

/** Record: one programme of the catalogue and where it leads. */
export function Component() {
  const { t } = useTranslation("standards");
  const { t: shell } = useTranslation("shell");
  const { code } = useParams();
  const me = useMe();
  const found = useProgramme(code, useLanguage());
  if (found.isPending) return <Loading />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const it = found.data;
  const basic = it.courses.filter((course) => course.kind === "basic").map((course) => course.name);
  const core = it.courses.filter((course) => course.kind === "core").map((course) => course.name);
  const certificates = new Map<string, string[]>();
  for (const item of it.certificates)
    certificates.set(item.kind, [...(certificates.get(item.kind) ?? []), item.name]);
  const browse = `/standards?level=${it.level}&category=${it.category.code}`;
  return (
    <Page
      title={it.name}
      crumbs={[
        { name: t("title"), path: "/standards" },
        { name: it.category.name, path: browse },
        { name: it.class.name, path: `${browse}&class=${it.class.code}` },
      ]}
      lead={[
        it.code,
        shell(`level.${it.level}`),
        it.years === null ? null : t("years-of", { count: it.years }),
        it.stage,
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        me.data?.user ? (
          <Link className="button" to={`/balance/programmes/${it.code}`}>
            {t("see-balance")}
          </Link>
        ) : null
      }
    >
      {it.stateControlled && <p className="doubt">{t("controlled-why")}</p>}
      <div className="two">
        <Section title={t("leads-to", { count: it.occupations.length })} note={t("leads-to-note")}>
          {it.occupations.length === 0 ? (
            <p>{t("no-link")}</p>
          ) : (
            <ul className="link-list">
              {it.occupations.map((link) => (
                <LinkLine key={link.code} {...link} to={`/standards/occupations/${link.code}`} />
              ))}
            </ul>
          )}
        </Section>
        <div>
          {it.orientation.length > 0 && (
            <Section title={t("orientation")}>
              <ul className="chips">
                {it.orientation.map((item) => (
                  <li key={item.name}>
                    {item.code && item.code.length > 7 ? (
                      <Link to={`/standards/occupations/${item.code}`}>{item.name}</Link>
                    ) : (
                      item.name
                    )}
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section title={t("posts")}>
            {it.posts.length > 0 ? <Chips items={it.posts} /> : <p>{t("not-in-source")}</p>}
          </Section>
        </div>
      </div>
      <Section title={t("progression")} note={t("progression-note")}>
        <Progression it={it} />
      </Section>
      <div className="two">
        <Section title={t("courses.basic")}>
          {basic.length > 0 ? <Chips items={basic} /> : <p>{t("not-in-source")}</p>}
        </Section>
        <Section title={t("courses.core")}>
          {core.length > 0 ? <Chips items={core} /> : <p>{t("not-in-source")}</p>}
        </Section>
      </div>
      <Section title={t("certificates")}>
        {certificates.size === 0 && <p>{t("not-in-source")}</p>}
        <dl className="facts">
          {[...certificates].map(([kind, names]) => (
            <div key={kind} style={{ display: "contents" }}>
              <dt>{kind}</dt>
              <dd>
                <Chips items={names} />
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      {it.teachingStandardUrl && (
        <Section title={t("teaching-standard")}>
          <a href={it.teachingStandardUrl} rel="noreferrer" target="_blank">
            {t("teaching-standard-open")}
          </a>
        </Section>
      )}
      <Grounds doubts={it.doubts} provenance={it.provenance} />
    </Page>
  );
}

/** From what one comes, and where one may go on. */
function Progression({ it }: { it: ProgrammeProfile }) {
  const { t } = useTranslation("standards");
  const { t: shell } = useTranslation("shell");
  const level = (name: string): string =>
    name === "university" ? t("level.university") : shell(`level.${name}`);
  return (
    <div className="climb">
      <div>
        <h3>{t("progression.from")}</h3>
        {it.progression.down.length === 0 && <p>{t("progression.none-from")}</p>}
        <ul>
          {it.progression.down.map((item) => (
            <li key={item.code}>
              <Link to={`/standards/programmes/${item.code}`}>{item.name}</Link>{" "}
              <small>{level(item.level)}</small>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>{t("progression.here")}</h3>
        <p className="here">
          {it.name} <small>{level(it.level)}</small>
        </p>
      </div>
      <div>
        <h3>{t("progression.up")}</h3>
        {it.progression.up.length === 0 && <p>{t("progression.none-up")}</p>}
        <ul>
          {it.progression.up.map((item) => (
            <li key={item.level + item.name}>
              {item.code ? <Link to={`/standards/programmes/${item.code}`}>{item.name}</Link> : item.name}{" "}
              <small>{level(item.level)}</small>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
