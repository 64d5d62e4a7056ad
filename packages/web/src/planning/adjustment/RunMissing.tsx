import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useScope } from "../../shell/scope.ts";
import { useMissing, type MissingProgramme } from "./api.ts";
import { useRuleNames } from "./RunCards.tsx";
import { useThisRun } from "./RunPage.tsx";

/** Question: what is asked for and nobody offers, and who could offer it? */
export function Component() {
  const { t } = useTranslation("adjustment");
  const run = useThisRun();
  const { scope } = useScope();
  const found = useMissing(run.id);
  const items = (found.data?.items ?? []).filter(
    (one) =>
      (!scope.level || one.level === scope.level) &&
      (!scope.city || one.city.code === "" || one.city.code === scope.city),
  );
  const region = items.filter(({ city }) => city.code === "");
  const cities = items.filter(({ city }) => city.code !== "");
  return (
    <>
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && (
        <Empty title={t("missing.none")}>
          <p>{t("missing.none-words")}</p>
        </Empty>
      )}
      {region.length > 0 && (
        <Section title={t("missing.region", { count: region.length })} note={t("missing.note")}>
          <List items={region} run={run.id} ruleSet={run.ruleSet.id} />
        </Section>
      )}
      {cities.length > 0 && (
        <Section title={t("missing.cities", { count: cities.length })} note={t("missing.cities-note")}>
          <List items={cities} run={run.id} ruleSet={run.ruleSet.id} />
        </Section>
      )}
    </>
  );
}

function List({ items, run, ruleSet }: { items: MissingProgramme[]; run: string; ruleSet: string }) {
  const names = useRuleNames(ruleSet);
  return (
    <ol className="missing-list">
      {items.map((one) => (
        <Missing key={`${one.programme.code}${one.city.code}`} one={one} run={run} names={names} />
      ))}
    </ol>
  );
}

function Missing({
  one,
  run,
  names,
}: {
  one: MissingProgramme;
  run: string;
  names: ReadonlyMap<string, string>;
}) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const occupations = byOccupation(one);
  const forbidden = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(t("list.and"));
  return (
    <li>
      <header>
        <h3>
          <Link to={`/standards/programmes/${one.programme.code}`}>{one.programme.name}</Link>{" "}
          <small>
            {one.programme.code} · {t(`shell:level.${one.level}`)}
            {one.city.name && ` · ${one.city.name}`}
          </small>
          {one.controlled && <span className="tag shortage">{t("missing.controlled")}</span>}
        </h3>
        <span className="missing-short short">
          {t("missing.shortage", {
            count: Math.round(one.shortage),
            shown: formatNumber(one.shortage, language),
            year: one.year,
          })}
        </span>
      </header>
      <p className="missing-why">
        {t("missing.occupations")}{" "}
        {occupations.slice(0, 4).map(({ occupation, shortage, weight, cities }, i) => (
          <span key={occupation.code}>
            {i > 0 && t("list.and")}
            <Link to={`/standards/occupations/${occupation.code}`}>{occupation.name}</Link>{" "}
            <small>
              {t("missing.link", {
                count: cities,
                shortage: formatNumber(shortage, language),
                weight: formatShare(weight, 0),
              })}
            </small>
          </span>
        ))}
        {occupations.length > 4 && t("missing.more", { count: occupations.length - 4 })}
      </p>
      {one.forbiddenBy.length > 0 && (
        <p className="doubt">{t("missing.forbidden", { rules: forbidden(one.forbiddenBy) })}</p>
      )}
      {one.schools.length === 0 ? (
        <p className="section-note">{t("missing.no-school")}</p>
      ) : (
        <ol className="placed">
          {one.schools.map((school) => (
            <li key={school.school}>
              <Link to={`/adjustments/${run}?school=${encodeURIComponent(school.name)}`}>{school.name}</Link>
              <span>
                {[
                  school.siblings.length > 0 && t("missing.siblings", { count: school.siblings.length }),
                  school.categorySiblings > 0 && t("missing.category", { count: school.categorySiblings }),
                  school.siblingTeachers !== null && t("missing.teachers", { count: school.siblingTeachers }),
                  school.conditionFailures === null
                    ? t("missing.conditions-unknown")
                    : school.conditionFailures === 0
                      ? t("missing.conditions-good")
                      : t("missing.conditions-bad", { count: school.conditionFailures }),
                ]
                  .filter(Boolean)
                  .join(t("list.and"))}
              </span>
              {school.forbiddenBy.length > 0 && (
                <span className="doubt">
                  {t("missing.school-forbidden", { rules: forbidden(school.forbiddenBy) })}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

/** The shortage of each occupation over all cities, the greatest first. */
function byOccupation({ occupations }: MissingProgramme) {
  const found = new Map<string, MissingProgramme["occupations"][number] & { cities: number }>();
  for (const line of occupations) {
    const sum = found.get(line.occupation.code);
    if (sum) {
      sum.shortage += line.shortage;
      sum.cities++;
    } else found.set(line.occupation.code, { ...line, cities: 1 });
  }
  return [...found.values()].sort((a, b) => b.shortage * b.weight - a.shortage * a.weight);
}
