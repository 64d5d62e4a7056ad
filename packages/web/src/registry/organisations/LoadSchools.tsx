import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useKeep, type Kind, type LoadReport } from "./api.ts";

/** Takes in the Ministry's list of higher schools, with what became of each. */
export function LoadSchools({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const load = useKeep<"province" | "country", LoadReport>((scope) => ({
    path: "/api/organisations/higher-schools",
    body: { scope },
  }));
  const report = load.data;
  const said = (field: LoadReport["kept"][number]["field"], value: string): string =>
    field === "kind" ? t(`kind.${value as Kind}`) : value || "—";
  return (
    <Dialog label={t("do.schools")} onClose={onClose}>
      <h2>{t("do.schools")}</h2>
      <p>{t("schools.words")}</p>
      <p className="doubt">{t("schools.doubt")}</p>
      {report && (
        <>
          <p role="status">
            <b>{t("schools.done", { ...report, total: report.in })}</b>
          </p>
          {report.kept.length > 0 && (
            <>
              <p>{t("schools.kept")}</p>
              <ul className="kept">
                {report.kept.slice(0, 50).map((one) => (
                  <li key={one.id + one.field}>
                    <Link to={`/organisations/${one.id}`}>{one.name}</Link>{" "}
                    {t("schools.differs", {
                      field: t(`field.${one.field}`),
                      ours: said(one.field, one.ours),
                      list: said(one.field, one.list),
                    })}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      {load.error && <Failure error={load.error} />}
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={load.isPending}
          onClick={() => load.mutate("province")}
        >
          {t("schools.province", { name: me.data?.installation.province?.name ?? "" })}
        </button>
        <button
          type="button"
          className="button"
          disabled={load.isPending}
          onClick={() => load.mutate("country")}
        >
          {t("schools.country")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("shell:close")}
        </button>
      </div>
    </Dialog>
  );
}
