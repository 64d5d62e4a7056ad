import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";

/** What stands where a page could not be drawn. */
export function Broken() {
  const { t } = useTranslation("shell");
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <div className="page narrow">
      <h1>{t(missing ? "broken.missing" : "broken.title")}</h1>
      <p className="lead">
        {missing ? t("broken.missing-words") : error instanceof Error ? error.message : t("broken.words")}
      </p>
      <p className="actions">
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {t("broken.reload")}
        </button>
        <Link className="button" to="/">
          {t("place.home")}
        </Link>
      </p>
    </div>
  );
}

export function Missing() {
  const { t } = useTranslation("shell");
  return (
    <div className="page narrow">
      <h1>{t("broken.missing")}</h1>
      <p className="lead">{t("broken.missing-words")}</p>
      <Link className="button" to="/">
        {t("place.home")}
      </Link>
    </div>
  );
}
