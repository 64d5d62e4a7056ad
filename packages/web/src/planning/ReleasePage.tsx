import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page, Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { StepDialog } from "./pieces/StepDialog.tsx";
import { STEPS, useRelease, useReleaseAction, type Release, type ReleaseStep } from "./api.ts";
import { Inputs } from "./CyclePage.tsx";
import { Downloads } from "./pieces/Downloads.tsx";
import { ReleaseState } from "./pieces/ReleaseState.tsx";
import "./planning.css";

/** Record of a release: its state and the next step at the top, what is frozen in it, and who did what. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { id } = useParams();
  const found = useRelease(id);
  const [step, setStep] = useState<ReleaseStep | null>(null);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const release = found.data;
  const published = release.state === "published" || release.state === "superseded";
  return (
    <Page
      title={release.title}
      crumbs={[{ name: t("shell:place.releases"), path: "/releases" }]}
      lead={
        <>
          <ReleaseState state={release.state} /> {release.version} · {release.regionName} · {release.year}
          {release.publishedAt && <> · {formatDate(release.publishedAt, language)}</>}
        </>
      }
      actions={
        <>
          {STEPS[release.state].map((next, i) => (
            <button
              key={next}
              type="button"
              className={i === 0 ? "button primary" : next === "withdraw" ? "button danger" : "button"}
              onClick={() => setStep(next)}
            >
              {t(`step.${next}`)}
            </button>
          ))}
          {published && (
            <Link className="button" to={`/public/releases/${release.id}`}>
              {t("release.public-page")}
            </Link>
          )}
        </>
      }
    >
      {step && <Step release={release} step={step} onClose={() => setStep(null)} />}
      <p className="release-next">{t(`release.next.${release.state}`)}</p>
      {release.note && <p>{release.note}</p>}
      <Section title={t("release.files")} note={published ? undefined : t("release.files-draft")}>
        <Downloads release={release} base={`/api/releases/${release.id}`} open={false} />
      </Section>
      <Section title={t("release.history")}>
        <ol className="history">
          {release.actions.map((action) => (
            <li key={action.at + action.action}>
              <b>{t(`action.${action.action}`)}</b> <span>{action.by}</span>{" "}
              <time dateTime={action.at}>{formatDate(action.at, language, true)}</time>
              {action.note && <p>{action.note}</p>}
            </li>
          ))}
        </ol>
      </Section>
      <Section
        title={t("release.frozen")}
        note={t("release.frozen-note")}
        aside={<Link to={`/cycles/${release.cycleId}`}>{t("release.of-cycle")}</Link>}
      >
        <Inputs
          inputs={
            (release.manifest["inputs"] as { name: string; sha256: string; rows: number }[] | undefined) ?? []
          }
        />
        <details>
          <summary>{t("release.manifest")}</summary>
          <pre className="json">{JSON.stringify(release.manifest, null, 2)}</pre>
        </details>
      </Section>
    </Page>
  );
}

function Step({ release, step, onClose }: { release: Release; step: ReleaseStep; onClose: () => void }) {
  const { t } = useTranslation("planning");
  const act = useReleaseAction(release.id);
  return (
    <StepDialog
      title={t(`step.${step}`)}
      words={<p>{t(`step.${step}-words`)}</p>}
      note={t("release.note")}
      cancel={t("release.cancel")}
      submit={t(`step.${step}-do`)}
      danger={step === "withdraw"}
      pending={act.isPending}
      error={act.error}
      onSubmit={(note) => act.mutate({ action: step, etag: release.etag, note }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
