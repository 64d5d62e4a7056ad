import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { StepDialog } from "../pieces/StepDialog.tsx";
import { STEPS, takeStep, useVersion, useWrite, type Step, type Version } from "./api.ts";
import { Changes } from "./Changes.tsx";
import { Entries } from "./ListPage.tsx";
import { Files, StateTag } from "./pieces.tsx";
import "../planning.css";
import "./lists.css";

/** Record of a version: its state and the next step at the top, what changes by it, its rows, and who did what. */
export function Component() {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const { id } = useParams();
  const found = useVersion("lists/versions", id);
  const [step, setStep] = useState<Step | null>(null);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const version = found.data;
  const open = version.publishedAt !== null;
  return (
    <Page
      title={version.title}
      crumbs={[
        { name: t("shell:place.lists"), path: "/lists" },
        { name: t("versions.title"), path: "/lists/versions" },
      ]}
      lead={
        <>
          <StateTag state={version.state} /> {t(`kind.${version.kind}`)} · {version.year} {version.version} ·{" "}
          {t("rows", { count: version.entries, shown: formatNumber(version.entries, language) })}
        </>
      }
      actions={
        <>
          {STEPS[version.state].map((next, i) => (
            <button
              key={next}
              type="button"
              className={i === 0 ? "button primary" : next === "withdraw" ? "button danger" : "button"}
              onClick={() => setStep(next)}
            >
              {t(`step.${next}`)}
            </button>
          ))}
          {open && (
            <Link className="button" to={`/public/lists/${version.id}`}>
              {t("publication")}
            </Link>
          )}
        </>
      }
    >
      {step && <TakeStep version={version} step={step} onClose={() => setStep(null)} />}
      <p className="release-next">{t(`next.${version.state}`)}</p>
      {version.note && <p>{version.note}</p>}
      {version.release && (
        <p>
          {t("rests-on")} <Link to={`/public/releases/${version.release.id}`}>{version.release.title}</Link>
        </p>
      )}
      {version.before && (
        <Section
          title={t("differences.title")}
          note={t("differences.against", { title: version.before.title })}
        >
          <Changes base="lists/versions" id={version.id} from={version.before.id} most={20} />
        </Section>
      )}
      <Section title={t(`kind.${version.kind}`)}>
        <Entries
          kind={version.kind}
          base="lists/versions"
          id={version.id}
          pathOf={(entry) =>
            version.state === "published" ? `/lists/${version.kind}/${entry.itemId}` : `#${entry.itemId}`
          }
        />
      </Section>
      <Section title={t("files")} note={open ? t("files-frozen") : t("files-draft")}>
        <Files version={version} base="lists/versions" />
      </Section>
      <Section title={t("steps.title")}>
        <ol className="history">
          {version.actions.map((one, i) => (
            <li key={i}>
              <b>{t(`action.${one.action}`)}</b> <span>{one.by}</span>{" "}
              <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
              {one.note && <p>{one.note}</p>}
            </li>
          ))}
        </ol>
        <details>
          <summary>{t("manifest")}</summary>
          <pre className="json">{JSON.stringify(version.manifest, null, 2)}</pre>
        </details>
      </Section>
    </Page>
  );
}

function TakeStep({ version, step, onClose }: { version: Version; step: Step; onClose: () => void }) {
  const { t } = useTranslation("lists");
  const act = useWrite(takeStep);
  return (
    <StepDialog
      title={t(`step.${step}`)}
      words={<p>{t(`step.${step}-words`)}</p>}
      note={t("versions.note")}
      cancel={t("cancel")}
      submit={t(`step.${step}`)}
      danger={step === "withdraw"}
      pending={act.isPending}
      error={act.error}
      onSubmit={(note) =>
        act.mutate({ id: version.id, step, etag: version.etag, note }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}
