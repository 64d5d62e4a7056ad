import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

export function SchoolTabs() {
  const { t } = useTranslation("admissions");
  return (
    <nav className="tabs" aria-label={t("school.title")}>
      <NavLink to="/school-admission" end>
        {t("school.registrations")}
      </NavLink>
      <NavLink to="/school-admission/results">{t("school.results")}</NavLink>
      <NavLink to="/school-admission/received">{t("received.title")}</NavLink>
    </nav>
  );
}
