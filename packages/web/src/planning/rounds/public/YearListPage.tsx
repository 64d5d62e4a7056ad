import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { DataTable, type Column } from "../../../parts/DataTable.tsx";
import { Page, Section } from "../../../parts/Page.tsx";
import { Failure, Loading } from "../../../parts/States.tsx";
import { useYearList, type ListedItem } from "../api.ts";
import { nameOf } from "./NoticePage.tsx";

const PARTS: readonly ListedItem["result"][] = ["recorded", "approved", "pending", "refused"];

/** Public: what a year decided, with what was refused and why. */
export function Component() {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const { id } = useParams();
  const found = useYearList(id);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const list = found.data;
  const count = (result: ListedItem["result"]) => list.items.filter((item) => item.result === result).length;
  const columns: Column<ListedItem>[] = [
    { key: "school", title: t("school"), value: (item) => item.school },
    { key: "programme", title: t("programme"), value: nameOf },
    { key: "city", title: t("city"), value: (item) => item.city },
    { key: "level", title: t("level"), value: (item) => t(`level.${item.level}`) },
    { key: "kind", title: t("kind"), value: (item) => `${t(`kind.${item.kind}`)}${item.change ? ` ${t(`change.${item.change}`)}` : ""}` },
    { key: "document", title: t("act.document"), value: (item) => item.document ?? "—" },
    { key: "reason", title: t("act.reason"), value: (item) => item.reason ?? "—", wide: true },
  ]; // prettier-ignore
  return (
    <Page
      title={list.title}
      crumbs={[{ name: t("shell:place.public-notices"), path: "/public/notices" }]}
      lead={
        <>
          {list.publisher} · {formatDate(list.publishedAt, language)} ·{" "}
          {t("lists.version", { version: list.version })}{" "}
          {!list.current && <span className="tag shortage">{t("lists.replaced")}</span>}
          {list.sample && <span className="tag shortage">{t("sample")}</span>}
        </>
      }
      actions={
        <a className="button" href={`/api/public/year-lists/${list.id}/list.docx`} download>
          DOCX
        </a>
      }
    >
      <p className="answer">
        {t("lists.answer", {
          recorded: count("recorded"),
          approved: count("approved"),
          refused: count("refused"),
          pending: count("pending"),
        })}
      </p>
      {PARTS.filter((part) => count(part) > 0).map((part) => (
        <Section key={part} title={t(`result.${part}`)}>
          <DataTable
            caption={t(`result.${part}`)}
            rows={list.items.filter((item) => item.result === part)}
            columns={columns.filter(({ key }) => key !== (part === "refused" ? "document" : "reason"))}
            rowKey={(item) => item.application}
            fileName={`year-list-${list.year}-${part}`}
          />
        </Section>
      ))}
      <p className="section-note">{t("lists.rule", { year: list.year })}</p>
      <p className="receipt">SHA-256 {list.sha256}</p>
    </Page>
  );
}
