import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { SCHOOLS, useKeep, useKeeps, useOrganisation, type OrganisationRecord, type Version } from "./api.ts";
import { Decide, Propose } from "./Proposals.tsx";
import { History } from "./History.tsx";
import { Merge } from "./Merge.tsx";
import { OrganisationFiles } from "./OrganisationFiles.tsx";
import { OrganisationForm, type FormAnswer } from "./OrganisationForm.tsx";
import { Split } from "./Split.tsx";
import "./organisations.css";

type Step = "change" | "correct" | "merge" | "split" | "end" | "propose";

/** Record: one organisation, as it is or as it was on a day; what may be done; all that it was. */
export function Component() {
  const { t } = useTranslation("organisations");
  const { id } = useParams();
  const [on, setOn] = useFilter("on");
  const found = useOrganisation(id, on);
  const [step, setStep] = useState<Step | null>(null);
  const [version, setVersion] = useState<Version | null>(null);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const it = found.data;
  const [last] = it.versions;
  const kept = it.may.keep && it.state === "current";
  const close = (): void => setStep(null);
  const steps: Step[] = kept
    ? ["change", "merge", "split", "end"]
    : it.may.propose && !it.proposal
      ? ["propose"]
      : [];
  return (
    <Page
      title={it.shown?.name ?? it.name}
      crumbs={[{ name: t("shell:place.organisations"), path: "/organisations" }]}
      lead={<Lead it={it} on={on} />}
      actions={steps.map((one, i) => (
        <button
          key={one}
          type="button"
          className={i === 0 ? "button primary" : one === "end" ? "button danger" : "button"}
          onClick={() => setStep(one)}
        >
          {t(`do.${one}`)}
        </button>
      ))}
    >
      {step === "change" && last && <Change it={it} onClose={close} />}
      {step === "merge" && <Merge from={it} onClose={close} />}
      {step === "split" && <Split of={it} onClose={close} />}
      {step === "end" && <End it={it} onClose={close} />}
      {step === "propose" && <Propose it={it} onClose={close} />}
      {version && <Correct it={it} version={version} onClose={() => setVersion(null)} />}
      {it.proposal && <Decide it={it} proposal={it.proposal} />}
      <div className="filters">
        <label>
          {t("filter.on")}
          <input type="date" value={on} onChange={(event) => setOn(event.target.value)} />
        </label>
        {on && (
          <button type="button" className="button" onClick={() => setOn(null)}>
            {t("as-now")}
          </button>
        )}
      </div>
      {it.shown ? (
        <FactsOf it={it} shown={it.shown} />
      ) : (
        <p className="doubt">{t("not-then", { day: on })}</p>
      )}
      {(it.may.keep || it.may.propose) && <OrganisationFiles id={it.id} />}
      <History it={it} onCorrect={it.may.keep ? setVersion : null} />
    </Page>
  );
}

function Lead({ it, on }: { it: OrganisationRecord; on: string }) {
  const { t } = useTranslation("organisations");
  const [last] = it.versions;
  const shown = it.shown ?? last!;
  return (
    <>
      <span className={it.state === "ended" ? "tag red" : "tag good"}>{t(`state.${it.state}`)}</span>{" "}
      {t(`kind.${shown.kind}`)} · {shown.regionName}
      {on && it.shown && it.name !== it.shown.name && <> · {t("now-called", { name: it.name })}</>}
      {it.state === "ended" && (
        <>
          {" "}
          ·{" "}
          {it.successors.length === 0
            ? t("ended-on", { day: last!.until })
            : t(`went-${it.successors[0]!.kind}`, { day: it.successors[0]!.onDay })}{" "}
          {it.successors.map((one) => (
            <Link key={one.id} to={`/organisations/${one.id}`}>
              {one.name}{" "}
            </Link>
          ))}
        </>
      )}
    </>
  );
}

