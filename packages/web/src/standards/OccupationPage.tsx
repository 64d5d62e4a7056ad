import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "../api/session.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { LEVELS } from "../shell/scope.ts";
import { useOccupation } from "./api.ts";
import { Chips, Grounds, LinkLine } from "./pieces.tsx";
import "./standards.css";

/** Record: one occupation and the programmes that lead to it. */
export function Component() {
  const { t } = useTranslation("standards");
  const { t: shell } = useTranslation("shell");
  const { code } = useParams();
  const me = useMe();
  const found = useOccupation(code, useLanguage());
  if (found.isPending) return <Loading />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const it = found.data;
  return (
    <Page
      title={it.name}
      crumbs={[
        { name: t("title"), path: "/standards?view=occupations" },
        ...it.groups.map((group) => ({
          name: group.name,
          path: `/standards?view=occupations&group=${group.code}`,
        })),
      ]}
      lead={
        <>
          {it.code} · {it.version}
          {it.flags.map((flag) => (
            <span key={flag}>
              {" "}
              <abbr className="tag good" title={t(`flag.${flag}-why`)}>
                {t(`flag.${flag}`)}
              </abbr>
            </span>
          ))}
        </>
      }
      actions={
        me.data?.user ? (
          <>
            <Link className="button" to={`/postings?occupation=${it.code}`}>
              {t("see-postings")}
            </Link>
            <Link className="button" to={`/balance/occupations/${it.code}`}>
              {t("see-balance")}
            </Link>
          </>
        ) : null
      }
    >
      <Section title={t("work-types")}>
        {it.workTypes.length > 0 ? <Chips items={it.workTypes} /> : <p>{t("no-work-types")}</p>}
      </Section>
      <Section title={t("led-by", { count: it.programmes.length })} note={t("leads-to-note")}>
        {it.programmes.length === 0 && <p>{t("no-programme")}</p>}
        {LEVELS.map((level) => {
          const links = it.programmes.filter((link) => link.level === level);
          if (links.length === 0) return null;
          return (
            <div key={level} className="led-level">
              <h3>
                {shell(`level.${level}`)} <small>{links.length}</small>
              </h3>
              <ul className="link-list">
                {links.map((link) => (
                  <LinkLine key={link.code} {...link} to={`/standards/programmes/${link.code}`} />
                ))}
              </ul>
            </div>
          );
        })}
      </Section>
      <Grounds doubts={it.doubts} provenance={it.provenance} />
    </Page>
  );
}
