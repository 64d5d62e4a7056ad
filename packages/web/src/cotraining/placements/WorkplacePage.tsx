import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Fact } from "@tixi/engines/lawful";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { CodeName } from "../../planning/lists/CodeField.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import {
  usePosts,
  useWorkplace,
  useWorkplaces,
  useWrite,
  type Facts,
  type Post,
  type Workplace,
} from "./api.ts";
import { FactFields } from "./pieces.tsx";
import { codes, PostDialog } from "./PostDialog.tsx";

const OF_ENTERPRISE: Fact[] = ["staff", "registered", "dishonest"];

/** Record: an enterprise as a place of training, its posts; what one's own school found of it. */
export function Component() {
  const { id = "" } = useParams();
  return id === "own" ? <Own /> : <Found id={id} />;
}

const NOTHING: Workplace = { organisation: "", name: "", posts: 0, running: 0, most: null, staff: null, registered: null, dishonest: null, industries: [], inspection: null, mayEdit: true, mayInspect: false, regionName: "", etag: "" }; // prettier-ignore

/** An enterprise sees itself alone; one that has said nothing of itself yet begins here. */
function Own() {
  const { t } = useTranslation("placements");
  const found = useWorkplaces();
  if (found.isPending) return <Loading rows={6} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const own = found.data.pages.flatMap((page) => page.items).find(({ mayEdit }) => mayEdit);
  return <Shown of={own ?? { ...NOTHING, name: t("own-workplace") }} />;
}

function Found({ id }: { id: string }) {
  const found = useWorkplace(id);
  if (found.isPending) return <Loading rows={6} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown of={found.data} />;
}

function Shown({ of }: { of: Workplace }) {
  const { t } = useTranslation("placements");
  const language = useLanguage();
  const posts = usePosts(of.organisation || null);
  const [editing, setEditing] = useState<Post | "new" | null>(null);
  const word = (value: boolean | null) => (value === null ? t("not-known") : t(value ? "yes" : "no"));
  return (
    <Page title={of.name} lead={of.regionName} crumbs={[{ name: t("title"), path: "/placements" }, { name: t("workplaces"), path: "/workplaces" }]}>
      {editing && <PostDialog of={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      <dl className="gate-figures">
        <div><dt>{t("figure.running")}</dt><dd className="num">{of.running}</dd></div>
        <div><dt>{t("most")}</dt><dd className="num">{of.most ?? "—"}</dd></div>
        <div><dt>{t("posts")}</dt><dd className="num">{of.posts}</dd></div>
      </dl>
      {of.mayEdit ? (
        <OwnFacts key={of.organisation} of={of} />
      ) : (
        <dl className="facts">
          <dt>{t("staff")}</dt><dd>{of.staff ?? t("not-known")}</dd>
          <dt>{t("registered")}</dt><dd>{word(of.registered)}</dd>
          <dt>{t("dishonest")}</dt><dd>{word(of.dishonest)}</dd>
          <dt>{t("industries")}</dt><dd>{of.industries.join(", ") || "—"}</dd>
        </dl>
      )}
      {of.mayInspect && <InspectionForm key={of.organisation} of={of} />}
      <Section title={t("posts")} aside={of.mayEdit && <button type="button" className="button" onClick={() => setEditing("new")}>{t("new-post")}</button>}>
        {posts.isPending && <Loading rows={3} />}
        {posts.error && <Failure error={posts.error} retry={() => void posts.refetch()} />}
        {posts.data?.items.length === 0 && <Empty title={t("no-post")}><p>{t("no-post-words")}</p></Empty>}
        <ul className="gate-findings">
          {posts.data?.items.map((one) => (
            <li key={one.id}>
              <span className={`tag ${one.closed ? "" : "good"}`}>{t(one.closed ? "closed" : "open")}</span>
              <p>
                <b>{one.name}</b> <small>{t("seats", { n: one.seats })}{one.programmes.length > 0 && ` · ${one.programmes.join(", ")}`}{one.occupation !== "" && <> · <CodeName kind="occupation" code={one.occupation} /></>}{one.competences.length > 0 && ` · ${one.competences.map(({ name }) => name).join("、")}`}</small>{" "}
                {one.mayEdit && <button type="button" className="button small" onClick={() => setEditing(one)}>{t("edit")}</button>}
              </p>
            </li>
          ))}
        </ul>
      </Section>
      {of.inspection?.inspectedOn && !of.mayInspect && <p>{formatDate(of.inspection.inspectedOn, language)}</p>}
    </Page>
  );
} // prettier-ignore

function OwnFacts({ of }: { of: Workplace }) {
  const { t } = useTranslation("placements");
  const write = useWrite();
  const [value, setValue] = useState<Facts>({ staff: of.staff, registered: of.registered, dishonest: of.dishonest });
  const [industries, setIndustries] = useState(of.industries.join(" "));
  return (
    <Section title={t("about")} note={t("about-note")}>
      <form onSubmit={(event) => { event.preventDefault(); write.mutate({ method: "PUT", path: "workplaces/own", body: { ...value, industries: codes(industries) }, ...(of.etag ? { etag: of.etag } : {}) }); }}>
        <FactFields title={t("own-workplace")} facts={OF_ENTERPRISE} value={value} onChange={setValue} />
        <fieldset className="gate-group">
          <legend>{t("industries")}</legend>
          <label><span>{t("industries-note")}</span><input value={industries} onChange={({ target }) => setIndustries(target.value)} /></label>
        </fieldset>
        {write.error && <Failure error={write.error} />}
        {write.isSuccess && <p role="status">{t("checked-again")}</p>}
        <button className="button primary" disabled={write.isPending}>{t("save")}</button>
      </form>
    </Section>
  );
} // prettier-ignore

function InspectionForm({ of }: { of: Workplace }) {
  const { t } = useTranslation("placements");
  const write = useWrite();
  const [value, setValue] = useState<Facts>({ inspected: of.inspection?.inspectedOn ?? null, decided: of.inspection?.decided ?? null });
  const [minutes, setMinutes] = useState(of.inspection?.minutes ?? "");
  const [findings, setFindings] = useState(of.inspection?.findings ?? "");
  const save = () =>
    write.mutate({ method: "PUT", path: `workplaces/${of.organisation}/inspection`, body: { inspectedOn: value.inspected ?? null, decided: value.decided === true, minutes, findings } });
  return (
    <Section title={t("inspection")} note={t("inspection-note")}>
      <form onSubmit={(event) => { event.preventDefault(); save(); }}>
        <FactFields title={t("inspection")} facts={["inspected", "decided"]} value={value} onChange={setValue} />
        <fieldset className="gate-group">
          <legend>{t("minutes")}</legend>
          <label><span>{t("minutes-no")}</span><input value={minutes} onChange={({ target }) => setMinutes(target.value)} /></label>
          <label><span>{t("found")}</span><input value={findings} onChange={({ target }) => setFindings(target.value)} /></label>
        </fieldset>
        {write.error && <Failure error={write.error} />}
        {write.isSuccess && <p role="status">{t("checked-again")}</p>}
        <button className="button" disabled={write.isPending}>{t("save")}</button>
      </form>
    </Section>
  );
} // prettier-ignore
