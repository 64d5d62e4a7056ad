import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { Problem } from "../api/client.ts";

/** Quiet lines in the place of what comes. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation("parts");
  return (
    <div className="loading" role="status" aria-label={t("loading")}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} style={{ width: `${92 - ((index * 37) % 45)}%` }} />
      ))}
    </div>
  );
}

/** What went wrong, in the server's sentence, with the rows and fields it names and a next step. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation("parts");
  const location = useLocation();
  const problem = error instanceof Problem ? error : null;
  return (
    <div className="failure" role="alert">
      <p className="failure-sentence">{error instanceof Error ? error.message : t("error.unknown")}</p>
      {problem && problem.errors.length > 0 && (
        <ul>
          {problem.errors.slice(0, 8).map((item, index) => (
            <li key={index}>
              {item.row !== undefined && <span>{t("error.row", { row: item.row })} </span>}
              {item.field && <code>{item.field}</code>}{" "}
              {item.value !== undefined && <q>{String(item.value)}</q>} {item.reason}
            </li>
          ))}
        </ul>
      )}
      <p>
        {problem?.status === 401 && (
          <Link
            className="button"
            to={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`}
          >
            {t("error.sign-in")}
          </Link>
        )}
        {retry && problem?.status !== 401 && (
          <button type="button" className="button" onClick={retry}>
            {t("error.retry")}
          </button>
        )}
      </p>
    </div>
  );
}

/** An empty place that teaches: what will be here, where it comes from, and the first step. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      {children}
      {actions && <div className="actions">{actions}</div>}
    </div>
  );
}
