import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatInterval, formatNumber, formatSigned, MISSING, type Interval } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";

/** Leads from the name of a figure to its one definition. @param of the figure's name @param to its key on /indicators */
export function DefinitionLink({ of, to }: { of: string; to: string }) {
  const { t } = useTranslation("parts");
  const words = t("definition", { name: of });
  return (
    <Link className="definition" to={`/indicators#${to}`} title={words} aria-label={words}>
      ?
    </Link>
  );
}

interface NumProps {
  value: number | null | undefined;
  unit?: string;
  signed?: boolean;
  digits?: number;
  suppressed?: boolean | undefined;
  /** why there is no value, shown where a dash stands */
  reason?: string;
  to?: string;
}

/** One number. Missing is a dash with its reason, suppressed says so, and a link leads to the rows behind it. */
export function Num({ value, unit, signed, digits, suppressed, reason, to }: NumProps) {
  const language = useLanguage();
  const { t } = useTranslation("parts");
  if (suppressed)
    return (
      <abbr className="num suppressed" title={t("suppressed.why")}>
        {t("suppressed.mark")}
      </abbr>
    );
  if (value === null || value === undefined || Number.isNaN(value))
    return (
      <abbr className="num missing" title={reason ?? t("missing")}>
        {MISSING}
      </abbr>
    );
  const text = signed ? formatSigned(value, language) : formatNumber(value, language, digits ?? 0);
  const shown: ReactNode = (
    <>
      {text}
      {unit && <small> {unit}</small>}
    </>
  );
  return to ? (
    <Link className="num" to={to}>
      {shown}
    </Link>
  ) : (
    <span className="num">{shown}</span>
  );
}

/** An estimate with its interval beside or below it. */
export function Est(props: {
  of: Interval | null | undefined;
  suppressed?: boolean | undefined;
  to?: string;
  unit?: string;
  below?: boolean;
}) {
  const language = useLanguage();
  const { t } = useTranslation("parts");
  const interval = formatInterval(props.of, language);
  return (
    <span className={props.below ? "est below" : "est"}>
      <Num
        value={props.of?.value}
        suppressed={props.suppressed}
        {...(props.to ? { to: props.to } : {})}
        {...(props.unit ? { unit: props.unit } : {})}
      />
      {interval && !props.suppressed && (
        <span className="interval" title={t("interval")}>
          {interval}
        </span>
      )}
    </span>
  );
}
