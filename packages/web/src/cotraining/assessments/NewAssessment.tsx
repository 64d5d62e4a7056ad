import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useCandidates, useWrite } from "./api.ts";
import { RubricForm } from "./RubricForm.tsx";

const PASS = 60;

/** Task: choose a placement, adapt the rubric that its post's competences suggest, propose it to the enterprise. */
export function Component() {
  const { t } = useTranslation("assessments");
  const language = useLanguage();
  const go = useNavigate();
  const found = useCandidates();
  const write = useWrite<{ id: string }>();
  const [placement, setPlacement] = useState("");
  const items = found.data?.items ?? [];
  const chosen = items.find((one) => one.placement === placement);
  return (
    <Page title={t("new")} lead={t("new-lead")} crumbs={[{ name: t("title"), path: "/joint-assessments" }]}>
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} />}
      {found.data && items.length === 0 && (
        <Empty title={t("no-candidate")}>
          <p>{t("no-candidate-words")}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <div className="filters">
          <label>
            {t("placement")}
            <select value={placement} onChange={(event) => setPlacement(event.target.value)}>
              <option value="">—</option>
              {items.map((one) => (
                <option key={one.placement} value={one.placement}>
                  {one.name} · {one.postName} · {one.enterpriseName} · {formatDate(one.fromOn, language)} – {formatDate(one.toOn, language)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {chosen && (
        <RubricForm
          key={chosen.placement}
          items={chosen.suggested}
          passMark={PASS}
          pending={write.isPending}
          onSave={(rubric, passMark) => write.mutate({ path: "joint-assessments", body: { placement, kind: chosen.kind, items: rubric, passMark } }, { onSuccess: ({ id }) => void go(`/joint-assessments/${id}`) })}
        />
      )}
      {write.error && <Failure error={write.error} />}
    </Page>
  );
} // prettier-ignore
