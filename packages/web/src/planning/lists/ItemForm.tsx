import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "../../parts/States.tsx";
import {
  saveItem,
  useWrite,
  type DemandInput,
  type IndustryInput,
  type Item,
  type ItemInput,
  type ListKind,
  type PolicyInput,
} from "./api.ts";
import { DemandFields } from "./DemandFields.tsx";
import { IndustryFields } from "./IndustryFields.tsx";
import { PolicyFields } from "./PolicyFields.tsx";

const YEAR = new Date().getFullYear();
const BLANK: { demand: DemandInput; industry: IndustryInput; policy: PolicyInput } = {
  demand: {
    kind: "demand",
    post: "",
    occupation: null,
    level: "",
    city: "",
    industry: "",
    now: 1,
    in1: null,
    in3: null,
    from: "",
    skills: [],
    publish: true,
  },
  industry: {
    kind: "industry",
    chain: "",
    part: "",
    park: "",
    cities: [],
    industries: [],
    enterprises: [],
    products: [],
    projects: [],
    output: null,
    year: YEAR,
    occupations: [],
    noTalent: "",
  },
  policy: {
    kind: "policy",
    title: "",
    instrument: "fiscal",
    document: "",
    basis: "",
    objects: ["enterprise"],
    eligibility: "",
    cities: [],
    industries: [],
    occupations: [],
    programmes: [],
    amount: { kind: "text", text: "" },
    office: "",
    contact: "",
    from: `${YEAR}-01-01`,
    to: null,
    suspended: false,
    serves: [],
  },
};

/** Enters or changes a row: by the office, or an enterprise's own statement. */
export function ItemForm({
  kind,
  own = false,
  item,
  chains = [],
  onDone,
}: {
  kind: ListKind;
  own?: boolean;
  item: Item | null;
  chains?: readonly Item[];
  onDone: () => void;
}) {
  const { t } = useTranslation("lists");
  const [content, setContent] = useState<ItemInput>(item?.content ?? BLANK[kind]);
  const save = useWrite(saveItem(own));
  return (
    <form
      className="form wider"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ item, content }, { onSuccess: onDone });
      }}
    >
      {content.kind === "demand" && <DemandFields of={content} own={own} set={setContent} />}
      {content.kind === "industry" && <IndustryFields of={content} set={setContent} />}
      {content.kind === "policy" && <PolicyFields of={content} chains={chains} set={setContent} />}
      {save.error && <Failure error={save.error} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={save.isPending}>
          {t(own ? "statements.send" : "items.save")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
