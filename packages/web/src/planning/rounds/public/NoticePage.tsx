import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { Page, Section } from "../../../parts/Page.tsx";
import { Failure, Loading } from "../../../parts/States.tsx";
import { useNotice, useObject, type Notice, type NoticeItem } from "../api.ts";
import "../rounds.css";

/** Public: what is announced until when, and the form in which anybody may object. */
export function Component() {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const { id } = useParams();
  const found = useNotice(id);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const notice = found.data;
  return (
    <Page
      title={notice.title}
      crumbs={[{ name: t("shell:place.public-notices"), path: "/public/notices" }]}
      lead={
        <>
          {notice.publisher} · {formatDate(notice.from, language)} – {formatDate(notice.until, language)}{" "}
          <span className={notice.open ? "tag blue" : "tag"}>{t(notice.open ? "notices.open" : "notices.over")}</span>
          {notice.sample && <span className="tag shortage">{t("sample")}</span>}
        </>
      } // prettier-ignore
      actions={
        <a className="button" href={`/api/public/notices/${notice.id}/notice.docx`} download>
          DOCX
        </a>
      }
    >
      <p className="notice-words">{t("public.notice-words", { count: notice.items.length })}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={notice.title}>
        <table className="data public-table">
          <thead>
            <tr>
              <th scope="col">{t("school")}</th>
              <th scope="col">{t("programme")}</th>
              <th scope="col">{t("level")}</th>
              <th scope="col">{t("kind")}</th>
              <th scope="col" className="n">{t("intake")}</th>
              <th scope="col">{t("recommendation")}</th>
            </tr>
          </thead>
          <tbody>
            {notice.items.map((item) => (
              <tr key={item.application}>
                <th scope="row">{item.school}</th>
                <td>{nameOf(item)}</td>
                <td>{t(`level.${item.level}`)}</td>
                <td>
                  {t(`kind.${item.kind}`)} {item.change && t(`change.${item.change}`)}
                </td>
                <td className="n">{item.intake ?? "—"}</td>
                <td>{item.recommend === null ? "—" : t(item.recommend ? "vote.for" : "vote.against")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notice.open ? (
        <Section title={t("object.title")} note={t("object.words")}>
          <ObjectionForm notice={notice} />
        </Section>
      ) : (
        <p className="section-note">{t("object.over")}</p>
      )}
    </Page>
  ); // prettier-ignore
}

export const nameOf = ({ programme, code, becomes }: Pick<NoticeItem, "programme" | "code" | "becomes">): string => `${programme}${code ? ` ${code}` : ""}${becomes ? ` → ${becomes}` : ""}`; // prettier-ignore

function ObjectionForm({ notice }: { notice: Notice }) {
  const { t } = useTranslation("rounds");
  const send = useObject(notice.id);
  const [application, setApplication] = useState(notice.items[0]?.application ?? "");
  const [content, setContent] = useState("");
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  if (send.data)
    return (
      <div role="status">
        <p>{t("object.received")}</p>
        <p className="receipt">
          <Link to={`/public/objections/${send.data.id}`}>{send.data.id}</Link>
        </p>
      </div>
    );
  return (
    <form
      className="form wider fit"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ application, content, name, phone });
      }}
    >
      <label>
        <span>{t("object.about")}</span>
        <select value={application} onChange={(event) => setApplication(event.target.value)}>
          {notice.items.map((item) => (
            <option key={item.application} value={item.application}>
              {item.school} · {nameOf(item)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("object.content")}</span>
        <textarea rows={5} required minLength={10} maxLength={4000} value={content} onChange={(event) => setContent(event.target.value)} />
      </label>
      <label>
        <span>{t("object.name")}</span>
        <input required minLength={2} maxLength={40} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        <span>{t("object.phone")}</span>
        <input required type="tel" pattern="\+?[\d \-]{7,20}" autoComplete="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
      </label>
      {send.error && <Failure error={send.error} />}
      <button type="submit" className="button primary" disabled={send.isPending}>
        {t("object.do")}
      </button>
    </form>
  ); // prettier-ignore
}
