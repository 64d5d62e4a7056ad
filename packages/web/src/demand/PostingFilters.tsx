import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFilter } from "../shell/scope.ts";
import { EDUCATIONS } from "./api.ts";

const RULES = ["LEG-18", "LEG-19", "LEG-20", "LEG-21"] as const;

/** The filters of the postings, each a parameter of the address. What came by a link is shown and can be taken away. */
export function PostingFilters() {
  const { t } = useTranslation("demand");
  const [occupation, setOccupation] = useFilter("occupation");
  const [programme, setProgramme] = useFilter("programme");
  const [importId, setImportId] = useFilter("importId");
  return (
    <div className="filters">
      <SearchField />
      <Choice
        name="occupation"
        label={t("filter.coding")}
        values={occupation && occupation !== "none" ? [occupation, "none"] : ["none"]}
        word={(value) => (value === "none" ? t("uncoded") : value)}
      />
      <Choice
        name="maxConfidence"
        label={t("filter.confidence")}
        values={["0.3", "0.5", "0.7", "0.9"]}
        word={(value) => t("filter.below", { value })}
      />
      <Choice
        name="reviewed"
        label={t("filter.reviewed")}
        values={["none", "confirmed", "corrected", "abstained"]}
        word={(value) => t(`reviewed.${value}`)}
      />
      <Choice
        name="education"
        label={t("filter.education")}
        values={EDUCATIONS}
        word={(value) => t(`education.${value}`)}
      />
      <Choice
        name="flag"
        label={t("filter.flag")}
        values={["any", ...RULES]}
        word={(value) => (value === "any" ? t("filter.any-flag") : value)}
      />
      <label>
        {t("filter.order")}
        <Order />
      </label>
      {occupation && occupation !== "none" && (
        <Chip onClear={() => setOccupation(null)}>{t("filter.occupation", { code: occupation })}</Chip>
      )}
      {programme && (
        <Chip onClear={() => setProgramme(null)}>{t("filter.programme", { code: programme })}</Chip>
      )}
      {importId && <Chip onClear={() => setImportId(null)}>{t("filter.import")}</Chip>}
    </div>
  );
}

function Chip({ children, onClear }: { children: ReactNode; onClear: () => void }) {
  const { t } = useTranslation("demand");
  return (
    <button type="button" className="button small filter-chip" onClick={onClear} title={t("filter.clear")}>
      {children} <span aria-hidden="true">×</span>
    </button>
  );
}

function Order() {
  const { t } = useTranslation("demand");
  const [order, setOrder] = useFilter("order");
  return (
    <select value={order} onChange={(event) => setOrder(event.target.value)}>
      <option value="">{t("order.newest")}</option>
      <option value="least-certain">{t("order.least-certain")}</option>
    </select>
  );
}

export function Choice(props: {
  name: string;
  label: string;
  values: readonly string[];
  word: (value: string) => string;
}) {
  const { t } = useTranslation("demand");
  const [value, setValue] = useFilter(props.name);
  return (
    <label>
      {props.label}
      <select value={value} onChange={(event) => setValue(event.target.value)}>
        <option value="">{t("filter.all")}</option>
        {props.values.map((item) => (
          <option key={item} value={item}>
            {props.word(item)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Types freely; the address, and with it the question to the server, follows after a pause. */
function SearchField() {
  const { t } = useTranslation("demand");
  const [q, setQ] = useFilter("q");
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text === q) return;
    const timer = window.setTimeout(() => setQ(text.trim()), 350);
    return () => window.clearTimeout(timer);
  }, [text, q, setQ]);
  return (
    <label>
      {t("filter.q")}
      <input
        type="search"
        maxLength={60}
        placeholder={t("filter.q-example")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
