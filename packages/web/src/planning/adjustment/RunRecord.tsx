import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatBytes, formatDuration, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useRuleSet, useVerify, type KeptFile, type Run, type Verification } from "./api.ts";
import { readCounts, type Target } from "./counts.ts";
import { History, inLanguage, useFigure } from "./pieces.tsx";
import { useThisRun } from "./RunPage.tsx";
import { isDecided } from "./Runs.tsx";
import { useWording } from "./RuleWords.tsx";

/** How a run came to be: what it was computed from, whether it still computes to the same, and who took which step. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const run = useThisRun();
  const counts = readCounts(run.counts);
  return (
    <>
      <Targets run={run} targets={counts?.targets ?? []} />
      <Idle run={run} idle={counts?.idle ?? []} />
      <Section title={t("record.facts")}>
        <dl className="facts">
          <dt>{t("record.absent")}</dt>
          <dd>{t("record.absent-words", { count: counts?.absent ?? 0 })}</dd>
          <dt>{t("record.blind")}</dt>
          <dd>{t("record.blind-words", { count: counts?.blind ?? 0 })}</dd>
          <dt>{t("record.changed")}</dt>
          <dd>
            {t("record.changed-words", {
              changed: run.changed,
              objections: run.objections,
              unanswered: run.unanswered,
            })}
          </dd>
          <dt>{t("record.took")}</dt>
          <dd>{formatDuration(counts?.judgedInMs, language)}</dd>
        </dl>
      </Section>
      <Reproduce run={run} />
      <Section title={t("record.history")}>
        <History actions={run.actions} word={(action) => t(`action-done.${action}`)} />
      </Section>
    </>
  );
}

/** Rules about the whole region: met or not, with their figures. */
function Targets({ run, targets }: { run: Run; targets: Target[] }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const rules = useRuleSet(run.ruleSet.id).data?.content.rules ?? [];
  const wording = useWording();
  const figure = useFigure();
  if (targets.length === 0) return null;
  return (
    <Section title={t("targets.title")} note={t("targets.note")}>
      <ul className="targets">
        {targets.map((target) => {
          const rule = rules.find(({ id }) => id === target.rule);
          return (
            <li key={target.rule}>
              <span className={target.met === null ? "tag" : target.met ? "tag good" : "tag red"}>
                {t(target.met === null ? "targets.unknown" : target.met ? "targets.met" : "targets.unmet")}
              </span>
              <span>
                {rule ? inLanguage(rule.name, language) : target.rule}
                {target.figures.map((one) => {
                  const info = wording.find(one.indicator);
                  return (
                    <small key={one.indicator}>
                      {" "}
                      {info ? inLanguage(info.name, language) : one.indicator} {one.years[0]}：
                      {figure(one.values[0], info?.unit ?? "count")}
                    </small>
                  );
                })}
                {target.met === null &&
                  target.notJudged.map((one) => (
                    <small key={one.indicator + String(one.year)}>
                      {" "}
                      {wording.find(one.indicator)
                        ? inLanguage(wording.find(one.indicator)?.name, language)
                        : one.indicator}
                    </small>
                  ))}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Idle({ run, idle }: { run: Run; idle: { rule: string; reason: string }[] }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const rules = useRuleSet(run.ruleSet.id).data?.content.rules ?? [];
  if (idle.length === 0) return null;
  return (
    <Section title={t("idle.title", { count: idle.length })} note={t("idle.note")}>
      <ul className="notes">
        {idle.map(({ rule, reason }) => {
          const found = rules.find(({ id }) => id === rule);
          return (
            <li key={rule}>
              <Link to={`/rule-sets/${run.ruleSet.id}#rule-${rule}`}>
                {found ? inLanguage(found.name, language) : rule}
              </Link>
              {t("list.colon")}
              {t(`idle.${reason}`)}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Reproduce({ run }: { run: Run }) {
  const { t } = useTranslation("adjustment");
  const verify = useVerify(run.id);
  const files = (run.manifest?.["files"] ?? []) as KeptFile[];
  const decided = isDecided(run);
  return (
    <Section
      title={t("reproduce.title")}
      note={t("reproduce.note")}
      aside={
        <button
          type="button"
          className="button small"
          disabled={verify.isPending}
          onClick={() => verify.mutate()}
        >
          {t(verify.isPending ? "reproduce.running" : "reproduce.verify")}
        </button>
      }
    >
      {verify.error && <Failure error={verify.error} />}
      {verify.data && <Verified of={verify.data} />}
      <div className="table-scroll" tabIndex={0}>
        <table className="data">
          <caption className="hidden">{t("reproduce.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("file.name")}</th>
              <th scope="col" className="n">
                {t("file.size")}
              </th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.name}>
                <th scope="row">
                  <a href={`/api/adjustments/${run.id}/files/${file.name}`} download>
                    {t(`file.${file.name}`, { defaultValue: file.name })}
                  </a>
                </th>
                <td className="n">{formatBytes(file.bytes)}</td>
                <td className="hash">{file.sha256}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="record-result">
        <a href={`/api/adjustments/${run.id}/result.docx`} download>
          {t("reproduce.result")}
        </a>
        {decided &&
          ["decisions.csv", "decision.json"].map((name) => (
            <a key={name} href={`/api/adjustments/${run.id}/files/${name}`} download>
              {t(`file.${name}`)}
            </a>
          ))}
      </p>
      <p className="section-note">
        <Trans t={t} i18nKey="reproduce.command" components={{ code: <code /> }} />
      </p>
      <details>
        <summary>{t("reproduce.manifest")}</summary>
        <pre className="json">{JSON.stringify(run.manifest, null, 2)}</pre>
      </details>
    </Section>
  );
}

/** What a check found: of a run by those who plan, or of a published decision by anybody. */
export function Verified({
  of,
}: {
  of: Partial<Verification> & Pick<Verification, "altered" | "same" | "versions">;
}) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const differ = of.cardsDiffer ?? 0;
  if (of.same && of.altered.length === 0 && differ === 0 && of.rules !== false && of.decisions !== false)
    return (
      <p className="verified good" role="status">
        {t("reproduce.same")} {of.decisions === true && t("reproduce.same-decisions")}
      </p>
    );
  return (
    <div className="failure" role="alert">
      <p className="failure-sentence">{t("reproduce.differs")}</p>
      <ul>
        {of.altered.length > 0 && (
          <li>{t("reproduce.altered", { files: of.altered.join(t("list.and")) })}</li>
        )}
        {!of.same && <li>{t("reproduce.not-same")}</li>}
        {differ > 0 && (
          <li>{t("reproduce.cards", { count: differ, shown: formatNumber(differ, language) })}</li>
        )}
        {of.rules === false && <li>{t("reproduce.rules")}</li>}
        {of.decisions === false && <li>{t("reproduce.decisions")}</li>}
        {of.versions.map((one) => (
          <li key={one}>{t("reproduce.versions", { versions: one })}</li>
        ))}
      </ul>
    </div>
  );
}
