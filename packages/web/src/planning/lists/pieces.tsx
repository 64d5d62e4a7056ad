import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatBytes, formatNumber, formatShare, type Language } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Column } from "../../parts/DataTable.tsx";
import { Est, Num } from "../../parts/Figure.tsx";
import type { Amount, Entry, ListKind, ListState, Version } from "./api.ts";

const TONES: Record<ListState, string> = {
  draft: "",
  reviewed: "blue",
  published: "good",
  superseded: "",
  withdrawn: "",
};
export function StateTag({ state }: { state: ListState }) {
  const { t } = useTranslation("lists");
  return <span className={`tag ${TONES[state]}`}>{t(`state.${state}`)}</span>;
}

/** Where a row comes from; what a person typed in is marked, because nothing computed it. */
export function SourceTag({ entry }: { entry: Pick<Entry, "source" | "sourceName" | "confidence"> }) {
  const { t } = useTranslation("lists");
  const tone = entry.source === "entered" ? "shortage" : entry.source === "stated" ? "blue" : "";
  return (
    <span
      className={`tag ${tone}`}
      title={`${entry.sourceName} · ${t("confidence.of", { word: t(`confidence.${entry.confidence}`) })}`}
    >
      {t(`source.${entry.source}`)}
    </span>
  );
}

const GRADE_TONES = { severe: "red", high: "shortage", some: "", none: "" } as const;
export function Grade({ entry }: { entry: Entry }) {
  const { t } = useTranslation("lists");
  if (entry.content.kind !== "demand" || entry.content.urgency === null) return <>—</>;
  const { grade, score } = entry.content.urgency;
  return (
    <span className={`tag ${GRADE_TONES[grade]}`} title={t("urgency.note")}>
      {t(`grade.${grade}`)} {score}
    </span>
  );
}

const POLICY_TONES = { coming: "blue", open: "good", ended: "", suspended: "red" } as const;
export function PolicyTag({ state }: { state: Entry["policyState"] }) {
  const { t } = useTranslation("lists");
  return state === null ? null : (
    <span className={`tag ${POLICY_TONES[state]}`}>{t(`policy-state.${state}`)}</span>
  );
}

/** "1.5%" of "0.015": digits are moved, nothing is computed. */
function percentOf(share: string): string {
  const [whole = "0", part = ""] = share.split(".");
  const digits = part.padEnd(2, "0");
  const tail = digits.slice(2).replace(/0+$/, "");
  return `${Number(whole + digits.slice(0, 2))}${tail ? `.${tail}` : ""}%`;
}

/** Fen as yuan, exactly. */
export function money(fen: number, language: Language): string {
  const unit = language === "zh-CN" ? "元" : "yuan";
  return `${formatNumber(Math.floor(fen / 100), language)}${fen % 100 ? `.${String(fen % 100).padStart(2, "0")}` : ""} ${unit}`;
}

export function useAmount(): (amount: Amount) => string {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  return (amount) => {
    if (amount.kind === "text") return amount.text;
    if (amount.kind === "fen") return `${money(amount.fen, language)}${amount.per ? ` / ${amount.per}` : ""}`;
    return t("amount.share-of", { share: percentOf(amount.share), of: amount.of });
  };
}

const names = (all: readonly { name: string }[]): string => all.map(({ name }) => name).join("、");
export const placeOf = ({ content }: Entry, whole: string): string =>
  content.kind === "demand" ? content.cityName : names(content.cities) || whole;

/** The address of an entry of a list in force. */
export const entryPath = (kind: ListKind, itemId: string): string => `/lists/${kind}/${itemId}`;

/** Columns of a list of one kind. @param definitions field → key of /indicators, as the server says with the rows */
export function useColumns(
  kind: ListKind,
  pathOf: (entry: Entry) => string,
  definitions: Record<string, string> = {},
): Column<Entry>[] {
  return useKindColumns(kind, pathOf).map((column) => ({ ...column, definition: definitions[column.key] }));
}