function FactsOf({ it, shown }: { it: OrganisationRecord; shown: Version }) {
  const { t } = useTranslation("organisations");
  const keeps = useKeeps();
  const check = (field: "creditCode" | "schoolCode") => it.checks.find((one) => one.field === field);
  const code = (field: "creditCode" | "schoolCode") => {
    const value = shown[field];
    const found = check(field);
    if (!value) return null;
    return (
      <>
        <dt>{t(`field.${field}`)}</dt>
        <dd>
          <code>{value}</code>{" "}
          <span className={found?.sound && !found.note ? "tag good" : "tag shortage"}>
            {t(found?.sound ? (found.note ? "check.odd" : `check.${field}`) : "check.wrong")}
          </span>
          {found?.note && <span className="cell-sub">{found.note}</span>}
        </dd>
      </>
    );
  };
  return (
    <dl className="facts">
      {code("creditCode")}
      {code("schoolCode")}
      <dt>{t("field.valid")}</dt>
      <dd>
        {shown.since ?? t("since-unknown")} – {shown.until ?? t("until-now")}
      </dd>
      {shown.parent && (
        <>
          <dt>{t("field.parent")}</dt>
          <dd>
            <Link to={`/organisations/${shown.parent.id}`}>{shown.parent.name}</Link>
          </dd>
        </>
      )}
      {it.below > 0 && (
        <>
          <dt>{t("below")}</dt>
          <dd>
            <Link to={`/organisations?parent=${it.id}`}>{t("below-count", { count: it.below })}</Link>
          </dd>
        </>
      )}
      {it.people !== null && (
        <>
          <dt>{t("people")}</dt>
          <dd>{t("people-count", { count: it.people })}</dd>
        </>
      )}
      {shown.country && (
        <>
          <dt>{t("field.country")}</dt>
          <dd>{shown.country}</dd>
        </>
      )}
      {keeps && SCHOOLS.includes(shown.kind) && (
        <>
          <dt>{t("offerings")}</dt>
          <dd>
            {[...new Set(it.versions.map((one) => one.name))].map((name) => (
              <span key={name}>
                <Link to={`/balance/offerings?school=${encodeURIComponent(name)}`}>{name}</Link>{" "}
              </span>
            ))}
          </dd>
        </>
      )}
      <dt>{t("field.address")}</dt>
      <dd>{shown.address || "—"}</dd>
      <dt>{t("field.website")}</dt>
      <dd>
        {shown.website ? (
          <a href={shown.website} rel="noreferrer noopener" target="_blank">
            {shown.website}
          </a>
        ) : (
          "—"
        )}
      </dd>
      <dt>{t("keeper")}</dt>
      <dd>{t("keeper-of", { name: it.keeper.name })}</dd>
    </dl>
  );
}

const factsOf = ({
  name,
  kind,
  region,
  creditCode,
  schoolCode,
  parent,
  country,
  address,
  website,
}: Version) => ({
  name,
  kind,
  region,
  creditCode,
  schoolCode,
  parent: parent?.id ?? null,
  parentName: parent,
  country,
  address,
  website,
});

function Change({ it, onClose }: { it: OrganisationRecord; onClose: () => void }) {
  const { t } = useTranslation("organisations");
  const change = useKeep((answer: FormAnswer) => ({
    path: `/api/organisations/${it.id}`,
    method: "PUT",
    body: answer,
    etag: it.etag,
  }));
  return (
    <Dialog label={t("do.change")} onClose={onClose}>
      <h2>{t("do.change")}</h2>
      <p>{t("change.words")}</p>
      <OrganisationForm
        kind="change"
        start={factsOf(it.versions[0]!)}
        since=""
        self={it.id}
        pending={change.isPending}
        error={change.error}
        onSubmit={(answer) => change.mutate(answer, { onSuccess: onClose })}
        onClose={onClose}
      />
    </Dialog>
  );
}

function Correct({
  it,
  version,
  onClose,
}: {
  it: OrganisationRecord;
  version: Version;
  onClose: () => void;
}) {
  const { t } = useTranslation("organisations");
  const correct = useKeep((answer: FormAnswer) => ({
    path: `/api/organisations/${it.id}/corrections`,
    body: { ...answer, version: version.since },
    etag: it.etag,
  }));
  return (
    <Dialog label={t("do.correct")} onClose={onClose}>
      <h2>{t("do.correct")}</h2>
      <p>{t("correct.words")}</p>
      <OrganisationForm
        kind="correct"
        start={factsOf(version)}
        since={version.since ?? ""}
        self={it.id}
        pending={correct.isPending}
        error={correct.error}
        onSubmit={(answer) => correct.mutate(answer, { onSuccess: onClose })}
        onClose={onClose}
      />
    </Dialog>
  );
}

function End({ it, onClose }: { it: OrganisationRecord; onClose: () => void }) {
  const { t } = useTranslation("organisations");
  const [day, setDay] = useState("");
  const [note, setNote] = useState("");
  const end = useKeep((body: { day: string; note: string }) => ({
    path: `/api/organisations/${it.id}/end`,
    body,
    etag: it.etag,
  }));
  return (
    <Dialog label={t("do.end")} onClose={onClose}>
      <h2>{t("do.end")}</h2>
      <p>{t("end.words", { name: it.name })}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          end.mutate({ day, note: note.trim() }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("end.day")}</span>
          <input
            type="date"
            required
            min="1800-01-01"
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
        <label>
          <span>{t("end.note")}</span>
          <textarea
            rows={2}
            required
            minLength={2}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {end.error && <Failure error={end.error} />}
        <div className="actions">
          <button type="submit" className="button danger" disabled={end.isPending}>
            {t("do.end")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
