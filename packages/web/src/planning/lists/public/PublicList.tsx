import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatNumber } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { DataTable } from "../../../parts/DataTable.tsx";
import { Page, Section } from "../../../parts/Page.tsx";
import { Failure, Loading } from "../../../parts/States.tsx";
import { useEntries, useVersion, type Version } from "../api.ts";
import { entryPath, Files, useColumns } from "../pieces.tsx";
import "../../planning.css";
import "../lists.css";

/** Public: a published version of a list, read like a publication and printable on A4. */
export function Component() {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const { id } = useParams();
  const found = useVersion("public/lists", id);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const version = found.data;
  return (
    <Page
      title={version.title}
      crumbs={[
        { name: t("shell:place.lists"), path: "/lists" },
        { name: t(`kind.${version.kind}`), path: `/lists/${version.kind}` },
      ]}
      lead={
        <>
          {version.publisher} · {formatDate(version.publishedAt, language)} · {version.year} {version.version}
          {version.sample && <span className="tag shortage sample-tag">{t("sample-words")}</span>}
        </>
      }
      actions={
        <button type="button" className="button print-hidden" onClick={() => window.print()}>
          {t("print")}
        </button>
      }
    >
      {version.supersededBy && (
        <p className="doubt">
          {t("superseded")} <Link to={`/public/lists/${version.supersededBy}`}>{t("newer")}</Link>
        </p>
      )}
      {version.note && <p>{version.note}</p>}
      <Rows version={version} />
      <Section title={t("method.title")}>
        <ul className="notes">
          {version.kind === "demand" && (
            <>
              <li>{t("method.urgency")}</li>
              <li>{t("method.disclosure")}</li>
              <li>{t("method.skills")}</li>
            </>
          )}
          <li>{t("method.sources")}</li>
          {version.release && (
            <li>
              {t("rests-on")}{" "}
              <Link to={`/public/releases/${version.release.id}`}>{version.release.title}</Link>
            </li>
          )}
        </ul>
      </Section>
      <Section title={t("files")} note={t("files-frozen")} className="print-hidden">
        <Files version={version} base="public/lists" />
        {version.before && (
          <p>
            <Link to={`/public/lists/${version.id}/differences`}>
              {t("differences.against", { title: version.before.title })}
            </Link>
          </p>
        )}
      </Section>
      <Section title={t("cite")}>
        <p className="citation">
          {t("citation", {
            publisher: version.publisher,
            title: version.title,
            version: `${version.year} ${version.version}`,
            date: formatDate(version.publishedAt, language),
            address: window.location.origin + window.location.pathname,
          })}
        </p>
      </Section>
    </Page>
  );
}

function Rows({ version }: { version: Version }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const found = useEntries(
    "public/lists",
    version.id,
    version.kind === "demand" ? { place: "province" } : {},
  );
  const columns = useColumns(
    version.kind,
    (entry) => (version.state === "published" ? entryPath(version.kind, entry.itemId) : `#${entry.itemId}`),
    found.data?.pages[0]?.definitions,
  );
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rest = version.entries - (found.data?.pages[0]?.total ?? 0);
  return (
    <div className="printed-list">
      <DataTable
        caption={version.title}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.itemId}
        total={found.data?.pages[0]?.total}
        hasMore={found.hasNextPage}
        loadingMore={found.isFetchingNextPage}
        onMore={() => void found.fetchNextPage()}
      />
      {rest > 0 && (
        <p className="section-note">
          {t("rest-by-city", { count: rest, shown: formatNumber(rest, language) })}
        </p>
      )}
    </div>
  );
}
