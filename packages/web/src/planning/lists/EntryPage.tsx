import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe, type Role } from "../../api/session.ts";
import { formatDate, formatNumber, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DefinitionLink, Est, Num } from "../../parts/Figure.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Missing } from "../../shell/Broken.tsx";
import {
  isKind,
  useAnswers,
  useEntryRecord,
  useOverview,
  type Entry,
  type EntryContent,
  type EntryRecord,
  type ListKind,
} from "./api.ts";
import { AnswerForm, answersOf } from "./AnswerForm.tsx";
import { entryPath, Grade, money, PolicyTag, SourceTag, useAmount } from "./pieces.tsx";
import "../planning.css";
import "./lists.css";

/** Record: one row of a list in force, what leads to it and from it, what became of it, and who answered. */
export function Component() {
  const { kind } = useParams();
  return isKind(kind) ? <OfKind kind={kind} /> : <Missing />;
}

function OfKind({ kind }: { kind: ListKind }) {
  const { t } = useTranslation("lists");
  const { item } = useParams();
  const overview = useOverview();
  const version = overview.data?.lists.find((list) => list.kind === kind)?.version;
  const found = useEntryRecord(version?.id, item);
  if (overview.error) return <Failure error={overview.error} />;
  if (overview.data && !version) return <Missing />;
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { entry } = found.data;
  return (
    <Page
      title={entry.title}
      crumbs={[
        { name: t("shell:place.lists"), path: "/lists" },
        { name: t(`kind.${kind}`), path: `/lists/${kind}` },
      ]}
      lead={
        <>
          <SourceTag entry={entry} /> {entry.sourceName} ·{" "}
          {t("confidence.of", { word: t(`confidence.${entry.confidence}`) })}{" "}
          {kind === "demand" ? <Grade entry={entry} /> : <PolicyTag state={entry.policyState} />}
        </>
      }
    >
      {entry.source === "entered" && <p className="doubt">{t("entered-words")}</p>}
      <Facts entry={entry} definitions={found.data.definitions} />
      <Answers entry={entry} />
      <Links record={found.data} />
      <History record={found.data} />
    </Page>
  );
}

