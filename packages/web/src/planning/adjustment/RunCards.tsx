import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { allOf, cardsPath, useCards, useRuleSet, type CardLine, type Run } from "./api.ts";
import { DecisionCell, inLanguage } from "./pieces.tsx";
import { DECISIONS } from "./rules.ts";
import { useThisRun } from "./RunPage.tsx";

/** List: the cards of a run, filtered in the address. */
export function Component() {
  const run = useThisRun();
  return <CardList run={run} />;
}

/** @param waiting only those that a school objected to and nobody has answered */
export function CardList({ run, waiting = false }: { run: Run; waiting?: boolean }) {
  const { t } = useTranslation("adjustment");
  const { scope, to } = useScope();
  const rules = useRuleNames(run.ruleSet.id);
  const [decision] = useFilter("decision");
  const [rule] = useFilter("rule");
  const [q] = useFilter("q");
  const [programme, setProgramme] = useFilter("programme");
  const [school, setSchool] = useFilter("school");
  const [open] = useFilter("unanswered");
  const query = {
    decision,
    rule,
    q,
    programme,
    school,
    city: scope.city,
    level: scope.level,
    unanswered: waiting || open ? "true" : null,
  };
  const found = useCards(run.id, query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const path = (card: CardLine) => to(`/adjustments/${run.id}/cards/${card.offering}`);
  const columns: Column<CardLine>[] = [
    {
      key: "school",
      title: t("column.school"),
      wide: true,
      value: (card) => card.school.name,
      render: (card) => <Link to={path(card)}>{card.school.name}</Link>,
    },
    {
      key: "programme",
      title: t("column.programme"),
      wide: true,
      value: (card) => `${card.programme.name} ${card.programme.code}`,
      render: (card) => (
        <>
          {card.programme.name} <small>{card.programme.code}</small>
        </>
      ),
    },
    { key: "level", title: t("column.level"), value: (card) => t(`shell:level.${card.level}`) },
    { key: "city", title: t("column.city"), value: (card) => card.city.name },
    {
      key: "decision",
      title: t("column.decision"),
      value: (card) => t(`decision.${card.decision}`),
      render: (card) => <DecisionCell card={card} />,
    },
    {
      key: "rules",
      title: t("column.rules"),
      wide: true,
      value: (card) => card.rules.map((id) => rules.get(id) ?? id).join("；"),
      render: (card) => <RuleNames ids={card.rules} names={rules} />,
    },
    {
      key: "warned",
      title: t("column.warned"),
      note: t("column.warned-note"),
      number: true,
      value: (card) => card.warned,
    },
    {
      key: "notJudged",
      title: t("column.not-judged"),
      note: t("column.not-judged-note"),
      number: true,
      value: (card) => card.notJudged,
    },
  ];
  const extra: Column<CardLine>[] = [
    { key: "proposed", title: t("column.proposed"), value: (card) => t(`decision.${card.proposed}`) },
    { key: "reason", title: t("column.reason"), value: (card) => card.reason },
  ];
  return (
    <>
      {!waiting && (
        <div className="filters">
          <Choice name="decision" values={DECISIONS} word={(value) => t(`decision.${value}`)} />
          <Choice name="rule" values={[...rules.keys()]} word={(value) => rules.get(value) ?? value} />
          <SearchField />
          <Check name="unanswered" />
          {programme && (
            <Chip onClear={() => setProgramme(null)}>{t("filter.programme", { code: programme })}</Chip>
          )}
          {school && <Chip onClear={() => setSchool(null)}>{t("filter.school")}</Chip>}
        </div>
      )}
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t(waiting ? "objections.none" : "cards.none")}>
          <p>{t(waiting ? "objections.none-words" : "cards.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("tab.cards")}
          rows={rows}
          columns={columns}
          exportColumns={[...columns, ...extra]}
          rowKey={(card) => card.offering}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          allRows={() => allOf<CardLine>(cardsPath(run.id), query)}
          fileName={`${t("tab.cards")}-${run.round?.year ?? run.year + 1}`}
          tall
        />
      )}
    </>
  );
}

/** Names of the rules of a set by their id. */
export function useRuleNames(ruleSet: string): Map<string, string> {
  const language = useLanguage();
  const set = useRuleSet(ruleSet);
  return new Map(
    (set.data?.content.rules ?? [])
      .filter(({ kind }) => kind !== "target")
      .map((rule) => [rule.id, inLanguage(rule.name, language)]),
  );
}

export function RuleNames({ ids, names }: { ids: readonly string[]; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation("adjustment");
  const [first, ...others] = ids;
  if (first === undefined) return <small>{t("cards.no-rule")}</small>;
  return (
    <span className="rule-names" title={ids.map((id) => names.get(id) ?? id).join("\n")}>
      <span>{names.get(first) ?? first}</span>
      {others.length > 0 && <small>{t("cards.more-rules", { count: others.length })}</small>}
    </span>
  );
}

export function Choice(props: { name: string; values: readonly string[]; word: (value: string) => string }) {
  const { t } = useTranslation("adjustment");
  const [value, setValue] = useFilter(props.name);
  return (
    <label>
      {t(`filter.${props.name}`)}
      <select className="filter-choice" value={value} onChange={(event) => setValue(event.target.value)}>
        <option value="">{t("filter.all")}</option>
        {props.values.map((item) => (
          <option key={item} value={item}>
            {props.word(item)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Check({ name }: { name: string }) {
  const { t } = useTranslation("adjustment");
  const [value, setValue] = useFilter(name);
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={value !== ""}
        onChange={(event) => setValue(event.target.checked ? "true" : null)}
      />
      {t(`filter.${name}`)}
    </label>
  );
}

function Chip({ children, onClear }: { children: string; onClear: () => void }) {
  const { t } = useTranslation("adjustment");
  return (
    <button type="button" className="button small" onClick={onClear} title={t("filter.clear")}>
      {children} <span aria-hidden="true">×</span>
    </button>
  );
}

/** Types freely; the address, and with it the question to the server, follows after a pause. */
export function SearchField(props: { label?: string; example?: string }) {
  const { t } = useTranslation("adjustment");
  const [q, setQ] = useFilter("q");
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text === q) return;
    const timer = window.setTimeout(() => setQ(text.trim()), 350);
    return () => window.clearTimeout(timer);
  }, [text, q, setQ]);
  return (
    <label>
      {props.label ?? t("filter.q")}
      <input
        type="search"
        maxLength={60}
        placeholder={props.example ?? t("filter.q-example")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
