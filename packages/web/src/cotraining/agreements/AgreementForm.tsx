import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { usePosts } from "../placements/api.ts";
import { useOwnAlliances } from "../plans/api.ts";
import { KINDS, useAgreement, usePartners, useWrite, type Agreement, type Terms } from "./api.ts";
import "./agreements.css";

const FEN = 100;
const MONEY = ["pay", "likePay", "lowestPay", "fees"] as const;
const NUMBERS = ["payCycleMonths", "hoursDay", "hoursWeek", "studentsPerMentor", "contractMonths"] as const;
const WORDS = ["rotation", "assessment", "certificate", "employment", "breach"] as const;
const PAYERS = ["liabilityPayer", "accidentPayer"] as const;

const NO_TERMS: Terms = {
  posts: [], place: "", pay: null, likePay: null, lowestPay: null, payCycleMonths: 1, hoursDay: 8, hoursWeek: 40, liabilityPayer: null, accidentPayer: null, studentsPerMentor: null,
  fees: 0, jointEnrolment: false, contractMonths: null, grade: null, rotation: "", assessment: "", certificate: "", employment: "", breach: "", officialTemplate: true,
}; // prettier-ignore

interface Facts {
  kind: (typeof KINDS)[number];
  partner: string;
  title: string;
  programme: string;
  cohortYear: number;
  people: number;
  fromOn: string;
  toOn: string;
  alliance: string | null;
  terms: Terms;
}

