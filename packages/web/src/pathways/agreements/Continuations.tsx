import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useContinuations, type Continuation } from "./api.ts";
import { AgreementTabs } from "./pieces.tsx";

/** Question: which programmes of the province lead nowhere, and which only on paper? */
export function Component() {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const [params, setParams] = useSearchParams();
  const level = params.get("level");
  const only = params.get("only") === "none";
  const found = useContinuations(level);
  const items = found.data?.items ?? [];
  const without = items.filter((one) => one.agreements === 0 && one.offered === 0);
  const columns: Column<Continuation>[] = [
    {
      key: "name",
      title: t("new.lower-programme"),
      wide: true,
      value: (row) => row.name,
      render: (row) => <Link to={`/pathways/programmes/${row.programme}`}>{row.name}</Link>,
    },
    { key: "code", title: t("continuations.code"), value: (row) => row.programme },
    { key: "level", title: t("continuations.level"), value: (row) => t(`stage.${row.level}`) },
    { key: "offerings", title: t("continuations.offerings"), number: true, sum: true, value: (row) => row.offerings },
    { key: "official", title: t("continuations.official"), number: true, value: (row) => row.official },
    { key: "offered", title: t("continuations.offered"), number: true, value: (row) => row.offered },
    { key: "agreements", title: t("continuations.agreements"), number: true, sum: true, value: (row) => row.agreements },
  ]; // prettier-ignore
  const set = (name: string, value: string): void =>
    setParams(
      (old) => {
        if (value) old.set(name, value);
        else old.delete(name);
        return old;
      },
      { replace: true },
    );
  return (
    <Page
      title={t("continuations.title")}
      crumbs={[{ name: t("shell:place.agreements"), path: "/agreements" }]}
      lead={t("continuations.lead")}
    >
      <AgreementTabs />
      <div className="filters">
        <label>
          {t("continuations.level")}
          <select value={level ?? ""} onChange={(event) => set("level", event.target.value)}>
            <option value="">{t("filter.all")}</option>
            <option value="secondary">{t("stage.secondary")}</option>
            <option value="college">{t("stage.college")}</option>
          </select>
        </label>
        <label className="check">
          <input type="checkbox" checked={only} onChange={(event) => set("only", event.target.checked ? "none" : "")} />
          {t("continuations.only")}
        </label>
      </div>
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && (
        <Empty title={t("continuations.none")}>
          <p>{t("continuations.none-words")}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <>
          <p className="ways-answer">
            {t("continuations.answer", {
              total: formatNumber(items.length, language),
              agreed: formatNumber(items.filter((one) => one.agreements > 0).length, language),
              without: formatNumber(without.length, language),
            })}
          </p>
          <DataTable
            caption={t("continuations.title")}
            rows={only ? without : items}
            columns={columns}
            rowKey={(row) => row.programme}
            fileName="continuations"
          />
        </>
      )}
    </Page>
  );
} // prettier-ignore
