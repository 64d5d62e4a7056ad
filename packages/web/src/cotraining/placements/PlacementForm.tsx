import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { Fact } from "@tixi/engines/lawful";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useSay } from "../rounds/pieces.tsx";
import {
  useAgreements,
  useCheck,
  useGuides,
  usePlacement,
  usePosts,
  useStudents,
  useWorkplaces,
  useWrite,
  type Facts,
  type Placement,
} from "./api.ts";
import { FactFields, Findings, VerdictTag } from "./pieces.tsx"; // prettier-ignore

const GROUPS: { key: string; facts: Fact[] }[] = [
  { key: "group.work", facts: ["onPost", "independent", "pay", "payCycle", "paidInMoney", "paidToStudent"] },
  { key: "group.agreement", facts: ["signed", "signatures", "agreementFields", "officialTemplate", "studentConsent", "guardianConsent"] },
  { key: "group.insurance", facts: ["insuredFrom", "insuredTo", "insuranceChargedToStudent", "accidentFrom", "accidentTo"] },
  { key: "group.student", facts: ["female", "healthChecked"] },
  { key: "group.fees", facts: ["fees", "guarantee", "papersHeld", "agent", "imposed", "selfFound", "schoolApproved"] },
  { key: "group.training", facts: ["ownAssessment", "jointEnrolment", "apprenticeAgreement"] },
]; // prettier-ignore

