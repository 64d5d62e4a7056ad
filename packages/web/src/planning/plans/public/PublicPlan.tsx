import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { call, type Page as PageOf } from "../../../api/client.ts";
import { formatBytes, formatDate, formatNumber } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { DataTable, type Column } from "../../../parts/DataTable.tsx";
import { Page, Section } from "../../../parts/Page.tsx";
import { Failure, Loading } from "../../../parts/States.tsx";
import { useSettled } from "../../../shell/SearchDialog.tsx";
import { usePublicPlan, type PublicPlan, type PublicSeat } from "../api.ts";
import { Worth } from "../pieces.tsx";
import "../../planning.css";
import "../plans.css";

/** Public: a published enrolment plan — how many seats, where, in what; every offering; the files. */
export function Component() {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const { id } = useParams();
  const found = usePublicPlan(id ?? "");
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const plan = found.data;
  const n = (value: number | undefined) => formatNumber(value, language);
  return (
    <Page
      title={t("public.title", { year: plan.year, region: plan.regionName })}
      crumbs={[{ name: t("shell:place.public-plans"), path: "/public/plans" }]}
      lead={
        <>
          {formatDate(plan.publishedAt, language)}
          {!plan.current && <span className="tag">{t("state.superseded")}</span>}
          {plan.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}
        </>
      }
    >
      <p className="answer">
        {t("public.answer", {
          year: plan.year,
          seats: n(plan.totals?.seats),
          offerings: n(plan.totals?.offerings),
          opened: n(plan.totals?.opened),
          closed: n(plan.totals?.closed),
        })}
      </p>
      <div className="plan-two">
        <Section title={t("public.cities")}>
          <Worth
            label={t("public.cities")}
            bars={plan.cities.map(({ name, seats }) => ({ name, value: seats }))}
          />
        </Section>
        <Section title={t("public.classes")}>
          <Worth
            label={t("public.classes")}
            bars={plan.classes.slice(0, 18).map(({ name, seats }) => ({ name, value: seats }))}
          />
        </Section>
      </div>
      <Seats plan={plan} />
      <Section title={t("public.files")} note={t("public.files-note")}>
        <ul className="downloads">
          {plan.files.map((file) => (
            <li key={file.name}>
              <a href={`/api/public/plans/${plan.id}/files/${file.name}`} download>
                {t(`file.${file.name}`)}
              </a>
              <small>
                {file.name} {formatBytes(file.bytes)}
              </small>
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}

function Seats({ plan }: { plan: PublicPlan }) {
  const { t } = useTranslation("plans");
  const [words, setWords] = useState("");
  const [city, setCity] = useState("");
  const [level, setLevel] = useState("");
  const q = useSettled(words);
  const found = useInfiniteQuery({
    queryKey: ["public-plan", plan.id, "seats", q, city, level],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) =>
      call<PageOf<PublicSeat>>(`/api/public/plans/${plan.id}/seats`, { query: { q, city, level, cursor: pageParam, limit: 100 }, signal }),
    getNextPageParam: (page) => page.next,
  });
  const columns: Column<PublicSeat>[] = [
    { key: "school", title: t("editor.school"), value: (row) => row.school, wide: true },
    { key: "programme", title: t("editor.programme"), value: (row) => row.programmeName, render: (row) => <>{row.programmeName} <small>{row.programme}</small></> },
    { key: "level", title: t("editor.level"), value: (row) => t(`shell:level.${row.level}`) },
    { key: "city", title: t("editor.city"), value: (row) => row.cityName },
    { key: "last", title: t("level.last"), number: true, value: (row) => row.last },
    { key: "seats", title: t("level.seats"), number: true, value: (row) => row.seats },
  ];
  return (
    <Section title={t("public.offerings")}>
      <div className="filters">
        <input type="search" value={words} placeholder={t("editor.search")} aria-label={t("editor.search")} onChange={(event) => setWords(event.target.value)} />
        <select aria-label={t("editor.level")} value={level} onChange={(event) => setLevel(event.target.value)}>
          <option value="">{t("editor.all-level")}</option>
          {plan.totals?.levels.map((line) => <option key={line.level} value={line.level}>{t(`shell:level.${line.level}`)}</option>)}
        </select>
        <select aria-label={t("editor.city")} value={city} onChange={(event) => setCity(event.target.value)}>
          <option value="">{t("editor.all-city")}</option>
          {plan.cities.map((line) => <option key={line.key} value={line.key}>{line.name}</option>)}
        </select>
      </div>
      {found.error && <Failure error={found.error} />}
      {found.isPending && <Loading rows={6} />}
      {found.data && (
        <DataTable
          caption={t("public.offerings")}
          rows={found.data.pages.flatMap((page) => page.items)}
          columns={columns}
          rowKey={(row) => row.offering}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          onSort={() => undefined}
        />
      )}
    </Section>
  );
} // prettier-ignore
