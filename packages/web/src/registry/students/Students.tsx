import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter, useScope } from "../../shell/scope.ts";
import { StateTag } from "../people/pieces.tsx";
import { STUDENT_STATES, useStudents, type StudentLine } from "./api.ts";

/** List: the roster of a school, for its officers and teachers. */
export function Component() {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const { to } = useScope();
  const me = useMe();
  const [q, setQ] = useFilter("q");
  const [state, setState] = useFilter("state");
  const [consent, setConsent] = useFilter("consent");
  const students = useStudents({ q, state, consent });
  const rows = students.data?.pages.flatMap((page) => page.items) ?? [];
  const first = students.data?.pages[0];
  const role = me.data?.user?.role as string | undefined;
  const keeps = role === "school-officer" || role === "administrator";
  const columns: Column<StudentLine>[] = [
    { key: "number", title: t("student-number"), value: (row) => row.studentNumber },
    {
      key: "name",
      title: t("name"),
      value: (row) => row.name,
      render: (row) => <Link to={to(`/students/${row.id}`)}>{row.name}</Link>,
    },
    {
      key: "programme",
      title: t("programme"),
      wide: true,
      value: (row) => row.programme.name,
      render: (row) => (
        <>
          {row.programme.name}
          <span className="cell-sub">
            {row.programme.code} · {t(`level.${row.level}`)}
            {role === "administrator" && ` · ${row.school.name}`}
          </span>
        </>
      ),
    },
    { key: "entry", title: t("entry-year"), number: true, value: (row) => row.entryYear, render: (row) => String(row.entryYear) },
    { key: "class", title: t("class"), value: (row) => row.className },
    {
      key: "state",
      title: t("state"),
      value: (row) => t(`student.${row.state}`),
      render: (row) => (
        <>
          {t(`student.${row.state}`)}{" "}
          {row.consent !== "none" && <StateTag group="consent" state={row.consent} />}
        </>
      ),
    },
  ]; // prettier-ignore
  return (
    <Page
      title={t("students.title")}
      lead={first && t("students.lead", { enrolled: formatNumber(first.enrolled, language) })}
      actions={
        keeps && (
          <Link className="button primary" to={to("/students/import")}>
            {t("import")}
          </Link>
        )
      }
    >
      {first && first.withoutConsent > 0 && !consent && (
        <p className="release-next">
          {t("students.without-consent", { count: first.withoutConsent })}{" "}
          <button type="button" className="link" onClick={() => setConsent("missing")}>
            {t("people.show-waiting")}
          </button>
        </p>
      )}
      <div className="filters">
        <label>
          {t("search")}
          <input
            defaultValue={q ?? ""}
            placeholder={t("students.search")}
            onChange={(event) => setQ(event.target.value || null)}
          />
        </label>
        <label>
          {t("state")}
          <select value={state ?? ""} onChange={(event) => setState(event.target.value || null)}>
            <option value="">{t("students.here")}</option>
            {STUDENT_STATES.map((item) => (
              <option key={item} value={item}>
                {t(`student.${item}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={!!consent}
            onChange={(event) => setConsent(event.target.checked ? "missing" : null)}
          />
          {t("students.only-without")}
        </label>
      </div>
      {students.isPending && <Loading />}
      {students.error && <Failure error={students.error} retry={() => void students.refetch()} />}
      {students.data && rows.length === 0 && (
        <Empty title={t(q || state || consent ? "people.none-found" : "students.none")}>
          {!q && !state && !consent && <p>{t("students.none-words")}</p>}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          tall
          caption={t("students.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => `${row.id} ${row.school.id}`}
          hasMore={students.hasNextPage}
          loadingMore={students.isFetchingNextPage}
          onMore={() => void students.fetchNextPage()}
        />
      )}
    </Page>
  );
}
