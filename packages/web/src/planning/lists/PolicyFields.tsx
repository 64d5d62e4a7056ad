import { useTranslation } from "react-i18next";
import { INSTRUMENTS, OBJECTS, type Amount, type Item, type PolicyInput } from "./api.ts";
import { binder, Checks, Codes, Field, Flag, Money, Pick, Text, When } from "./form-fields.tsx";

const AMOUNTS = ["fen", "share", "text"] as const;

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
  const bind = binder(of, set);
  return (
    <>
      <Text {...bind("title")} required />
      <Pick {...bind("instrument")} of={INSTRUMENTS} word={(one) => t(`instrument.${one}`)} />
      <Text {...bind("document")} most={60} />
      <Text {...bind("basis")} required rows={2} most={300} />
      <Checks {...bind("objects")} of={OBJECTS} word={(one) => t(`object.${one}`)} />
      <Text {...bind("eligibility")} required rows={3} most={1000} />
      <AmountFields of={of.amount} set={bind("amount").onChange} />
      <Text {...bind("office")} required />
      <Text {...bind("contact")} />
      <div className="three-fields">
        <When {...bind("from")} label="validFrom" type="date" required />
        <When
          name="to"
          label="validTo"
          type="date"
          min={of.from}
          value={of.to ?? ""}
          onChange={(to) => set({ ...of, to: to || null })}
        />
      </div>
      <Codes {...bind("cities")} label="city" kind="region" />
      <Codes {...bind("industries")} kind="industry" />
      <Codes {...bind("occupations")} kind="occupation" />
      <Codes {...bind("programmes")} kind="programme" />
      {chains.length > 0 && (
        <Checks
          {...bind("serves")}
          of={chains.map(({ id }) => id)}
          word={(id) => chains.find((one) => one.id === id)?.title ?? ""}
        />
      )}
      <Flag {...bind("suspended")} />
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
      <Pick
        name="amount"
        value={of.kind}
        onChange={(kind) => set(blank[kind])}
        of={AMOUNTS}
        word={(kind) => t(`amount.${kind}`)}
      />
      {of.kind === "fen" && (
        <>
          <Money
            name="yuan"
            unit="yuan"
            required
            value={of.fen}
            onChange={(fen) => set({ ...of, fen: fen ?? 0 })}
          />
          <Text {...binder(of, set)("per")} most={60} />
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
          <Text {...binder(of, set)("of")} required most={60} />
        </>
      )}
      {of.kind === "text" && <Text {...binder(of, set)("text")} label="words" required most={300} />}
    </div>
  );
}
