import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { usePeopleWrite, writes } from "../people/api.ts";
import { OnceLink, ReasonDialog, StateTag } from "../people/pieces.tsx";
import {
  STUDENT_STATES,
  studentWrites,
  useStudent,
  type Relation,
  type Student,
  type StudentState,
} from "./api.ts";

/** Record of a student: enrolment, and under 14 the consent of the guardians before anything else. */
export function Component() {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const { id } = useParams();
  const found = useStudent(id);
  const [changing, setChanging] = useState(false);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const student = found.data;
  return (
    <Page
      title={student.name}
      crumbs={[{ name: t("students.title"), path: "/students" }]}
      lead={
        <>
          {t(`student.${student.state}`)} · {student.school.name} · {student.studentNumber}{" "}
          {student.minor && <span className="tag">{t("minor")}</span>}{" "}
          {student.needsConsent && <StateTag group="consent" state={student.consent} />}
        </>
      }
      actions={
        student.contact && (
          <button type="button" className="button" onClick={() => setChanging(true)}>
            {t("student.change")}
          </button>
        )
      }
    >
      {changing && <Change student={student} onClose={() => setChanging(false)} />}
      {student.needsConsent && student.consent !== "given" && <p className="release-next">{t("consent.needed")}</p>}
      <Section title={t("enrolment")}>
        <dl className="facts">
          <dt>{t("programme")}</dt>
          <dd>
            {student.programme.name} <small>{student.programme.code}</small> · {t(`level.${student.level}`)}
          </dd>
          <dt>{t("entry-year")}</dt>
          <dd>{student.entryYear}</dd>
          <dt>{t("class")}</dt>
          <dd>{student.className || "—"}</dd>
          <dt>{t("updated")}</dt>
          <dd>
            {formatDate(student.updatedAt, language, true)} {student.updatedBy}
          </dd>
        </dl>
      </Section>
      {student.contact && (
        <Section title={t("contact")}>
          <dl className="facts">
            <dt>{t("identity")}</dt>
            <dd>{student.contact.identity ?? "—"}</dd>
            <dt>{t("phone")}</dt>
            <dd>{student.contact.phone ?? "—"}</dd>
          </dl>
        </Section>
      )}
      {student.contact && (
        <Section title={t("account")}>
          <OpenAccount student={student} />
        </Section>
      )}
      {student.guardians && <Guardians student={student} />}
    </Page>
  );
} // prettier-ignore

function OpenAccount({ student }: { student: Student }) {
  const { t } = useTranslation("people");
  const invite = usePeopleWrite(writes.invite);
  if (student.hasAccount) return <p className="muted">{t("has-account")}</p>;
  if (invite.data) return <OnceLink path={invite.data.path} words={t("once-words")} />;
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={invite.isPending || (student.needsConsent && student.consent !== "given")}
        onClick={() => invite.mutate({ name: student.name, role: "student", organisationId: student.school.id, personId: student.id })}
      >
        {t("open-account-link")}
      </button>
      {invite.error && <Failure error={invite.error} />}
    </>
  );
} // prettier-ignore

function Guardians({ student }: { student: Student }) {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const [adding, setAdding] = useState(false);
  const link = usePeopleWrite(studentWrites.link);
  const guardians = student.guardians ?? [];
  return (
    <Section
      title={t("guardians")}
      note={t(student.needsConsent ? "guardians.note" : "guardians.note-14")}
      aside={
        <button type="button" className="button small" onClick={() => setAdding(!adding)}>
          {t("guardian.add")}
        </button>
      }
    >
      {adding && <AddGuardian id={student.id} />}
      {link.data && <OnceLink path={link.data.path} words={t("consent.link-words")} />}
      {link.error && <Failure error={link.error} />}
      {guardians.length === 0 && !adding && <p className="muted">{t("guardians.none")}</p>}
      <ul className="seats">
        {guardians.map((guardian) => (
          <li key={guardian.id}>
            <span>
              <b>{guardian.name}</b> · {t(`relation.${guardian.relation}`)} · {guardian.phone} <StateTag group="consent" state={guardian.consent} />
            </span>
            <span className="actions">
              <button type="button" className="button small" disabled={link.isPending} onClick={() => link.mutate(guardian.id)}>
                {t(guardian.linked ? "consent.new-link" : "consent.make-link")}
              </button>
            </span>
            {guardian.answeredAt && (
              <p className="seat-note">
                {formatDate(guardian.answeredAt, language, true)} · {t("consent.notice", { version: guardian.notice })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
} // prettier-ignore

function AddGuardian({ id }: { id: string }) {
  const { t } = useTranslation("people");
  const add = usePeopleWrite(studentWrites.addGuardian(id));
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [relation, setRelation] = useState<Relation>("mother");
  if (add.data) return <OnceLink path={add.data.path} words={t("consent.link-words")} />;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ name: name.trim(), phone: phone.trim(), relation });
      }}
    >
      <label>
        <span>{t("name")}</span>
        <input required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        <span>{t("phone")}</span>
        <input required inputMode="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
      </label>
      <label>
        <span>{t("relation")}</span>
        <select value={relation} onChange={(event) => setRelation(event.target.value as Relation)}>
          {(["mother", "father", "other"] as const).map((item) => (
            <option key={item} value={item}>
              {t(`relation.${item}`)}
            </option>
          ))}
        </select>
      </label>
      {add.error && <Failure error={add.error} />}
      <button className="button primary" disabled={add.isPending}>
        {t("guardian.add")}
      </button>
    </form>
  );
}

function Change({ student, onClose }: { student: Student; onClose: () => void }) {
  const { t } = useTranslation("people");
  const write = usePeopleWrite(studentWrites.change(student));
  const [programme, setProgramme] = useState(student.programme.code);
  const [className, setClassName] = useState(student.className);
  const [state, setState] = useState<StudentState>(student.state);
  return (
    <ReasonDialog
      title={t("student.change")}
      submit={t("save")}
      error={write.error}
      pending={write.isPending}
      onClose={onClose}
      onSubmit={(reason) => write.mutate({ programme, className, state, reason }, { onSuccess: onClose })}
    >
      <label>
        <span>{t("programme-code")}</span>
        <input
          required
          maxLength={7}
          value={programme}
          onChange={(event) => setProgramme(event.target.value)}
        />
      </label>
      <label>
        <span>{t("class")}</span>
        <input maxLength={60} value={className} onChange={(event) => setClassName(event.target.value)} />
      </label>
      <label>
        <span>{t("state")}</span>
        <select value={state} onChange={(event) => setState(event.target.value as StudentState)}>
          {STUDENT_STATES.map((item) => (
            <option key={item} value={item}>
              {t(`student.${item}`)}
            </option>
          ))}
        </select>
      </label>
    </ReasonDialog>
  );
}
