import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatList, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { ChoiceFilter } from "../filters.tsx";
import { useSay } from "../pieces.tsx";
import { KINDS, useFlows, type Flow, type Flows } from "./api.ts";
import { FlowSankey } from "./FlowSankey.tsx";
import { AgreementTabs, useFlowWords } from "./pieces.tsx";

/** Question: of those who entered on a continuous way, who moved up, who left, who is still there? */
export function Component() {
  const { t } = useTranslation("pathways");
  const [cohort, setCohort] = useFilter("cohort");
  const [kind] = useFilter("kind");
  const query = { cohort: cohort || null, kind: kind || null };
  const found = useFlows(query);
  const every = useFlows({});
  return (
    <Page
      title={t("flow.title")}
      crumbs={[{ name: t("shell:place.agreements"), path: "/agreements" }]}
      lead={t("flow.lead")}
    >
      <AgreementTabs />
      <div className="filters">
        <label>
          {t("cohort.cohort")}
          <select value={cohort} onChange={(event) => setCohort(event.target.value)}>
            <option value="">{t("filter.all")}</option>
            {(every.data?.cohorts ?? []).map((year) => (
              <option key={year} value={year}>
                {t("cohorts.of", { year })}
              </option>
            ))}
          </select>
        </label>
        <ChoiceFilter name="kind" label={t("agreements.kind")} values={KINDS} words="move" />
      </div>
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.total.entered === 0 && (
        <Empty title={t("flow.none")}>
          <p>{t("flow.none-words")}</p>
        </Empty>
      )}
      {found.data && found.data.total.entered > 0 && <Shown flows={found.data} />}
    </Page>
  );
}

function Shown({ flows }: { flows: Flows }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const words = useFlowWords();
  const say = useSay();
  const figures = useFlowColumns();
  const named = new Map(flows.nodes.map(({ key, name }) => [key, say(name)]));
  return (
    <>
      <p className="ways-answer">{words(flows.total)}</p>
      <FlowSankey
        flows={flows}
        title={t("flow.chart")}
        note={t("flow.note", { agreements: flows.agreements, cohorts: formatList(flows.cohorts, language) })}
      />
      {flows.total.unexplained > 0 && (
        <p className="doubt">
          {t("flow.unexplained", { name: named.get("unexplained") ?? "", value: flows.total.unexplained })}
        </p>
      )}
      <Section title={t("flow.by-cohort")}>
        <DataTable
          caption={t("flow.by-cohort")}
          rows={flows.byCohort}
          columns={[
            { key: "cohort", title: t("cohort.cohort"), value: (row) => t("cohorts.of", { year: row.cohort }) },
            ...figures,
          ]}
          rowKey={(row) => String(row.cohort)}
          fileName="flows-by-cohort"
        />
      </Section>
      <Section title={t("flow.by-agreement")}>
        <DataTable
          caption={t("flow.by-agreement")}
          rows={flows.byAgreement}
          columns={[
            {
              key: "schools",
              title: t("agreements.schools"),
              wide: true,
              value: (row) => `${row.lower} → ${row.upper}`,
              render: (row) => (
                <Link to={`/agreements/${row.agreement}`}>
                  {row.lower} → {row.upper}
                </Link>
              ),
            },
            { key: "kind", title: t("agreements.kind"), value: (row) => t(`move.${row.kind}`) },
            ...figures,
          ]}
          rowKey={(row) => row.agreement}
          fileName="flows-by-agreement"
        />
      </Section>
    </>
  );
} // prettier-ignore

function useFlowColumns(): Column<Flow>[] {
  const { t } = useTranslation("pathways");
  const count = (key: "entered" | "movedUp" | "passed" | "finishedUpper", sum = true): Column<Flow> => ({ key, title: t(`flow.${key}`), number: true, sum, value: (row) => row[key] }); // prettier-ignore
  const share = (key: "movedShare" | "leftShare"): Column<Flow> => ({ key, title: t(`flow.${key}`), number: true, value: (row) => row[key], render: (row) => formatShare(row[key]) }); // prettier-ignore
  return [
    count("entered"),
    count("passed"),
    count("movedUp"),
    share("movedShare"),
    {
      key: "left",
      title: t("flow.left"),
      number: true,
      sum: true,
      value: (row) => row.leftLower + row.leftUpper,
    },
    share("leftShare"),
    count("finishedUpper"),
  ];
}
