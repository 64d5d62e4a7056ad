import { useTranslation } from "react-i18next";
import { INSTRUMENTS, OBJECTS, type Amount, type Item, type PolicyInput } from "./api.ts";
import { CodesField } from "./CodeField.tsx";
import { Field, Text } from "./form-fields.tsx";

/** What support is: its instrument, terms, amount, time and what it serves. */
export function PolicyFields({
  of,
  chains,
  set,
}: {
  of: PolicyInput;
  chains: readonly Item[];
  set: (to: PolicyInput) => void;
}) {
  const { t } = useTranslation("lists");
  const put = (patch: Partial<PolicyInput>) => set({ ...of, ...patch });
  const toggle = <T extends string>(all: readonly T[], one: T): T[] =>
    all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
  return (
    <>
      <Text name="title" required value={of.title} onChange={(title) => put({ title })} />
      <Field name="instrument">
        <select
          value={of.instrument}
          onChange={(event) => put({ instrument: event.target.value as PolicyInput["instrument"] })}
        >
          {INSTRUMENTS.map((one) => (
            <option key={one} value={one}>
              {t(`instrument.${one}`)}
            </option>
          ))}
        </select>
      </Field>
      <Text name="document" value={of.document} onChange={(document) => put({ document })} most={60} />
      <Text name="basis" required rows={2} value={of.basis} onChange={(basis) => put({ basis })} most={300} />
      <fieldset className="choices">
        <legend>{t("field.objects")}</legend>
        {OBJECTS.map((one) => (
          <label key={one} className="check">
            <input
              type="checkbox"
              checked={of.objects.includes(one)}
              onChange={() => put({ objects: toggle(of.objects, one) })}
            />{" "}
            {t(`object.${one}`)}
          </label>
        ))}
      </fieldset>
      <Text
        name="eligibility"
        required
        rows={3}
        value={of.eligibility}
        onChange={(eligibility) => put({ eligibility })}
        most={1000}
      />
      <AmountFields of={of.amount} set={(amount) => put({ amount })} />
      <Text name="office" required value={of.office} onChange={(office) => put({ office })} />
      <Text name="contact" value={of.contact} onChange={(contact) => put({ contact })} />
      <div className="three-fields">
        <Field name="validFrom">
          <input
            type="date"
            required
            value={of.from}
            onChange={(event) => put({ from: event.target.value })}
          />
        </Field>
        <Field name="validTo">
          <input
            type="date"
            min={of.from}
            value={of.to ?? ""}
            onChange={(event) => put({ to: event.target.value || null })}
          />
        </Field>
      </div>
      <CodesField
        kind="region"
        label={t("field.city")}
        values={of.cities}
        onChange={(cities) => put({ cities })}
      />
      <CodesField
        kind="industry"
        label={t("field.industries")}
        values={of.industries}
        onChange={(industries) => put({ industries })}
      />
      <CodesField
        kind="occupation"
        label={t("field.occupations")}
        values={of.occupations}
        onChange={(occupations) => put({ occupations })}
      />
      <CodesField
        kind="programme"
        label={t("filter.programme")}
        values={of.programmes}
        onChange={(programmes) => put({ programmes })}
      />
      {chains.length > 0 && (
        <fieldset className="choices">
          <legend>{t("field.serves")}</legend>
          {chains.map((one) => (
            <label key={one.id} className="check">
              <input
                type="checkbox"
                checked={of.serves.includes(one.id)}
                onChange={() => put({ serves: toggle(of.serves, one.id) })}
              />{" "}
              {one.title}
            </label>
          ))}
        </fieldset>
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={of.suspended}
          onChange={(event) => put({ suspended: event.target.checked })}
        />{" "}
        {t("field.suspended")}
      </label>
    </>
  );
}

function AmountFields({ of, set }: { of: Amount; set: (to: Amount) => void }) {
  const { t } = useTranslation("lists");
  const blank: Record<Amount["kind"], Amount> = {
    fen: { kind: "fen", fen: 0, per: "" },
    share: { kind: "share", share: "0.1", of: "" },
    text: { kind: "text", text: "" },
  };
  return (
    <div className="three-fields">
      <Field name="amount">
        <select value={of.kind} onChange={(event) => set(blank[event.target.value as Amount["kind"]])}>
          {(["fen", "share", "text"] as const).map((kind) => (
            <option key={kind} value={kind}>
              {t(`amount.${kind}`)}
            </option>
          ))}
        </select>
      </Field>
      {of.kind === "fen" && (
        <>
          <Field name="yuan">
            <input
              type="number"
              min={0}
              step="0.01"
              required
              value={of.fen / 100}
              onChange={(event) => set({ ...of, fen: Math.round(Number(event.target.value) * 100) })}
            />
          </Field>
          <Text name="per" value={of.per} onChange={(per) => set({ ...of, per })} most={60} />
        </>
      )}
      {of.kind === "share" && (
        <>
          <Field name="share">
            <input
              required
              pattern="0(\.\d{1,6})?|1(\.0{1,6})?"
              value={of.share}
              onChange={(event) => set({ ...of, share: event.target.value })}
            />
          </Field>
          <Text name="of" required value={of.of} onChange={(base) => set({ ...of, of: base })} most={60} />
        </>
      )}
      {of.kind === "text" && (
        <Text name="words" required value={of.text} onChange={(text) => set({ ...of, text })} most={300} />
      )}
    </div>
  );
}