/** Task: draft an agreement, or change the figures of its draft; the clauses are made of them. */
export function Component() {
  const { id } = useParams();
  const found = useAgreement(id);
  if (id && found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Form key={found.data?.etag ?? "new"} of={found.data ?? null} />;
}

const startOf = (of: Agreement | null): Facts =>
  of
    ? { kind: of.kind, partner: "", title: of.title, programme: of.programme, cohortYear: of.cohortYear, people: of.people, fromOn: of.fromOn, toOn: of.toOn, alliance: of.alliance, terms: of.terms }
    : { kind: "order-class", partner: "", title: "", programme: "", cohortYear: new Date().getFullYear(), people: 30, fromOn: "", toOn: "", alliance: null, terms: NO_TERMS }; // prettier-ignore

function Form({ of }: { of: Agreement | null }) {
  const { t } = useTranslation("trainingAgreements");
  const go = useNavigate();
  const me = useMe();
  const write = useWrite();
  const [value, setValue] = useState(() => startOf(of));
  const enterprise = of?.enterprise ?? (me.data?.user?.role === "enterprise-officer" ? (me.data.user.hat?.organisation?.id ?? null) : value.partner || null);
  const posts = usePosts(enterprise);
  const alliances = useOwnAlliances();
  const set = (more: Partial<Facts>) => setValue((before) => ({ ...before, ...more }));
  const term = (more: Partial<Terms>) => setValue((before) => ({ ...before, terms: { ...before.terms, ...more } }));
  const { terms } = value;
  const save = () => {
    const { kind, partner, ...facts } = value;
    const done = { onSuccess: (made: Agreement) => void go(`/training-agreements/${made.id}`) };
    if (of) write.mutate({ method: "PUT", path: `/${of.id}`, body: { ...facts, clauses: null }, etag: of.etag }, done);
    else write.mutate({ path: "", body: { kind, partner, ...facts } }, done);
  };
  const figure = (key: (typeof MONEY)[number] | (typeof NUMBERS)[number], scale: number) => (
    <label key={key}>
      <span>{t(`term.${key}`)}</span>
      <input type="number" min={0} step="any" value={terms[key] === null ? "" : terms[key] / scale} onChange={({ target }) => term({ [key]: target.value === "" ? (key === "fees" ? 0 : null) : scale === 1 ? Number(target.value) : Math.round(Number(target.value) * scale) })} />
    </label>
  );
  return (
    <Page title={of ? of.title : t("new")} lead={t("form-lead")} crumbs={[{ name: t("title"), path: "/training-agreements" }]} narrow>
      <form className="contract-form" onSubmit={(event) => { event.preventDefault(); save(); }}>
        <fieldset>
          <legend>{t("group.parties")}</legend>
          {!of && (
            <label>
              <span>{t("kind")}</span>
              <select value={value.kind} onChange={({ target }) => set({ kind: target.value as Facts["kind"] })}>
                {KINDS.map((one) => <option key={one} value={one}>{t(`kind.${one}`)}</option>)}
              </select>
            </label>
          )}
          {!of && <PartnerChoice value={value.partner} onChange={(partner) => { set({ partner }); term({ posts: [] }); }} />}
          <label><span>{t("name")}</span><input required minLength={2} value={value.title} onChange={({ target }) => set({ title: target.value })} /></label>
          <label><span>{t("programme-code")}</span><input required pattern="[2-7][0-9]{5}K?" value={value.programme} onChange={({ target }) => set({ programme: target.value })} /></label>
          <label><span>{t("cohort-year")}</span><input type="number" required min={2000} max={2100} value={value.cohortYear} onChange={({ target }) => set({ cohortYear: Number(target.value) })} /></label>
          <label><span>{t("people")}</span><input type="number" required min={1} value={value.people} onChange={({ target }) => set({ people: Number(target.value) })} /></label>
          <label><span>{t("from")}</span><input type="date" required value={value.fromOn} onChange={({ target }) => set({ fromOn: target.value })} /></label>
          <label><span>{t("to")}</span><input type="date" required value={value.toOn} onChange={({ target }) => set({ toOn: target.value })} /></label>
          <label>
            <span>{t("alliance")}</span>
            <select value={value.alliance ?? ""} onChange={({ target }) => set({ alliance: target.value || null })}>
              <option value="">{t("no-alliance")}</option>
              {alliances.data?.items.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            </select>
          </label>
        </fieldset>
        <fieldset>
          <legend>{t("group.work")}</legend>
          <div className="contract-posts">
            <span>{t("posts")}</span>
            {posts.data?.items.length === 0 && <small>{t("no-post")}</small>}
            {posts.data?.items.filter(({ closed, id }) => !closed || terms.posts.includes(id)).map((post) => (
              <label key={post.id}>
                <input type="checkbox" checked={terms.posts.includes(post.id)} onChange={({ target }) => term({ posts: target.checked ? [...terms.posts, post.id] : terms.posts.filter((one) => one !== post.id) })} /> {post.name}
              </label>
            ))}
          </div>
          <label><span>{t("term.place")}</span><input value={terms.place} onChange={({ target }) => term({ place: target.value })} /></label>
          {MONEY.map((key) => figure(key, FEN))}
          {NUMBERS.map((key) => figure(key, 1))}
          {PAYERS.map((key) => (
            <label key={key}>
              <span>{t(`term.${key}`)}</span>
              <select value={terms[key] ?? ""} onChange={({ target }) => term({ [key]: target.value || null })}>
                <option value="">{t("not-agreed")}</option>
                {(["school", "enterprise", "student"] as const).map((one) => <option key={one} value={one}>{t(`party.${one}`)}</option>)}
              </select>
            </label>
          ))}
          <label className="contract-tick"><input type="checkbox" checked={terms.jointEnrolment} onChange={({ target }) => term({ jointEnrolment: target.checked })} /> {t("term.jointEnrolment")}</label>
          <label className="contract-tick"><input type="checkbox" checked={terms.officialTemplate} onChange={({ target }) => term({ officialTemplate: target.checked })} /> {t("term.officialTemplate")}</label>
        </fieldset>
        <fieldset>
          <legend>{t("group.training")}</legend>
          {WORDS.map((key) => (
            <label key={key} className="contract-wide">
              <span>{t(`term.${key}`)}</span>
              <textarea rows={2} value={terms[key]} onChange={({ target }) => term({ [key]: target.value })} />
            </label>
          ))}
        </fieldset>
        {of && <p className="doubt">{t("remakes")}</p>}
        {write.error && <Failure error={write.error} />}
        <button className="button primary" disabled={write.isPending || (!of && value.partner === "")}>{t("save")}</button>
      </form>
    </Page>
  );
} // prettier-ignore

function PartnerChoice({ value, onChange }: { value: string; onChange: (partner: string) => void }) {
  const { t } = useTranslation("trainingAgreements");
  const [q, setQ] = useState("");
  const found = usePartners(useDeferredValue(q.trim()));
  return (
    <>
      <label>
        <span>{t("find-partner")}</span>
        <input type="search" value={q} onChange={({ target }) => setQ(target.value)} />
      </label>
      <label>
        <span>{t("partner")}</span>
        <select required value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">{found.data?.items.length === 0 ? t("no-partner") : "—"}</option>
          {found.data?.items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
