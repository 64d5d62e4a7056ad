import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "../../parts/States.tsx";
import {
  LIST_LEVELS,
  saveItem,
  useWrite,
  type DemandInput,
  type IndustryInput,
  type Item,
  type ItemInput,
  type ListKind,
  type PolicyInput,
} from "./api.ts";
import { CodeField, CodesField } from "./CodeField.tsx";
import { Count, Field, Terms, Text } from "./form-fields.tsx";
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

function DemandFields({ of, own, set }: { of: DemandInput; own: boolean; set: (to: DemandInput) => void }) {
  const { t } = useTranslation("lists");
  const put = (patch: Partial<DemandInput>) => set({ ...of, ...patch });
  return (
    <>
      <Text name="post" required value={of.post} onChange={(post) => put({ post })} most={60} />
      <CodeField
        kind="occupation"
        label={t("field.occupation")}
        value={of.occupation ?? ""}
        onChange={(code) => put({ occupation: code })}
      />
      <Field name="level">
        <select value={of.level} onChange={(event) => put({ level: event.target.value })}>
          {LIST_LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`level.${level || "any"}`)}
            </option>
          ))}
        </select>
      </Field>
      <CodeField
        kind="region"
        label={t("field.city")}
        value={of.city}
        onChange={(code) => put({ city: code ?? "" })}
      />
      <CodeField
        kind="industry"
        label={t("field.industries")}
        value={of.industry}
        onChange={(code) => put({ industry: code ?? "" })}
      />
      <div className="three-fields">
        <Count name="now" value={of.now} onChange={(now) => put({ now: now ?? 0 })} />
        <Count name="in1" value={of.in1} onChange={(in1) => put({ in1 })} />
        <Count name="in3" value={of.in3} onChange={(in3) => put({ in3 })} />
      </div>
      <Field name="from">
        <input type="month" value={of.from} onChange={(event) => put({ from: event.target.value })} />
      </Field>
      <Terms name="skills" values={of.skills} onChange={(skills) => put({ skills })} />
      {own && (
        <label className="check">
          <input
            type="checkbox"
            checked={of.publish}
            onChange={(event) => put({ publish: event.target.checked })}
          />{" "}
          {t("statements.publish")}
        </label>
      )}
    </>
  );
}

/** 万元 as typed, in integer fen. */
const fenOf = (tenThousands: string): number | null =>
  tenThousands === "" ? null : Math.round(Number(tenThousands) * 1_000_000);

function IndustryFields({ of, set }: { of: IndustryInput; set: (to: IndustryInput) => void }) {
  const { t } = useTranslation("lists");
  const put = (patch: Partial<IndustryInput>) => set({ ...of, ...patch });
  const [project] = of.projects;
  return (
    <>
      <Text name="chain" required value={of.chain} onChange={(chain) => put({ chain })} most={60} />
      <Text name="part" value={of.part} onChange={(part) => put({ part })} most={60} />
      <Text name="park" value={of.park} onChange={(park) => put({ park })} most={60} />
      <CodesField
        kind="industry"
        label={t("field.industries")}
        values={of.industries}
        onChange={(industries) => put({ industries })}
      />
      <CodesField
        kind="region"
        label={t("field.city")}
        values={of.cities}
        onChange={(cities) => put({ cities })}
      />
      <Terms
        name="enterprises"
        values={of.enterprises.map(({ name }) => name)}
        onChange={(names) =>
          put({
            enterprises: names.map(
              (name) => of.enterprises.find((one) => one.name === name) ?? { id: null, name },
            ),
          })
        }
      />
      <Terms name="products" values={of.products} onChange={(products) => put({ products })} />
      <div className="three-fields">
        <Text
          name="projects"
          value={project?.name ?? ""}
          onChange={(name) =>
            put({
              projects:
                name === ""
                  ? []
                  : [{ investmentFen: null, stage: "", ...project, name }, ...of.projects.slice(1)],
            })
          }
        />
        <Field name="investment">
          <input
            type="number"
            min={0}
            step="0.01"
            disabled={!project}
            value={
              project?.investmentFen === null || project === undefined
                ? ""
                : project.investmentFen / 1_000_000
            }
            onChange={(event) =>
              project &&
              put({
                projects: [{ ...project, investmentFen: fenOf(event.target.value) }, ...of.projects.slice(1)],
              })
            }
          />
        </Field>
        <Field name="output">
          <input
            type="number"
            min={0}
            step="0.01"
            value={of.output ? of.output.fen / 1_000_000 : ""}
            onChange={(event) =>
              put({
                output:
                  event.target.value === ""
                    ? null
                    : { fen: fenOf(event.target.value)!, year: of.output?.year ?? YEAR - 1 },
              })
            }
          />
        </Field>
      </div>
      <CodesField
        kind="occupation"
        label={t("field.talents")}
        values={of.occupations}
        onChange={(occupations) => put({ occupations })}
      />
      {of.occupations.length === 0 && (
        <Text
          name="noTalent"
          required
          rows={2}
          most={300}
          value={of.noTalent}
          onChange={(noTalent) => put({ noTalent })}
        />
      )}
    </>
  );
}
