import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Heatmap } from "../../charts/Heatmap.tsx";
import { Sankey } from "../../charts/Sankey.tsx";
import { TileMap } from "../../charts/TileMap.tsx";
import { Trend } from "../../charts/Trend.tsx";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Est, Num } from "../../parts/Figure.tsx";
import { Near } from "../../parts/Near.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import {
  releaseSource,
  usePublicRelease,
  useSource,
  useSourceList,
  type CityCell,
  type Flows,
  type HeatmapData,
  type OccupationLine,
  type Overview,
  type ProgrammeLine,
  type Release,
  type Source,
  type TrendData,
} from "../api.ts";
import { Answer, CountsOnly } from "../pieces/Answer.tsx";
import { Downloads } from "../pieces/Downloads.tsx";
import { useLinks } from "../pieces/links.ts";
import { Prices, priceText } from "../pieces/Prices.tsx";
import { tilesOf } from "../pieces/tiles.ts";
import { Worst } from "../pieces/Worst.tsx";
import "../planning.css";

/** Public: a published release, read like a publication. Figures that would tell of one employer are withheld. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { id } = useParams();
  const found = usePublicRelease(id);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const release = found.data;
  return (
    <Page
      title={release.title}
      crumbs={[{ name: t("shell:place.public-releases"), path: "/public/releases" }]}
      lead={
        <>
          {release.publisher} · {formatDate(release.publishedAt, language)} · {release.version}
          {release.sample && <span className="tag shortage sample-tag">{t("public.sample-words")}</span>}
        </>
      }
    >
      {release.supersededBy && (
        <p className="doubt">
          {t("public.superseded")}{" "}
          <Link to={`/public/releases/${release.supersededBy}`}>{t("public.newer")}</Link>
        </p>
      )}
      <Figures release={release} source={releaseSource(release.id)} />
      <Section title={t("public.downloads")} note={t("public.downloads-note")} id="downloads">
        <Downloads release={release} base={`/api/public/releases/${release.id}`} open />
      </Section>
      <Section title={t("public.cite")}>
        <p className="citation">
          {t("public.citation", {
            publisher: release.publisher,
            title: release.title,
            version: release.version,
            date: formatDate(release.publishedAt, language),
            address: window.location.origin + window.location.pathname,
          })}
        </p>
      </Section>
    </Page>
  );
}

function Figures({ release, source }: { release: Release; source: Source }) {
  const { t } = useTranslation("planning");
  const [city, setCity] = useFilter("city");
  const links = useLinks(source);
  const { year } = release;
  const overview = useSource<Overview>(source, "overview", { city });
  const cities = useSource<CityCell[]>(source, "cities", {});
  const heat = useSource<HeatmapData>(source, "heatmap", {});
  const flows = useSource<Flows>(source, "flows", { city, limit: 24 });
  const trend = useSource<TrendData>(source, "trend", { city });
  if (overview.isPending)
    return (
      <div className="first-screen">
        <Loading rows={12} />
      </div>
    );
  if (overview.error) return <Failure error={overview.error} retry={() => void overview.refetch()} />;
  const place = cities.data?.find((cell) => cell.city === city)?.name ?? release.regionName;
  return (
    <>
      <Answer overview={overview.data} year={year} place={place} />
      {city && (
        <p>
          <button type="button" className="button small" onClick={() => setCity(null)}>
            {t("public.whole", { place: release.regionName })}
          </button>
        </p>
      )}
      <Worst overview={overview.data} links={links} />
      <div className="two">
        <Section title={t("where.title")}>
          {cities.error && <Failure error={cities.error} />}
          {cities.data && (
            <TileMap
              title={t("where.map", { year })}
              fileName={`cities-${year}`}
              tiles={tilesOf(cities.data, true)}
              selected={city || null}
              onSelect={(chosen) => setCity(chosen)}
            />
          )}
        </Section>
        <div>
          <Section title={t("price.title")} note={t("price.note")}>
            <Prices overview={overview.data} links={links} />
          </Section>
          <Section title={t("counts.title")}>
            <CountsOnly overview={overview.data} />
          </Section>
        </div>
      </div>
      <Section title={t("record.trend")}>
        {trend.data && (
          <Trend
            title={t("trend.title", { place })}
            note={t("trend.note")}
            fileName={`trend-${year}`}
            data={trend.data}
          />
        )}
      </Section>
      <Section title={t("heatmap.short")}>
        {heat.data && (
          <Heatmap
            title={t("heatmap.title", { year })}
            note={t("heatmap.note")}
            fileName={`heatmap-${year}`}
            data={heat.data}
          />
        )}
      </Section>
      <Section title={t("flows.short")}>
        {flows.data && flows.data.links.length > 0 && (
          <Sankey
            title={t("flows.title", { year })}
            note={t("flows.note")}
            fileName={`flows-${year}`}
            data={flows.data}
          />
        )}
      </Section>
      <Tables source={source} city={city} year={year} />
      <Section title={t("notes.title")}>
        <ul className="notes">
          {overview.data.notes.map((note) => (
            <li key={note.key}>{note.text}</li>
          ))}
          <li>{t("public.withheld")}</li>
          <li>
            <Link to="/aboutdata">{t("public.about")}</Link>
          </li>
        </ul>
      </Section>
    </>
  );
}

function Tables({ source, city, year }: { source: Source; city: string; year: number }) {
  const { t } = useTranslation("planning");
  const [side, setSide] = useState<"occupations" | "programmes">("occupations");
  return (
    <Section title={t("public.tables")}>
      <div className="tabs">
        {(["occupations", "programmes"] as const).map((name) => (
          <button key={name} type="button" aria-pressed={side === name} onClick={() => setSide(name)}>
            {t(`view.${name}`)}
          </button>
        ))}
      </div>
      <Near height={2000}>
        {side === "occupations" ? (
          <Occupations source={source} city={city} year={year} />
        ) : (
          <Programmes source={source} city={city} year={year} />
        )}
      </Near>
    </Section>
  );
}

function Occupations({ source, city, year }: { source: Source; city: string; year: number }) {
  const { t } = useTranslation("planning");
  const links = useLinks(source);
  const [sort, setSort] = useState<string | null>("-shortage");
  const found = useSourceList<OccupationLine>(source, "occupations", { city, sort: sort ?? "-shortage" });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<OccupationLine>[] = [
    {
      key: "name",
      title: t("column.occupation"),
      wide: true,
      value: (row) => row.name,
      render: (row) => <Link to={links.occupation(row.code)}>{row.name}</Link>,
    },
    {
      key: "demand",
      title: t("column.demand"),
      sort: "demand",
      number: true,
      value: (row) => row.demand?.value ?? null,
      render: (row) => <Est of={row.demand} suppressed={row.suppressed} />,
    },
    {
      key: "matched",
      title: t("column.matched"),
      sort: "matched",
      number: true,
      value: (row) => row.matched,
      render: (row) => <Num value={row.matched} suppressed={row.suppressed} />,
    },
    {
      key: "shortage",
      title: t("column.shortage"),
      sort: "shortage",
      number: true,
      value: (row) => row.shortage?.value ?? null,
      render: (row) => <Est of={row.shortage} suppressed={row.suppressed} />,
    },
  ];
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} />;
  return (
    <DataTable
      caption={t("view.occupations")}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.code}
      sort={sort ?? "-shortage"}
      onSort={setSort}
      hasMore={found.hasNextPage}
      loadingMore={found.isFetchingNextPage}
      onMore={() => void found.fetchNextPage()}
      fileName={`occupations-${year}`}
    />
  );
}

function Programmes({ source, city, year }: { source: Source; city: string; year: number }) {
  const { t } = useTranslation("planning");
  const links = useLinks(source);
  const [sort, setSort] = useState<string | null>("-surplus");
  const found = useSourceList<ProgrammeLine>(source, "programmes", { city, sort: sort ?? "-surplus" });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<ProgrammeLine>[] = [
    {
      key: "name",
      title: t("column.programme"),
      wide: true,
      value: (row) => row.name,
      render: (row) => <Link to={links.programme(row.code)}>{row.name}</Link>,
    },
    { key: "level", title: t("column.level"), value: (row) => t(`shell:level.${row.level}`) },
    {
      key: "supply",
      title: t("column.supply"),
      sort: "supply",
      number: true,
      value: (row) => row.supply?.value ?? null,
      render: (row) => <Est of={row.supply} suppressed={row.suppressed} />,
    },
    {
      key: "surplus",
      title: t("column.surplus"),
      sort: "surplus",
      number: true,
      value: (row) => row.surplus?.value ?? null,
      render: (row) => <Est of={row.surplus} suppressed={row.suppressed} />,
    },
    {
      key: "price",
      title: t("column.price"),
      sort: "price",
      number: true,
      value: (row) => row.price?.max ?? null,
      render: (row) => priceText(row.price),
    },
  ];
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} />;
  return (
    <DataTable
      caption={t("view.programmes")}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.code}
      sort={sort ?? "-surplus"}
      onSort={setSort}
      hasMore={found.hasNextPage}
      loadingMore={found.isFetchingNextPage}
      onMore={() => void found.fetchNextPage()}
      fileName={`programmes-${year}`}
    />
  );
}
