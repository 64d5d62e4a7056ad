import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { Failure } from "../../parts/States.tsx";
import { useNewPlan, type Plan } from "./api.ts";

type Rule = { up: { share: number; seats: number } | null; down: { share: number; seats: number } | null };
type CardRule = { least: number | null; most: number | null };
const CARDS = ["add", "expand", "keep", "warn", "suspend", "withdraw"] as const;

/** Parameters as the server gives them with every plan; empty = its defaults. */
type Given = Record<string, unknown>;

/** Task: a new scenario, from the defaults or from another's parameters. The limits in a conflict lead here. */
export function NewPlan({ round, from }: { round: string; from: Plan | null }) {
  const { t } = useTranslation("plans");
  const navigate = useNavigate();
  const { hash } = useLocation();
  const make = useNewPlan();
  const given = from?.parameters ?? {};
  const [name, setName] = useState(from ? t("new.copy", { name: from.name }) : "");
  const [values, setValues] = useState<Given>({});
  const [locks, setLocks] = useState(true);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!hash || !details.current) return;
    details.current.open = true;
    document.getElementById(`p-${hash.slice(1)}`)?.focus();
  }, [hash]);
  // null is a choice: no limit
  const value = (key: string): unknown => (key in values ? values[key] : given[key]);
  const set = (key: string, to: unknown) => setValues({ ...values, [key]: to });
  const number = (key: string, label: string, more: { id?: string; min?: number; max?: number; step?: number; empty?: number | null; placeholder?: string } = {}) => (
    <label>
      <span>{label}</span>
      <input
        id={more.id}
        type="number"
        min={more.min ?? 0}
        max={more.max}
        step={more.step ?? 1}
        placeholder={more.placeholder}
        value={value(key) === undefined || value(key) === null ? "" : String(value(key))}
        onChange={(event) => set(key, event.target.value === "" ? (more.empty ?? undefined) : Number(event.target.value))}
      />
    </label>
  );
  const scale = (value("scale") ?? {}) as Record<string, number | undefined>;
  const size = value("classSize") as { min: number; max: number } | null | undefined;
  const change = (value("change") ?? {}) as Record<string, Rule>;
  const cards = (value("cards") ?? {}) as Record<string, CardRule>;
  const submit = () =>
    make.mutate({ roundId: round, name, parameters: { ...given, ...values }, ...(from && locks ? { basedOn: from.id } : {}) }, { onSuccess: (plan) => void navigate(`/plans/${plan.id}`) });
  return (
    <form
      className="form wider plan-new"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label>
        <span>{t("new.name")}</span>
        <input required maxLength={80} value={name} placeholder={t("new.name-hint")} onChange={(event) => setName(event.target.value)} />
      </label>
      {from && (
        <label className="check">
          <input type="checkbox" checked={locks} onChange={(event) => setLocks(event.target.checked)} />
          <span>{t("new.with-locks", { name: from.name })}</span>
        </label>
      )}
      <details ref={details}>
        <summary>{t("new.parameters")}</summary>
        <p className="section-note">{t("new.parameters-note")}</p>
        <Group title={t("new.scale")} note={t("new.scale-note")} id="level">
          {(["secondary", "college", "bachelor"] as const).map((level) => (
            <label key={level}>
              <span>{t(`shell:level.${level}`)}</span>
              <input
                id={level === "secondary" ? "p-level" : undefined}
                type="number"
                min={0}
                placeholder={t("new.as-last")}
                value={scale[level] ?? ""}
                onChange={(event) => {
                  const { [level]: _, ...others } = scale;
                  set("scale", event.target.value === "" ? others : { ...others, [level]: Number(event.target.value) });
                }}
              />
            </label>
          ))}
        </Group>
        <Group title={t("new.classes")} note={t("new.classes-note")} id="class-size">
          <label>
            <span>{t("new.class-min")}</span>
            <input id="p-class-size" type="number" min={1} max={200} placeholder="30" value={size?.min ?? ""}
              onChange={(event) => set("classSize", event.target.value === "" ? undefined : { min: Number(event.target.value), max: Math.max(Number(event.target.value), size?.max ?? 50) })} />
          </label>
          <label>
            <span>{t("new.class-max")}</span>
            <input type="number" min={1} max={200} placeholder="50" value={size?.max ?? ""}
              onChange={(event) => set("classSize", event.target.value === "" ? undefined : { min: Math.min(Number(event.target.value), size?.min ?? 30), max: Number(event.target.value) })} />
          </label>
          <label className="check">
            <input type="checkbox" checked={size === null} onChange={(event) => set("classSize", event.target.checked ? null : { min: 30, max: 50 })} />
            <span>{t("new.any-size")}</span>
          </label>
        </Group>
        <Group title={t("new.openings")} note={t("new.openings-note")} id="opening">
          <label className="check">
            <input id="p-opening" type="checkbox" checked={value("openings") === true} onChange={(event) => set("openings", event.target.checked)} />
            <span>{t("new.may-open")}</span>
          </label>
          {number("openingMin", t("new.opening-min"), { placeholder: "0" })}
          {number("openingMost", t("new.opening-most"), { placeholder: "100" })}
          {number("schoolOpenings", t("new.school-openings"), { id: "p-openings", max: 50, placeholder: "3" })}
        </Group>
        <Group title={t("new.floors")} note={t("new.floors-note")} id="city">
          {number("cityShare", t("new.city-share"), { id: "p-city", max: 1, step: 0.05, placeholder: "0.8" })}
          {number("shortageShare", t("new.shortage-share"), { id: "p-shortage", max: 2, step: 0.05, placeholder: "1" })}
          {number("shortagePrice", t("new.shortage-price"), { max: 1, step: 0.05, placeholder: "0.7" })}
        </Group>
        <Group title={t("new.others")} id="school">
          <label>
            <span>{t("new.conditions")}</span>
            <select id="p-school" value={String(value("conditions") ?? "no-growth")} onChange={(event) => set("conditions", event.target.value)}>
              {["no-growth", "strict", "ignore"].map((key) => <option key={key} value={key}>{t(`conditions.${key}`)}</option>)}
            </select>
          </label>
          <label>
            <span>{t("new.proposals")}</span>
            <select id="p-proposal" value={String(value("proposals") ?? "ignore")} onChange={(event) => set("proposals", event.target.value)}>
              {["ignore", "max", "both"].map((key) => <option key={key} value={key}>{t(`proposals.${key}`)}</option>)}
            </select>
          </label>
          {number("seconds", t("new.seconds"), { min: 1, max: 600, placeholder: "60" })}
        </Group>
        <Group title={t("new.cards")} note={t("new.cards-note")} id="change">
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t("new.card")}</th>
                {["up-share", "up-seats", "down-share", "down-seats", "least", "most"].map((key) => <th key={key} scope="col" className="n">{t(`new.${key}`)}</th>)}
              </tr>
            </thead>
            <tbody>
              {CARDS.map((card) => (
                <CardLine key={card} card={card} change={change[card]} rule={cards[card]}
                  onChange={(to) => set("change", { ...change, [card]: to })} onRule={(to) => set("cards", { ...cards, [card]: to })} />
              ))}
            </tbody>
          </table>
        </Group>
      </details>
      {make.error && <Failure error={make.error} />}
      <button type="submit" className="button primary" disabled={make.isPending}>
        {t("new.start")}
      </button>
    </form>
  );
} // prettier-ignore

