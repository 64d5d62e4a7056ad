import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Failure } from "../parts/States.tsx";
import { useObject } from "./api.ts";

/** An objection to a result that is on public notice; `own` = to one's own. Name and telephone are seen by the office alone. */
export function ObjectionForm({ filing, own }: { filing: string; own: boolean }) {
  const { t } = useTranslation("admissions");
  const send = useObject(filing);
  const [content, setContent] = useState("");
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  if (send.data)
    return (
      <div role="status">
        <p>{t("object.received")}</p>
        <p className="receipt">
          <Link to={`/public/admission-objections/${send.data.id}`}>{send.data.id}</Link>
        </p>
      </div>
    );
  return (
    <form
      className="form wider"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ content: content.trim(), name: name.trim(), phone: phone.trim(), own });
      }}
    >
      <label>
        <span>{t("object.content")}</span>
        <textarea
          rows={5}
          required
          minLength={5}
          maxLength={4000}
          value={content}
          onChange={(event) => setContent(event.target.value)}
        />
      </label>
      <label>
        <span>{t("object.name")}</span>
        <input
          required
          minLength={2}
          maxLength={60}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        <span>{t("object.phone")}</span>
        <input
          required
          type="tel"
          minLength={5}
          maxLength={40}
          autoComplete="tel"
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      </label>
      {send.error && <Failure error={send.error} />}
      <button type="submit" className="button primary" disabled={send.isPending}>
        {t("object.do")}
      </button>
    </form>
  );
}
