import { useTranslation } from "react-i18next";
import { freeKey, type PlanDocument, type Post } from "./api.ts";

/**
 * Which course builds which competence of the posts: rows are competences, columns the courses of the subject. A row that no
 * course builds and a column that builds nothing stand out. `onChange` null = only to be read; `posts` null = anybody reads, who is not told of posts.
 */
export function Matrix({ of, posts, onChange }: { of: PlanDocument; posts: Post[] | null; onChange: ((of: PlanDocument) => void) | null }) {
  const { t } = useTranslation("trainingPlans");
  const columns = of.courses.filter(({ kind }) => kind !== "public");
  const postName = new Map(posts?.map((post) => [post.id, post.name]));
  const built = (key: string) => columns.some((course) => course.competences.includes(key));
  const gaps = of.competences.filter(({ key }) => !built(key)).length;
  const toggle = (course: string, key: string) =>
    onChange?.({
      ...of,
      courses: of.courses.map((one) =>
        one.key !== course ? one : { ...one, competences: one.competences.includes(key) ? one.competences.filter((it) => it !== key) : [...one.competences, key] }),
    });
  const rename = (key: string, name: string) => onChange?.({ ...of, competences: of.competences.map((one) => (one.key === key ? { ...one, name } : one)) });
  const remove = (key: string) =>
    onChange?.({
      ...of,
      competences: of.competences.filter((one) => one.key !== key),
      courses: of.courses.map((one) => ({ ...one, competences: one.competences.filter((it) => it !== key) })),
    });
  const missing = (posts ?? []).flatMap((post) =>
    post.competences.filter((asked) => !of.competences.some((one) => one.posts.includes(post.id) && (one.key === asked.key || one.name === asked.name))).map((asked) => ({ post, asked })));
  const take = (post: Post, asked: { key: string; name: string }) => {
    const same = of.competences.find(({ name, key }) => name === asked.name || key === asked.key);
    const competences = same
      ? of.competences.map((one) => (one === same ? { ...one, posts: [...one.posts, post.id] } : one))
      : [...of.competences, { key: /^[\w-]{1,60}$/.test(asked.key) ? asked.key : freeKey(of.competences, "competence"), name: asked.name, posts: [post.id] }];
    onChange?.({ ...of, competences });
  };
  return (
    <>
      <p role="status" className={gaps > 0 ? "plan-gap" : ""}>{of.competences.length === 0 ? t("no-competence") : gaps > 0 ? t("gaps", { count: gaps }) : t("no-gap")}</p>
      {of.competences.length > 0 && (
        <div className="plan-scroll" tabIndex={0} role="region" aria-label={t("matrix")}>
          <table className="plan-matrix">
            <thead>
              <tr>
                <th scope="col">{t("competence")}</th>
                {columns.map((course) => <th key={course.key} scope="col" className={course.competences.length === 0 ? "idle" : ""}><span>{course.name}</span></th>)}
              </tr>
            </thead>
            <tbody>
              {of.competences.map((one) => (
                <tr key={one.key} className={built(one.key) ? "" : "gap"} id={`clause-competence-${one.key}`}>
                  <th scope="row">
                    {onChange ? (
                      <>
                        <input aria-label={t("competence")} value={one.name} onChange={({ target }) => rename(one.key, target.value)} />
                        <button type="button" className="quiet" aria-label={t("remove-this", { name: one.name })} onClick={() => remove(one.key)}>{t("remove")}</button>
                      </>
                    ) : (
                      one.name
                    )}
                    <small>{one.posts.length > 0 ? posts && one.posts.map((id) => postName.get(id) ?? t("closed-post")).join("、") : t("by-standard")}</small>
                  </th>
                  {columns.map((course) => {
                    const on = course.competences.includes(one.key);
                    const name = t("builds", { course: course.name, competence: one.name });
                    return (
                      <td key={course.key}>
                        {onChange ? <input type="checkbox" aria-label={name} checked={on} onChange={() => toggle(course.key, one.key)} /> : <span role="img" aria-label={on ? name : t("builds-not")}>{on ? "●" : ""}</span>}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {onChange && (
        <div className="actions">
          <button type="button" className="button" onClick={() => onChange({ ...of, competences: [...of.competences, { key: freeKey(of.competences, "competence"), name: t("new-competence"), posts: [] }] })}>{t("add-competence")}</button>
        </div>
      )}
      {missing.length > 0 && (
        <ul className="plan-missing">
          {missing.map(({ post, asked }) => (
            <li key={`${post.id} ${asked.key}`}>
              {t("asked-not-named", { post: post.name, competence: asked.name })}{" "}
              {onChange && <button type="button" className="button small" onClick={() => take(post, asked)}>{t("take-up")}</button>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
} // prettier-ignore
