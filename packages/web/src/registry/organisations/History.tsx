import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import type { Kind, OrganisationRecord, Succession, Version } from "./api.ts";
import { Span } from "./pieces.tsx";

const FIELDS = [
  "name",
  "kind",
  "region",
  "creditCode",
  "schoolCode",
  "country",
  "address",
  "website",
] as const;

/** What the organisation was, version by version, newest first; whom it came from and went on as; what was put right. */
export function History({
  it,
  onCorrect,
}: {
  it: OrganisationRecord;
  onCorrect: ((version: Version) => void) | null;
}) {
  const { t } = useTranslation("organisations");
  const language = useLanguage();
  return (
    <>
      <Section title={t("history")} note={t("history-note")}>
        <ol className="versions">
          {it.versions.map((version, at) => (
            <li key={version.since ?? ""}>
              <p className="version-span">
                <Span since={version.since} until={version.until} />
              </p>
              <div>
                <h3>{version.name}</h3>
                <p>
                  <b>{t(`changed.${version.change}`)}</b>{" "}
                  <Differences version={version} before={it.versions[at + 1]} />
                </p>
                {version.note && <p>{version.note}</p>}
                <p className="version-source">
                  {[version.source, t("recorded", { at: formatDate(version.recordedAt, language, true) })]
                    .filter(Boolean)
                    .join(" · ")}
                  {onCorrect && (
                    <button type="button" className="quiet" onClick={() => onCorrect(version)}>
                      {t("do.correct")}
                    </button>
                  )}
                </p>
              </div>
            </li>
          ))}
        </ol>
      </Section>
      {it.predecessors.length > 0 && (
        <Successions title={t("predecessors")} items={it.predecessors} side="from" />
      )}
      {it.successors.length > 0 && <Successions title={t("successors")} items={it.successors} side="to" />}
      {it.corrections.length > 0 && (
        <Section title={t("corrections")} note={t("corrections-note")}>
          <ol className="versions">
            {it.corrections.map((one) => (
              <li key={one.id}>
                <p className="version-span">
                  <time dateTime={one.at}>{formatDate(one.at, language)}</time>
                </p>
                <div>
                  {Object.keys(one.after).map((field) => (
                    <p key={field}>
                      {t(`field.${field}`)}: <s>{said(t, field, one.before[field])}</s> →{" "}
                      {said(t, field, one.after[field])}
                    </p>
                  ))}
                  <p className="version-source">{one.note}</p>
                </div>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}

type Words = ReturnType<typeof useTranslation>["t"];

function said(t: Words, field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  return field === "kind" ? t(`kind.${value as Kind}`) : String(value as string);
}

/** In which fields a version differs from the one before it. */
function Differences({ version, before }: { version: Version; before: Version | undefined }) {
  const { t } = useTranslation("organisations");
  if (!before) return null;
  const shown = (one: Version, field: (typeof FIELDS)[number]) =>
    field === "region" ? one.regionName : said(t, field, one[field]);
  const changed = FIELDS.filter((field) => version[field] !== before[field]);
  return (
    <>
      {changed
        .map((field) =>
          t("difference", {
            field: t(`field.${field}`),
            before: shown(before, field),
            after: shown(version, field),
          }),
        )
        .join("；")}
    </>
  );
}

function Successions({ title, items, side }: { title: string; items: Succession[]; side: "from" | "to" }) {
  const { t } = useTranslation("organisations");
  return (
    <Section title={title}>
      <ul className="versions">
        {items.map((one) => (
          <li key={one.id}>
            <p className="version-span">{one.onDay}</p>
            <div>
              <Link to={`/organisations/${one.id}`}>{one.name}</Link>{" "}
              <span className="tag">{t(`succession.${side}.${one.kind}`)}</span>
              {one.note && <p>{one.note}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
