import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/index.ts";
import { useIndicators, type IndicatorInfo } from "../api.ts";
import { inLanguage } from "../pieces.tsx";
import {
  group,
  OPERATORS,
  partsOf,
  thresholdOf,
  WITHIN,
  type Condition,
  type GroupKind,
  type Leaf,
  type Operator,
} from "../rules.ts";
import { Choose, Faults, NumberField } from "./fields.tsx";

interface Props {
  condition: Condition;
  path: string;
  onChange: (condition: Condition) => void;
  /** absent for the outermost condition */
  onRemove?: () => void;
}

const FRESH: Leaf = { indicator: "employment-rate", op: "<", value: null };

/** A condition or a group of them; a single one can be joined with others. */
export function ConditionEditor(props: Props) {
  const joined = partsOf(props.condition);
  return joined ? (
    <GroupEditor {...props} joined={joined} />
  ) : (
    <LeafEditor {...props} leaf={props.condition as Leaf} />
  );
}

function GroupEditor(props: Props & { joined: { kind: GroupKind; parts: Condition[] } }) {
  const { t } = useTranslation("adjustment");
  const { condition, path, onChange, onRemove, joined } = props;
  const { kind, parts } = joined;
  const atLeast = "of" in condition ? condition.atLeast : 1;
  const set = (next: Condition[]) => {
    // what is joined with nothing is no group
    if (next.length === 1 && next[0] && kind !== "of") onChange(next[0]);
    else onChange(group(kind, next, Math.min(atLeast, next.length)));
  };
  return (
    <div className="condition-edit-group">
      <div className="condition-edit-head">
        <Choose
          bare
          label={t("edit.join")}
          path={path}
          value={kind}
          values={["all", "any", "of"] as const}
          word={(one) => t(`edit.join-${one}`)}
          onChange={(next) => onChange(group(next, parts, Math.max(1, Math.min(2, parts.length))))}
        />
        {kind === "of" && (
          <NumberField
            bare
            label={t("edit.at-least")}
            path={`${path}.atLeast`}
            value={atLeast}
            unit={t("edit.at-least-unit")}
            onChange={(next) => onChange(group("of", parts, next ?? 1))}
          />
        )}
        {onRemove && (
          <button type="button" className="quiet" onClick={onRemove}>
            {t("edit.remove")}
          </button>
        )}
      </div>
      <Faults path={`${path}.${kind}`} />
      <ul>
        {parts.map((part, i) => (
          <li key={i}>
            <ConditionEditor
              condition={part}
              path={`${path}.${kind}[${i}]`}
              onChange={(next) =>
                onChange(
                  group(
                    kind,
                    parts.map((one, at) => (at === i ? next : one)),
                    atLeast,
                  ),
                )
              }
              {...(parts.length > 1 ? { onRemove: () => set(parts.filter((_, at) => at !== i)) } : {})}
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="quiet"
        onClick={() => onChange(group(kind, [...parts, FRESH], atLeast))}
      >
        {t("edit.add-condition")}
      </button>
    </div>
  );
}

type Form = Operator | "lowest" | "highest";
const FORMS: readonly Form[] = [...OPERATORS, "lowest", "highest"];
const formOf = (leaf: Leaf): Form => ("op" in leaf ? leaf.op : "lowest" in leaf ? "lowest" : "highest");

/** The same indicator asked in another form; a figure stays only where it means the same. */
function inForm(leaf: Leaf, form: Form): Leaf {
  const { indicator, years } = leaf;
  const more = years === undefined ? {} : { years };
  const within = "within" in leaf ? leaf.within : "all";
  if (form === "lowest")
    return { indicator, lowest: "op" in leaf ? null : thresholdOf(leaf), within, ...more };
  if (form === "highest")
    return { indicator, highest: "op" in leaf ? null : thresholdOf(leaf), within, ...more };
  return { indicator, op: form, value: "op" in leaf ? leaf.value : null, ...more };
}

const withThreshold = (leaf: Leaf, value: number | null): Leaf =>
  "op" in leaf
    ? { ...leaf, value }
    : "lowest" in leaf
      ? { ...leaf, lowest: value }
      : { ...leaf, highest: value };

function withYears(leaf: Leaf, years: number | null): Leaf {
  const { years: _before, ...rest } = leaf;
  return years === null || years === 1 ? (rest as Leaf) : ({ ...rest, years } as Leaf);
}

function LeafEditor({ leaf, path, onChange, onRemove }: Props & { leaf: Leaf }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const indicators = useIndicators().data?.items ?? [];
  const info = indicators.find(({ key }) => key === leaf.indicator);
  const form = formOf(leaf);
  const ranked = !("op" in leaf);
  const percent = ranked || info?.unit === "share";
  const unit = info && !percent ? t(`unit.${info.unit}`, { value: "" }).trim() : undefined;
  const known = indicators.some(({ key }) => key === leaf.indicator);
  return (
    <div className="condition-edit">
      <select
        className="field indicator-pick"
        aria-label={t("edit.indicator")}
        value={leaf.indicator}
        onChange={(event) => onChange({ ...leaf, indicator: event.target.value })}
      >
        {!known && <option value={leaf.indicator}>{leaf.indicator}</option>}
        {(["place", "offering", "school", "region"] as const).map((about) => (
          <optgroup key={about} label={t(`about.${about}`)}>
            {indicators
              .filter((one) => one.about === about && one.judges)
              .map((one) => (
                <option key={one.key} value={one.key}>
                  {inLanguage(one.name, language)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <Choose
        bare
        label={t("edit.form")}
        path={`${path}.op`}
        value={form}
        values={FORMS}
        word={(one) => t(`edit.form.${one}`)}
        onChange={(next) => onChange(inForm(leaf, next))}
      />
      <NumberField
        bare
        label={t("edit.threshold")}
        path={"op" in leaf ? `${path}.value` : `${path}.${form}`}
        value={thresholdOf(leaf)}
        percent={percent}
        {...(unit ? { unit } : {})}
        placeholder={t("words.open")}
        onChange={(value) => onChange(withThreshold(leaf, value))}
      />
      {"within" in leaf && (
        <Choose
          bare
          label={t("edit.within")}
          path={`${path}.within`}
          value={leaf.within}
          values={WITHIN}
          word={(one) => t(`within.${one}`)}
          onChange={(within) => onChange({ ...leaf, within })}
        />
      )}
      <NumberField
        bare
        label={t("edit.years")}
        path={`${path}.years`}
        value={leaf.years ?? 1}
        unit={t("edit.years-running")}
        onChange={(years) => onChange(withYears(leaf, years))}
      />
      <button type="button" className="quiet" onClick={() => onChange({ all: [leaf, FRESH] })}>
        {t("edit.join-more")}
      </button>
      {onRemove && (
        <button type="button" className="quiet" onClick={onRemove}>
          {t("edit.remove")}
        </button>
      )}
      <IndicatorHint info={info} />
      <Faults path={path} />
      <Faults path={`${path}.indicator`} />
    </div>
  );
}

function IndicatorHint({ info }: { info: IndicatorInfo | undefined }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  if (!info) return null;
  return (
    <small className="indicator-hint">
      {t(`direction.${info.direction}`)} · {inLanguage(info.formula, language)}
    </small>
  );
}
