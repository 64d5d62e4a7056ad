import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { StoredFile } from "../../api/files.ts";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { Upload } from "../../parts/Upload.tsx";
import { useAskCredit, useCreditRules, type CreditRule } from "./api.ts";
import "../pathways.css";

/** Task: ask a school to count what I know already, by one of its rules, with the evidence. */
export function Component() {
  const { t } = useTranslation("pathways");
  const [params, setParams] = useSearchParams();
  const query = { school: params.get("school"), programme: params.get("programme"), limit: 200 };
  const asking = query.school !== null && query.programme !== null;
  const found = useCreditRules(query, asking);
  const rules = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(({ inForce }) => inForce);
  const rule = rules.find(({ id }) => id === params.get("rule")) ?? rules[0];
  return (
    <Page
      narrow
      title={t("credits.new")}
      crumbs={[{ name: t("credits.mine"), path: "/credits" }]}
      lead={t("credits.new-lead")}
    >
      {asking && found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {(!asking || (found.data && !rule)) && (
        <Empty
          title={t("credits.no-rule")}
          actions={
            <Link className="button primary" to="/public/credit-rules">
              {t("rules.title")}
            </Link>
          }
        >
          <p>{t("credits.no-rule-words")}</p>
        </Empty>
      )}
      {rule && (
        <Ask
          key={rule.id}
          rule={rule}
          rules={rules}
          onRule={(id) =>
            setParams(
              (old) => {
                old.set("rule", id);
                return old;
              },
              { replace: true },
            )
          }
        />
      )}
    </Page>
  );
}

function Ask({ rule, rules, onRule }: { rule: CreditRule; rules: CreditRule[]; onRule: (id: string) => void }) {
  const { t } = useTranslation("pathways");
  const navigate = useNavigate();
  const ask = useAskCredit();
  const [statement, setStatement] = useState("");
  const [evidenceKey, setEvidenceKey] = useState("");
  const [files, setFiles] = useState<StoredFile[]>([]);
  return (
    <form
      className="form wider"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate(
          { rule: rule.id, statement, evidenceKey, files: files.map(({ id }) => id) },
          { onSuccess: ({ id }) => void navigate(`/credits/${id}`) },
        );
      }}
    >
      <label>
        <span>{t("credits.rule", { school: rule.schoolName, programme: rule.programmeName })}</span>
        <select value={rule.id} onChange={(event) => onRule(event.target.value)}>
          {rules.map((one) => (
            <option key={one.id} value={one.id}>
              {t("credits.rule-line", { source: one.source, course: one.course, credits: one.credits })}
            </option>
          ))}
        </select>
      </label>
      {rule.needs && <p className="doubt">{t("credits.needs", { needs: rule.needs })}</p>}
      <label>
        <span>{t("credits.statement")}</span>
        <textarea required rows={4} maxLength={4000} placeholder={t("credits.statement-example")} value={statement} onChange={(event) => setStatement(event.target.value)} />
      </label>
      <label>
        <span>{t("credits.key")}</span>
        <input required minLength={2} maxLength={120} placeholder={t("credits.key-example")} value={evidenceKey} onChange={(event) => setEvidenceKey(event.target.value)} />
      </label>
      <div>
        <p className="section-note">{t("credits.files")}</p>
        <Upload purpose="evidence" subject={null} onUploaded={(file) => setFiles((all) => [...all, file])} />
        <ul aria-live="polite">
          {files.map((file) => (
            <li key={file.id}>{t("credits.attached", { name: file.name })}</li>
          ))}
        </ul>
      </div>
      {ask.error && <Failure error={ask.error} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={ask.isPending || files.length === 0}>
          {t("credits.submit")}
        </button>
        {files.length === 0 && <small>{t("credits.file-first")}</small>}
      </div>
    </form>
  );
} // prettier-ignore
