import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { usePresets, useRuleSets, type RuleSetVersion } from "./api.ts";
import { DemoMark, inLanguage, RuleSetState, TrustMark } from "./pieces.tsx";
import type { RuleSetContent } from "./rules.ts";
import "../planning.css";
import "./adjustment.css";
import "./rules.css";

/** List: the rules by which offerings are judged, in their versions; and those that Tixi brings along. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const found = useRuleSets();
  const presets = usePresets();
  const keys = new Map<string, RuleSetVersion[]>();
  for (const set of found.data?.items ?? []) keys.set(set.key, [...(keys.get(set.key) ?? []), set]);
  return (
    <Page
      title={t("shell:place.rule-sets")}
      lead={t("rules.lead")}
      actions={
        <Link className="button" to="/rule-sets/new?from=blank">
          {t("rules.blank")}
        </Link>
      }
    >
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && keys.size === 0 && (
        <Empty title={t("rules.none")}>
          <p>{t("rules.none-words")}</p>
        </Empty>
      )}
      {[...keys].map(([key, versions]) => (
        <Versions key={key} versions={versions} />
      ))}
      <Section title={t("rules.presets")} note={t("rules.presets-note")}>
        {presets.isPending && <Loading rows={4} />}
        {presets.error && <Failure error={presets.error} />}
        <ul className="rule-presets">
          {presets.data?.items.map((preset) => (
            <Preset key={preset.key} preset={preset} />
          ))}
        </ul>
      </Section>
    </Page>
  );
}

function Versions({ versions }: { versions: RuleSetVersion[] }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const sorted = [...versions].sort((a, b) => b.version - a.version);
  const newest = sorted[0]!;
  return (
    <Section
      title={inLanguage((sorted.find(({ state }) => state === "adopted") ?? newest).content.name, language)}
      aside={<Link to={`/rule-sets/new?from=${newest.id}`}>{t("rules.change")}</Link>}
    >
      <div className="table-scroll" tabIndex={0}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t("rules.version")}</th>
              <th scope="col">{t("run.state")}</th>
              <th scope="col" className="n">
                {t("rules.count")}
              </th>
              <th scope="col">{t("rules.trust")}</th>
              <th scope="col" className="n">
                {t("rules.used")}
              </th>
              <th scope="col">{t("rules.by")}</th>
              <th scope="col">{t("run.at")}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((set) => (
              <tr key={set.id}>
                <th scope="row">
                  <Link to={`/rule-sets/${set.id}`}>{t("version", { version: set.version })}</Link>{" "}
                  {set.content.demo && <DemoMark />}
                </th>
                <td>
                  <RuleSetState state={set.state} />
                </td>
                <td className="n">{set.content.rules.length}</td>
                <td>
                  <TrustMark trust={set.content.trust} />
                </td>
                <td className="n">{set.used}</td>
                <td>{set.createdBy}</td>
                <td>{formatDate(set.createdAt, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Preset({ preset }: { preset: RuleSetContent }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  return (
    <li>
      <div>
        <b>{inLanguage(preset.name, language)}</b> {preset.demo && <DemoMark />}{" "}
        <TrustMark trust={preset.trust} />
        <p>{preset.source}</p>
        <small>{t("rules.preset-line", { count: preset.rules.length, from: preset.validFrom })}</small>
      </div>
      <Link className="button small" to={`/rule-sets/new?from=${preset.key}`}>
        {t("rules.use-preset")}
      </Link>
    </li>
  );
}