function Group({
  title,
  note,
  id,
  children,
}: {
  title: string;
  note?: string;
  id: string;
  children: ReactNode;
}) {
  return (
    <fieldset className="plan-group" id={id}>
      <legend>{title}</legend>
      {note && <p className="section-note">{note}</p>}
      <div className="plan-fields">{children}</div>
    </fieldset>
  );
}

/* what the server takes where nothing is given: planning/plans/parameters.ts */
const USUAL: Rule = { up: { share: 0.2, seats: 10 }, down: { share: 0.2, seats: 0 } };
const RULES: Record<(typeof CARDS)[number], Rule> = {
  add: { up: null, down: null },
  expand: { up: { share: 0.5, seats: 30 }, down: USUAL.down },
  keep: USUAL,
  warn: { up: USUAL.up, down: { share: 0.5, seats: 0 } },
  suspend: { up: null, down: null },
  withdraw: { up: null, down: null },
};
const CARD_RULES: Record<(typeof CARDS)[number], CardRule> = {
  add: { least: null, most: null },
  expand: { least: 1, most: null },
  keep: { least: null, most: null },
  warn: { least: null, most: 1 },
  suspend: { least: null, most: 0 },
  withdraw: { least: null, most: 0 },
};

function CardLine(props: {
  card: (typeof CARDS)[number];
  change: Rule | undefined;
  rule: CardRule | undefined;
  onChange: (to: Rule) => void;
  onRule: (to: CardRule) => void;
}) {
  const { t } = useTranslation("plans");
  const { card } = props;
  const change = props.change ?? RULES[card];
  const rule = props.rule ?? CARD_RULES[card];
  const step = (side: "up" | "down", part: "share" | "seats") => (
    <td className="n">
      <input
        type="number" min={0} step={part === "share" ? 0.05 : 1} aria-label={`${t(`card.${card}`)} ${t(`new.${side}-${part}`)}`}
        value={change[side]?.[part] ?? ""} placeholder="—"
        onChange={(event) =>
          props.onChange({ ...change, [side]: event.target.value === "" ? null : { share: 0, seats: 0, ...change[side], [part]: Number(event.target.value) } })
        }
      />
    </td>
  );
  const bound = (part: "least" | "most") => (
    <td className="n">
      <input
        type="number" min={0} max={5} step={0.1} aria-label={`${t(`card.${card}`)} ${t(`new.${part}`)}`} value={rule[part] ?? ""} placeholder="—"
        onChange={(event) => props.onRule({ ...rule, [part]: event.target.value === "" ? null : Number(event.target.value) })}
      />
    </td>
  );
  return (
    <tr>
      <th scope="row">{t(`card.${card}`)}</th>
      {step("up", "share")}
      {step("up", "seats")}
      {step("down", "share")}
      {step("down", "seats")}
      {bound("least")}
      {bound("most")}
    </tr>
  );
} // prettier-ignore