/** Task: place a student by hand, or change a placement; the gate's answer stands beside the form while it is filled in. */
export function Component() {
  const { id } = useParams();
  const found = usePlacement(id);
  if (id && found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Form key={found.data?.etag ?? "new"} of={found.data ?? null} />;
}

const startOf = (of: Placement | null): Facts =>
  of
    ? { ...of.facts, person: of.person, post: of.post, agreement: of.agreement, from: of.from, to: of.to, mentorName: of.mentorName, teacherName: of.teacherName }
    : { person: "", post: "", from: "", to: "", mentorName: "", teacherName: "", onPost: true }; // prettier-ignore

function Form({ of }: { of: Placement | null }) {
  const { t } = useTranslation("placements");
  const go = useNavigate();
  const write = useWrite<{ id: string }>();
  const [value, setValue] = useState<Facts>(() => startOf(of));
  const whole = ["person", "post", "from", "to"].every((key) => !!value[key]);
  const asked = useDeferredValue(whole ? value : null);
  const check = useCheck(asked && of ? { ...asked, placement: of.id } : asked);
  const set = (key: string, given: unknown) => setValue((before) => ({ ...before, [key]: given }));
  const text = (key: string, type = "text") => (
    <label>
      <span>{t(key)}</span>
      <input type={type} value={String(value[key] ?? "")} required={type === "date"} onChange={({ target }) => set(key, target.value)} />
    </label>
  );
  // awaited: once it is saved the form is drawn anew with what stands now, and forgets what it was to do then
  const save = async (): Promise<void> => {
    try {
      const { id } = await write.mutateAsync(of ? { method: "PUT", path: `placements/${of.id}`, body: value, etag: of.etag } : { path: "placements", body: value });
      void go(`/placements/${id}`);
    } catch {
      // the form says why
    }
  };
  return (
    <Page title={of ? of.personName : t("new")} lead={t("form-lead")} crumbs={[{ name: t("title"), path: "/placements" }]}>
      <form className="gate-form" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <div>
          <fieldset className="gate-group">
            <legend>{t("group.who")}</legend>
            {!of && <StudentChoice value={String(value.person)} onChange={(person, consent) => setValue((before) => ({ ...before, person, guardianConsent: before.guardianConsent ?? consent }))} />}
            <PostChoice value={String(value.post)} within={of?.enterprise ?? null} onChange={(post, stays) => setValue((before) => ({ ...before, post, ...(stays ? {} : { agreement: null, mentor: null }) }))} />
            <AgreementChoice value={(value.agreement as string | null | undefined) ?? null} post={String(value.post)} within={of?.enterprise ?? null} from={String(value.from)} to={String(value.to)} onChange={(agreement) => set("agreement", agreement)} />
            {text("from", "date")}
            {text("to", "date")}
            {(["mentor", "teacher"] as const).map((who) => (
              <GuideChoice key={who} who={who} person={(value[who] as string | null | undefined) ?? null} name={String(value[`${who}Name`] ?? "")} post={String(value.post)} within={of?.enterprise ?? null} onChange={(person, name) => setValue((before) => ({ ...before, [who]: person, [`${who}Name`]: name }))} />
            ))}
          </fieldset>
          {GROUPS.map(({ key, facts }) => <FactFields key={key} title={t(key)} facts={facts} value={value} onChange={setValue} />)}
          {write.error && <Failure error={write.error} />}
          <button className="button primary" disabled={!whole || write.isPending}>{t("save")}</button>
        </div>
        <aside className="gate-check" aria-live="polite">
          <h2>{t("check-now")} {check.data && whole && <VerdictTag of={check.data.verdict} />}</h2>
          {!whole && <p>{t("not-whole")}</p>}
          {whole && check.isPending && <Loading rows={4} />}
          {whole && check.error && <Failure error={check.error} />}
          {whole && check.data && <Findings findings={check.data.findings} />}
        </aside>
      </form>
    </Page>
  );
} // prettier-ignore

function StudentChoice({ value, onChange }: { value: string; onChange: (person: string, guardianConsent: boolean | null) => void }) {
  const { t } = useTranslation("placements");
  const [q, setQ] = useState("");
  const found = useStudents(useDeferredValue(q.trim()));
  const items = found.data?.items ?? [];
  const consentOf = (person: string): boolean | null => {
    const consent = items.find(({ id }) => id === person)?.consent;
    return consent === "given" ? true : consent === "refused" || consent === "withdrawn" ? false : null;
  };
  return (
    <>
      <label>
        <span>{t("find-student")}</span>
        <input type="search" value={q} onChange={({ target }) => setQ(target.value)} />
      </label>
      <label>
        <span>{t("student")}</span>
        <select value={value} required onChange={({ target }) => onChange(target.value, consentOf(target.value))}>
          <option value="">{found.data && items.length === 0 ? t("no-student") : "—"}</option>
          {items.map((one) => <option key={one.id} value={one.id}>{one.name} · {one.studentNumber} · {one.programme.name}</option>)}
        </select>
      </label>
      {found.error && <Failure error={found.error} />}
    </>
  );
} // prettier-ignore

function PostChoice({ value, within, onChange }: { value: string; within: string | null; onChange: (post: string, sameEnterprise: boolean) => void }) {
  const { t } = useTranslation("placements");
  const posts = usePosts(within);
  const places = useWorkplaces();
  const enterpriseOf = (post: string) => posts.data?.items.find(({ id }) => id === post)?.enterprise;
  const names = new Map(places.data?.pages.flatMap((page) => page.items).map((one) => [one.organisation, one.name]));
  return (
    <label>
      <span>{t("post")}</span>
      <select value={value} required onChange={({ target }) => onChange(target.value, enterpriseOf(target.value) === enterpriseOf(value))}>
        <option value="">—</option>
        {posts.data?.items.filter(({ closed, id }) => !closed || id === value).map((one) => (
          <option key={one.id} value={one.id}>{[one.name, names.get(one.enterprise)].filter(Boolean).join(" · ")}</option>
        ))}
      </select>
    </label>
  );
} // prettier-ignore

/** The agreement that the placement carries out: one in force of the school with the enterprise of the post, or none. */
function AgreementChoice({ value, post, within, from, to, onChange }: { value: string | null; post: string; within: string | null; from: string; to: string; onChange: (agreement: string | null) => void }) {
  const { t } = useTranslation("placements");
  const say = useSay();
  const posts = usePosts(within);
  const enterprise = posts.data?.items.find(({ id }) => id === post)?.enterprise ?? null;
  const found = useAgreements(enterprise);
  const items = found.data?.items ?? [];
  const chosen = items.find(({ id }) => id === value);
  const outside = chosen && from !== "" && to !== "" && (from < chosen.fromOn || to > chosen.toOn);
  const none = enterprise === null ? t("agreement-post-first") : found.data && items.length === 0 ? t("agreement-none") : "—";
  return (
    <>
      <label>
        <span>{t("agreement")}</span>
        <select value={value ?? ""} disabled={enterprise === null} onChange={({ target }) => onChange(target.value || null)}>
          <option value="">{none}</option>
          {value !== null && !chosen && <option value={value}>{t("agreement-kept")}</option>}
          {items.map((one) => <option key={one.id} value={one.id}>{`${one.title} · ${say(one.kindName)} · ${one.fromOn} – ${one.toOn}`}</option>)}
        </select>
      </label>
      {outside && <p className="field-error" role="status">{t("agreement-outside", { from: chosen.fromOn, to: chosen.toOn })}</p>}
      {found.error && <Failure error={found.error} />}
    </>
  );
} // prettier-ignore

/** Mentor or teacher: a person of the register, who then finds the logbook; or somebody by name alone. */
function GuideChoice({ who, person, name, post, within, onChange }: { who: "mentor" | "teacher"; person: string | null; name: string; post: string; within: string | null; onChange: (person: string | null, name: string) => void }) {
  const { t } = useTranslation("placements");
  const posts = usePosts(within);
  const enterprise = posts.data?.items.find(({ id }) => id === post)?.enterprise ?? within;
  const found = useGuides(enterprise);
  const items = found.data?.[who === "mentor" ? "mentors" : "teachers"] ?? [];
  return (
    <>
      <label>
        <span>{t(who)}</span>
        <select value={person ?? ""} onChange={({ target }) => onChange(target.value || null, items.find((one) => one.person === target.value)?.name ?? "")}>
          <option value="">{t("guide-by-name")}</option>
          {person !== null && !items.some((one) => one.person === person) && <option value={person}>{name || "—"}</option>}
          {items.map((one) => <option key={one.person} value={one.person}>{one.name}</option>)}
        </select>
      </label>
      {person === null && (
        <label>
          <span>{t(`${who}Name`)}</span>
          <input value={name} onChange={({ target }) => onChange(null, target.value)} />
        </label>
      )}
      {found.error && <Failure error={found.error} />}
    </>
  );
} // prettier-ignore
