import { useTranslation } from "react-i18next";
import { LIST_LEVELS, type DemandInput } from "./api.ts";
import { binder, Code, Count, Flag, Pick, Terms, Text, When } from "./form-fields.tsx";

/** A post that is wanted. @param own stated by an enterprise of itself, which says whether its name may be published */
export function DemandFields({
  of,
  own,
  set,
}: {
  of: DemandInput;
  own: boolean;
  set: (to: DemandInput) => void;
}) {
  const { t } = useTranslation("lists");
  const bind = binder(of, set);
  return (
    <>
      <Text {...bind("post")} required most={60} />
      <Code
        name="occupation"
        kind="occupation"
        value={of.occupation ?? ""}
        onChange={(code) => set({ ...of, occupation: code || null })}
      />
      <Pick {...bind("level")} of={LIST_LEVELS} word={(level) => t(`level.${level || "any"}`)} />
      <Code {...bind("city")} kind="region" />
      <Code {...bind("industry")} label="industries" kind="industry" />
      <div className="three-fields">
        <Count name="now" required value={of.now} onChange={(now) => set({ ...of, now: now ?? 0 })} />
        <Count {...bind("in1")} />
        <Count {...bind("in3")} />
      </div>
      <When {...bind("from")} type="month" />
      <Terms {...bind("skills")} />
      {own && <Flag {...bind("publish")} />}
    </>
  );
}
