import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "../../parts/States.tsx";
import { Picker } from "../Picker.tsx";
import { SOURCES, useAddRule, useSetLimit, type NewRule } from "./api.ts";

/** What my school counts for which course of which programme. */
export function RuleForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("pathways");
  const add = useAddRule();
  const [rule, setRule] = useState<NewRule>({
    programme: "",
    sourceKind: "certificate",
    source: "",
    needs: "",
    course: "",
    credits: 2,
    validFrom: new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date()),
    validUntil: null,
  });
  const set = (patch: Partial<NewRule>): void => setRule({ ...rule, ...patch });
  return (
    <form
      className="form agreement-form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(rule, { onSuccess: onClose });
      }}
    >
      <Picker
        kind="programme"
        label={t("rules.programme")}
        placeholder={t("ask.programme-example")}
        values={rule.programme ? [rule.programme] : []}
        onChange={([code]) => set({ programme: code ?? "" })}
      />
      <div className="ways-row">
        <label>
          <span>{t("rules.kind")}</span>
          <select
            value={rule.sourceKind}
            onChange={(event) => set({ sourceKind: event.target.value as NewRule["sourceKind"] })}
          >
            {SOURCES.map((kind) => (
              <option key={kind} value={kind}>
                {t(`source.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("rules.source")}</span>
          <input required maxLength={120} value={rule.source} onChange={(event) => set({ source: event.target.value })} />
        </label>
        <label>
          <span>{t("rules.needs")}</span>
          <input maxLength={300} placeholder={t("rules.needs-example")} value={rule.needs} onChange={(event) => set({ needs: event.target.value })} />
        </label>
      </div>
      <div className="ways-row">
        <label>
          <span>{t("rules.course")}</span>
          <input required maxLength={120} value={rule.course} onChange={(event) => set({ course: event.target.value })} />
        </label>
        <label>
          <span>{t("rules.credits")}</span>
          <input required type="number" min={0.1} max={100} step={0.1} value={rule.credits} onChange={(event) => set({ credits: Number(event.target.value) })} />
        </label>
        <label>
          <span>{t("rules.from")}</span>
          <input required type="date" value={rule.validFrom} onChange={(event) => set({ validFrom: event.target.value })} />
        </label>
        <label>
          <span>{t("rules.to")}</span>
          <input type="date" min={rule.validFrom} value={rule.validUntil ?? ""} onChange={(event) => set({ validUntil: event.target.value || null })} />
        </label>
      </div>
      {add.error && <Failure error={add.error} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={add.isPending || rule.programme === ""}>
          {t("rules.publish")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
} // prettier-ignore

/** At most such a share of a programme's credits. */
export function LimitForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("pathways");
  const set = useSetLimit();
  const [programme, setProgramme] = useState("");
  const [total, setTotal] = useState(140);
  const [percent, setPercent] = useState(30);
  return (
    <form
      className="form agreement-form"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ programme, total, share: percent / 100 }, { onSuccess: onClose });
      }}
    >
      <Picker
        kind="programme"
        label={t("rules.programme")}
        placeholder={t("ask.programme-example")}
        values={programme ? [programme] : []}
        onChange={([code]) => setProgramme(code ?? "")}
      />
      <div className="ways-row">
        <label>
          <span>{t("limits.total")}</span>
          <input
            required
            type="number"
            min={1}
            max={400}
            value={total}
            onChange={(event) => setTotal(Number(event.target.value))}
          />
        </label>
        <label>
          <span>{t("limits.share")}</span>
          <input
            required
            type="number"
            min={0}
            max={100}
            value={percent}
            onChange={(event) => setPercent(Number(event.target.value))}
          />
        </label>
      </div>
      {set.error && <Failure error={set.error} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={set.isPending || programme === ""}>
          {t("limits.set")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