function useKindColumns(kind: ListKind, pathOf: (entry: Entry) => string): Column<Entry>[] {
  const { t } = useTranslation("lists");
  const amount = useAmount();
  const title: Column<Entry> = {
    key: "title",
    title: t(`column.${kind}`),
    wide: true,
    value: (row) => row.title,
    render: (row) => <Link to={pathOf(row)}>{row.title}</Link>,
  };
  const place: Column<Entry> = {
    key: "place",
    title: t("field.city"),
    value: (row) => placeOf(row, t("whole")),
  };
  const text = (key: string, value: (row: Entry) => string | null, wide = false): Column<Entry> => ({
    key,
    title: t(`field.${key}`),
    value,
    wide,
  });
  const figure = (key: "now" | "in1" | "in3"): Column<Entry> => ({
    key,
    title: t(`field.${key}`),
    number: true,
    value: (row) => (row.content.kind === "demand" ? (row.content[key]?.value ?? null) : null),
    render: (row) => <Est of={row.content.kind === "demand" ? row.content[key] : null} />,
  });
  const last: Column<Entry>[] = [
    { key: "answered", title: t("answered"), number: true, value: (row) => row.answered },
    {
      key: "source",
      title: t("source.title"),
      value: (row) => t(`source.${row.source}`),
      render: (row) => <SourceTag entry={row} />,
    },
  ];
  if (kind === "demand")
    return [
      title,
      text("level", (row) =>
        row.content.kind === "demand" ? t(`level.${row.content.level || "any"}`) : null,
      ),
      place,
      figure("now"),
      figure("in1"),
      figure("in3"),
      {
        key: "shortage",
        title: t("field.shortage"),
        number: true,
        value: (row) => (row.content.kind === "demand" ? row.content.shortage : null),
        render: (row) => (
          <Num
            value={row.content.kind === "demand" ? row.content.shortage : null}
            reason={t("not-computed")}
          />
        ),
      },
      {
        key: "urgency",
        title: t("field.urgency"),
        note: t("urgency.note"),
        number: true,
        value: (row) => (row.content.kind === "demand" ? (row.content.urgency?.score ?? null) : null),
        render: (row) => <Grade entry={row} />,
      },
      ...last,
    ];
  if (kind === "industry")
    return [
      title,
      place,
      text("industries", (row) => (row.content.kind === "industry" ? names(row.content.industries) : null)),
      {
        key: "growth",
        title: t("field.growth"),
        number: true,
        value: (row) => (row.content.kind === "industry" ? (row.content.growth[0]?.growth ?? null) : null),
        render: (row) => (row.content.kind === "industry" ? formatShare(row.content.growth[0]?.growth) : "—"),
      },
      {
        key: "newPosts",
        title: t("field.newPosts"),
        number: true,
        value: (row) => (row.content.kind === "industry" ? (row.content.growth[0]?.newPosts ?? null) : null),
      },
      text(
        "talents",
        (row) =>
          row.content.kind === "industry"
            ? row.content.talents.map((one) => one.title).join("、") || row.content.noTalent
            : null,
        true,
      ),
      ...last,
    ];
  return [
    title,
    text("instrument", (row) =>
      row.content.kind === "policy" ? t(`instrument.${row.content.instrument}`) : null,
    ),
    text("amount", (row) => (row.content.kind === "policy" ? amount(row.content.amount) : null), true),
    text("office", (row) => (row.content.kind === "policy" ? row.content.office : null)),
    text("validTo", (row) => (row.content.kind === "policy" ? row.content.to : null)),
    {
      key: "state",
      title: t("field.state"),
      value: (row) => row.policyState,
      render: (row) => <PolicyTag state={row.policyState} />,
    },
    ...last,
  ];
}

const FILES = ["list.docx", "list.xlsx", "list.csv", "manifest.json"];
/** Files of a version; those of a draft are printed when they are asked for. */
export function Files({ version, base }: { version: Pick<Version, "id" | "files">; base: string }) {
  const { t } = useTranslation("lists");
  const known = new Map(version.files.map((file) => [file.name, file]));
  return (
    <ul className="downloads">
      {FILES.map((name) => (
        <li key={name}>
          <a href={`/api/${base}/${version.id}/files/${name}`} download>
            {t(`file.${name}`)}
          </a>
          <small>
            {name} {known.has(name) ? formatBytes(known.get(name)!.bytes) : t("file.preview")}
          </small>
        </li>
      ))}
    </ul>
  );
}

export function Choice(props: {
  label: string;
  value: string;
  onChange: (value: string | null) => void;
  values: readonly string[];
  word: (value: string) => string;
}) {
  const { t } = useTranslation("lists");
  return (
    <label>
      {props.label}
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{t("filter.all")}</option>
        {props.values.map((one) => (
          <option key={one} value={one}>
            {props.word(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
