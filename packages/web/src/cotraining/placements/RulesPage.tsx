import { useState } from "react";
import "./placements.css";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useSay } from "../rounds/pieces.tsx";
import { useRules, useWrite, type Rules } from "./api.ts";

/** Reference: the rules that placements are judged by, with their articles; the office puts others in force, a second person confirms. */
export function Component() {
  const { t } = useTranslation("placements");
  const say = useSay();
  const language = useLanguage();
  const found = useRules();
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const of = found.data;
  const columns: Column<Rules["rules"][number]>[] = [
    { key: "id", title: t("rule"), value: (row) => row.id },
    { key: "name", title: t("what"), wide: true, value: (row) => say(row.name) },
    { key: "words", title: t("condition"), wide: true, value: (row) => say(row.words) },
    { key: "kind", title: t("kind"), value: (row) => t(`kind.${row.kind}`) },
    { key: "exemption", title: t("exceptions"), value: (row) => say(row.exemption) },
    { key: "basis", title: t("basis"), wide: true, value: (row) => row.basis.article },
  ];
  return (
    <Page title={t("rules")} lead={<>{say(of.name)} · {of.key} {of.version}</>} crumbs={[{ name: t("title"), path: "/placements" }]}>
      {(of.mayPropose || of.waiting) && <Change of={of} />}
      <DataTable tall caption={t("rules")} rows={of.rules} columns={columns} rowKey={(row) => row.id} fileName="placement-rules" />
      {of.history.length > 0 && (
        <Section title={t("history")}>
          <ul className="gate-findings">
            {of.history.map((one) => (
              <li key={one.at}>
                <span className="tag">{one.version}</span>
                <p>{one.key} <small>{one.proposedBy} · {one.confirmedBy} · {formatDate(one.at, language, true)}</small></p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
} // prettier-ignore

function Change({ of }: { of: Rules }) {
  const { t } = useTranslation("placements");
  const say = useSay();
  const write = useWrite();
  const [key, setKey] = useState("");
  const { waiting } = of;
  const waits = of.presets.find((one) => one.key === waiting?.key);
  return (
    <Section title={t("other-rules")} note={t("other-rules-note")}>
      {waiting && (
        <p>
          {t("waiting", { name: waits ? say(waits.name) : waiting.key, by: waiting.by })}{" "}
          {waiting.mayConfirm && <button type="button" className="button primary" disabled={write.isPending} onClick={() => write.mutate({ path: `placement-rules/${waiting.id}/confirm` })}>{t("confirm")}</button>}
        </p>
      )}
      {of.mayPropose && !waiting && (
        <form className="filters" onSubmit={(event) => { event.preventDefault(); write.mutate({ path: "placement-rules", body: { key } }); }}>
          <label>
            {t("rules")}
            <select required value={key} onChange={({ target }) => setKey(target.value)}>
              <option value="">—</option>
              {of.presets.map((one) => <option key={one.key} value={one.key}>{say(one.name)} · {one.version}</option>)}
            </select>
          </label>
          <button className="button" disabled={write.isPending}>{t("propose")}</button>
        </form>
      )}
      {write.error && <Failure error={write.error} />}
    </Section>
  );
} // prettier-ignore
