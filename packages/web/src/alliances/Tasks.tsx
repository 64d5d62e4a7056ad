import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { StoredFile } from "../api/files.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { Upload } from "../parts/Upload.tsx";
import { useAlliance, useResolutions, useStep, type Resolution, type Resolutions, type Task } from "./api.ts";
import { History, StepButton, StepDialog, Tabs, Tag, useSay } from "./pieces.tsx";

/** Question: what has the council resolved, and is it done? What is overdue stands first, for every member to see. */
export function Component() {
  const { id } = useParams();
  const found = useResolutions(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Board of={found.data} />;
}

function Board({ of }: { of: Resolutions }) {
  const { t } = useTranslation("alliances");
  const [assigning, setAssigning] = useState<Resolution | null>(null);
  const overdue = of.items.flatMap(({ tasks }) => tasks).filter((task) => task.overdue);
  return (
    <Page title={t("tasks")} crumbs={[{ name: t("title"), path: "/alliances" }, { name: of.allianceName, path: `/alliances/${of.alliance}` }]}>
      <Tabs id={of.alliance} />
      {assigning && <AssignDialog of={of} resolution={assigning} onClose={() => setAssigning(null)} />}
      {of.items.length === 0 ? (
        <Empty title={t("tasks-none")}>
          <p>{t("tasks-none-words")}</p>
        </Empty>
      ) : (
        <p className="alliance-answer">{t("tasks-answer", { open: of.open, overdue: of.overdue, done: of.done })}</p>
      )}
      {overdue.length > 0 && (
        <Section title={t("overdue")}>
          <ul className="alliance-tasks">
            {overdue.map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </ul>
        </Section>
      )}
      {of.items.map((resolution) => (
        <Section
          key={resolution.id}
          id={resolution.id}
          title={`${t("resolution", { number: resolution.number })} ${resolution.title}`}
          aside={of.mayKeep && <Keeping resolution={resolution} onAssign={() => setAssigning(resolution)} />}
          note={resolution.words}
        >
          <p>
            <small>
              <Link to={`/council-meetings/${resolution.meeting}`}>{resolution.meetingTitle}</Link> · {resolution.adoptedOn} · {t(resolution.published ? "published" : "unpublished")}
            </small>
          </p>
          {resolution.tasks.length === 0 && <p>{t("no-task")}</p>}
          <ul className="alliance-tasks">
            {resolution.tasks.map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
} // prettier-ignore

function Keeping({ resolution, onAssign }: { resolution: Resolution; onAssign: () => void }) {
  const { t } = useTranslation("alliances");
  return (
    <span className="alliance-buttons">
      <button type="button" className="button" onClick={onAssign}>
        {t("task.assign")}
      </button>
      <StepButton write={{ method: "PUT", path: `resolutions/${resolution.id}/published`, body: { published: !resolution.published }, etag: resolution.etag }}>
        {t(resolution.published ? "unpublish" : "publish")}
      </StepButton>
    </span>
  );
} // prettier-ignore

const SAID: Readonly<Record<string, boolean>> = { report: true, return: true, drop: true, confirm: false };

function TaskLine({ task }: { task: Task }) {
  const { t } = useTranslation("alliances");
  const say = useSay();
  const language = useLanguage();
  const [step, setStep] = useState<string | null>(null);
  const [files, setFiles] = useState<StoredFile[]>([]);
  const begin = (one: string): void => {
    setFiles([]);
    setStep(one);
  };
  return (
    <li className={task.overdue ? "overdue" : ""}>
      {step && <StepDialog title={t(`task.${step}`)} words={t(`task-words.${step}`)} write={{ path: `alliance-tasks/${task.id}/${step}`, etag: task.etag }} note={SAID[step] ? t(step === "report" ? "evidence" : "reason") : null} required={SAID[step]} {...(step === "report" ? { body: { files: files.map(({ id }) => id) }, more: <Attach files={files} onFile={(file) => setFiles((all) => [...all, file])} /> } : {})} onClose={() => setStep(null)} />}
      <span>
        <b>{task.title}</b> <Tag state={task.overdue ? "overdue" : task.state}>{say(task.stateName)}</Tag>
      </span>
      <span>
        {task.memberName} · {t("due", { day: formatDate(task.due, language) })}
        {task.overdue && <strong className="field-error"> {t("days-over", { count: task.daysOver })}</strong>}
      </span>
      {task.actions.length > 0 && (
        <span className="alliance-buttons">
          {task.actions.map((one) => (
            <button key={one} type="button" className={one === "drop" || one === "return" ? "button" : "button primary"} onClick={() => begin(one)}>
              {t(`task.${one}`)}
            </button>
          ))}
        </span>
      )}
      <details>
        <summary>{t("history")}</summary>
        <History entries={task.history} files={`alliance-tasks/${task.id}/files`} />
      </details>
    </li>
  );
} // prettier-ignore

/** Files that prove what is reported; handed over with the report. */
function Attach({ files, onFile }: { files: readonly StoredFile[]; onFile: (file: StoredFile) => void }) {
  const { t } = useTranslation("alliances");
  return (
    <div>
      <p className="section-note">{t("evidence-files")}</p>
      <Upload purpose="evidence" subject={null} onUploaded={onFile} />
      <ul aria-live="polite">
        {files.map((file) => (
          <li key={file.id}>{t("paper.attached", { name: file.name })}</li>
        ))}
      </ul>
    </div>
  );
}

function AssignDialog({ of, resolution, onClose }: { of: Resolutions; resolution: Resolution; onClose: () => void }) {
  const { t } = useTranslation("alliances");
  const step = useStep();
  const alliance = useAlliance(of.alliance);
  const [title, setTitle] = useState("");
  const [member, setMember] = useState("");
  const [due, setDue] = useState("");
  return (
    <Dialog label={t("task.assign")} onClose={onClose}>
      <h2>{t("task.assign")}</h2>
      <p>{t("resolution", { number: resolution.number })} {resolution.title}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          step.mutate({ path: `resolutions/${resolution.id}/tasks`, body: { title, member, due } }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("task.title")}</span>
          <input required maxLength={300} value={title} onChange={(event) => setTitle(event.target.value)} />
        </label>
        <label>
          <span>{t("task.owner")}</span>
          <select required value={member} onChange={(event) => setMember(event.target.value)}>
            <option value="">—</option>
            {alliance.data?.memberList.filter(({ state }) => state === "active").map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("task.due")}</span>
          <input required type="date" value={due} onChange={(event) => setDue(event.target.value)} />
        </label>
        {step.error && <Failure error={step.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={step.isPending}>
            {t("task.assign")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