function Facts({ entry, definitions }: { entry: Entry; definitions: Record<string, string> }) {
  const { t } = useTranslation("lists");
  const { content } = entry;
  const rows = useFacts(content);
  return (
    <dl className="facts list-facts">
      {rows.map(([key, value]) => (
        <div key={key} className="fact-row">
          <dt>
            {t(`field.${key}`)}
            {definitions[key] && <DefinitionLink of={t(`field.${key}`)} to={definitions[key]} />}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useFacts(content: EntryContent): [string, ReactNode][] {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const amount = useAmount();
  const names = (all: readonly { name: string }[], none = "—") =>
    all.map(({ name }) => name).join("、") || none;
  if (content.kind === "demand")
    return [
      [
        "occupation",
        content.occupation ? (
          <Link to={`/standards/occupations/${content.occupation.code}`}>
            {content.occupation.name} <small>{content.occupation.code}</small>
          </Link>
        ) : (
          "—"
        ),
      ],
      ["level", t(`level.${content.level || "any"}`)],
      ["city", content.cityName],
      ["now", <Est key="now" of={content.now} />],
      ["in1", <Est key="in1" of={content.in1} />],
      ["in3", <Est key="in3" of={content.in3} />],
      ["shortage", <Num key="shortage" value={content.shortage} reason={t("not-computed")} />],
      ["price", <Num key="price" value={content.price} digits={2} reason={t("not-computed")} />],
      [
        "stated",
        content.stated
          ? t("stated-by", {
              count: content.stated.enterprises,
              number: formatNumber(content.stated.number, language),
            })
          : t("stated-none"),
      ],
      ["from", content.from || "—"],
      [
        "programmes",
        content.programmes.length === 0 ? (
          t("no-programmes")
        ) : (
          <ul className="inline-list">
            {content.programmes.map((one) => (
              <li key={one.code}>
                <Link to={`/standards/programmes/${one.code}`}>{one.name}</Link>{" "}
                <small>{t(`level.${one.level}`)}</small>
              </li>
            ))}
          </ul>
        ),
      ],
      ["skills", [...content.skills, ...content.courses].join("、") || "—"],
      ["certificates", content.certificates.join("、") || "—"],
    ];
  if (content.kind === "industry")
    return [
      ["city", names(content.cities, t("whole"))],
      ["park", content.park || "—"],
      ["industries", content.industries.map(({ code, name }) => `${code} ${name}`).join("、")],
      [
        "enterprises",
        content.enterprises.length === 0 ? (
          "—"
        ) : (
          <ul className="inline-list">
            {content.enterprises.map((one) => (
              <li key={one.name}>
                {one.id ? <Link to={`/organisations/${one.id}`}>{one.name}</Link> : one.name}
              </li>
            ))}
          </ul>
        ),
      ],
      ["products", content.products.join("、") || "—"],
      [
        "projects",
        content.projects
          .map((one) =>
            [one.name, one.investmentFen === null ? "" : money(one.investmentFen, language), one.stage]
              .filter(Boolean)
              .join(" · "),
          )
          .join("；") || "—",
      ],
      [
        "outputValue",
        content.output ? `${money(content.output.fen, language)} (${content.output.year})` : "—",
      ],
      [
        "growth",
        content.growth.length === 0 ? (
          "—"
        ) : (
          <ul className="inline-list">
            {content.growth.map((one) => (
              <li key={`${one.industry}${one.year}`}>
                {one.year} <b>{formatShare(one.growth)}</b>{" "}
                {one.newPosts !== null && (
                  <small>{t("new-posts", { shown: formatNumber(one.newPosts, language) })}</small>
                )}
              </li>
            ))}
          </ul>
        ),
      ],
      ["document", content.growth[0]?.document || "—"],
      [
        "talents",
        content.talents.length === 0 ? (
          content.noTalent
        ) : (
          <ul className="inline-list">
            {content.talents.map((one) => (
              <li key={one.id}>
                <Link to={entryPath("demand", one.id)}>{one.title}</Link>{" "}
                <small>{t("short-by", { shown: formatNumber(one.shortage, language) })}</small>
              </li>
            ))}
          </ul>
        ),
      ],
    ];
  return [
    ["instrument", t(`instrument.${content.instrument}`)],
    ["objects", content.objects.map((one) => t(`object.${one}`)).join("、")],
    ["eligibility", content.eligibility],
    ["amount", amount(content.amount)],
    ["office", content.office],
    ["contact", content.contact || "—"],
    ["document", content.document || t("no-document")],
    ["basis", content.basis],
    ["validFrom", formatDate(content.from, language)],
    ["validTo", content.to ? formatDate(content.to, language) : t("no-end")],
    ["city", names(content.cities, t("whole"))],
    ["industries", names(content.industries)],
    ["occupations", names(content.occupations)],
    [
      "serves",
      content.serves.length === 0 ? (
        "—"
      ) : (
        <ul className="inline-list">
          {content.serves.map((one) => (
            <li key={one.id}>
              <Link to={entryPath(one.kind, one.id)}>{one.title}</Link> <small>{t(`kind.${one.kind}`)}</small>
            </li>
          ))}
        </ul>
      ),
    ],
  ];
}

const concerned = (role: Role | undefined): boolean => answersOf(role).length > 0;

function Answers({ entry }: { entry: Entry }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const me = useMe();
  const role = me.data?.user?.role;
  const office = role === "planner" || role === "administrator";
  const given = useAnswers(entry.itemId, office);
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t("answers.title")}
      note={
        entry.answered === 0
          ? t("answers.none")
          : Object.entries(entry.answers)
              .map(([key, n]) => `${t(`answer.${key}`)} ${formatNumber(n, language)}`)
              .join(" · ")
      }
    >
      {concerned(role) && !open && (
        <button type="button" className="button primary" onClick={() => setOpen(true)}>
          {t("answers.give")}
        </button>
      )}
      {open && <AnswerForm itemId={entry.itemId} onDone={() => setOpen(false)} />}
      {given.data && given.data.items.length > 0 && (
        <ol className="history">
          {given.data.items.map((one) => (
            <li key={one.id}>
              <b>{t(`answer.${one.answer}`)}</b> {one.number !== null && formatNumber(one.number, language)}{" "}
              <Link to={`/organisations/${one.organisation.id}`}>{one.organisation.name}</Link>{" "}
              <span>{one.by}</span>
              <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
              {one.reason && <p>{one.reason}</p>}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Links({ record }: { record: EntryRecord }) {
  const { t } = useTranslation("lists");
  if (record.linked.length === 0) return null;
  return (
    <Section title={t("linked.title")} note={t("linked.note")}>
      <ul className="inline-list">
        {record.linked.map((one) => (
          <li key={one.itemId}>
            <span className="tag">{t(`kind.${one.kind}`)}</span>{" "}
            <Link to={entryPath(one.kind, one.itemId)}>{one.title}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What the row said in each published version: only what changed is written out again. */
function History({ record }: { record: EntryRecord }) {
  const { t } = useTranslation("lists");
  return (
    <Section title={t("history.title")}>
      <ol className="history">
        {record.history.map((one, i) => {
          const before = record.history[i - 1]?.fields;
          const changed = before
            ? Object.keys(one.fields).filter((key) => (before[key] ?? null) !== (one.fields[key] ?? null))
            : [];
          return (
            <li key={one.versionId}>
              <Link to={`/public/lists/${one.versionId}`}>
                {one.title} {one.version}
              </Link>
              <p>
                {before === undefined
                  ? t("history.first")
                  : changed.length === 0
                    ? t("history.same")
                    : changed
                        .map(
                          (key) => `${t(`field.${key}`)}：${before[key] ?? "—"} → ${one.fields[key] ?? "—"}`,
                        )
                        .join("；")}
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
