import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useJob } from "../api/jobs.ts";
import { formatDate, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Failure } from "../parts/States.tsx";
import { useChain, useVerify, type Break, type Chain } from "./api.ts";

/** Whether the trail is whole: what the last verification found, and a button for the next. */
export function ChainState() {
  const { t } = useTranslation("audit");
  const language = useLanguage();
  const chain = useChain();
  const verify = useVerify();
  const running = useJob(chain.data?.running);
  if (chain.error) return <Failure error={chain.error} retry={() => void chain.refetch()} />;
  if (!chain.data) return null;
  const { verified, head, waiting } = chain.data;
  const state = !verified ? "unknown" : verified.breaks > 0 ? "broken" : "whole";
  const { done = 0, total = null } = running.data ?? {};
  return (
    <section className={`audit-chain ${state}`} aria-live="polite">
      <div>
        <strong>{t(`chain.${state}`, { count: verified?.breaks ?? 0 })}</strong>
        <p>
          {t("chain.length", {
            head: formatNumber(head, language),
            waiting: formatNumber(waiting, language),
          })}{" "}
          {verified &&
            t("chain.verified", {
              at: formatDate(verified.at, language, true),
              checked: formatNumber(verified.checked, language),
            })}
        </p>
      </div>
      <button
        type="button"
        className="button"
        disabled={verify.isPending || chain.data.running !== null}
        onClick={() => verify.mutate()}
      >
        {chain.data.running === null
          ? t("chain.verify")
          : total
            ? t("chain.running", { share: Math.floor((100 * done) / total) })
            : t("chain.begins")}
      </button>
      {verify.error && <Failure error={verify.error} />}
      {verified && verified.breaks > 0 && <Breaks of={verified} />}
    </section>
  );
}

function Breaks({ of }: { of: NonNullable<Chain["verified"]> }) {
  const { t } = useTranslation("audit");
  const language = useLanguage();
  const words = (one: Break) => (
    <>
      {t(`break.${one.what}`)}
      {one.seq !== null && <> · {t("number", { seq: one.seq })}</>}
      {one.at && <> · {formatDate(one.at, language, true)}</>}
      {one.action && (
        <>
          {" "}
          · <code>{one.action}</code>
        </>
      )}
    </>
  );
  return (
    <ol className="audit-breaks">
      {of.broken.slice(0, 20).map((one, n) => (
        <li key={n}>
          {one.id && one.what === "changed" ? <Link to={`/audit/${one.id}`}>{words(one)}</Link> : words(one)}
        </li>
      ))}
      {of.breaks > 20 && <li>{t("more-breaks", { count: of.breaks - 20 })}</li>}
    </ol>
  );
}
