import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Dialog } from "../parts/Dialog.tsx";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter } from "../shell/scope.ts";
import { useDecide, useRequests, type PersonalRequest } from "./api.ts";
import { RequestLine } from "./RequestLine.tsx";
import "./personal.css";

/** List: requests about personal data that those have to decide who answer for the people. */
export function Component() {
  const { t } = useTranslation("personal");
  const [show, setShow] = useFilter("show");
  const requests = useRequests(show === "all" ? null : "asked");
  const [deciding, setDeciding] = useState<{ of: PersonalRequest; decision: "accept" | "refuse" } | null>(
    null,
  );
  const rows = requests.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page narrow title={t("requests.title")} lead={t("requests.lead")}>
      <div className="actions" role="group" aria-label={t("requests.show")}>
        <button
          type="button"
          className="button small"
          aria-pressed={show !== "all"}
          onClick={() => setShow(null)}
        >
          {t("requests.open")}
        </button>
        <button
          type="button"
          className="button small"
          aria-pressed={show === "all"}
          onClick={() => setShow("all")}
        >
          {t("requests.all")}
        </button>
      </div>
      {requests.isPending && <Loading rows={5} />}
      {requests.error && <Failure error={requests.error} retry={() => void requests.refetch()} />}
      {requests.data && rows.length === 0 && (
        <Empty title={t("requests.none")}>
          <p>{t("requests.none-words")}</p>
        </Empty>
      )}
      <ul className="personal-requests">
        {rows.map((row) => (
          <RequestLine key={row.id} of={row}>
            <Link className="button small" to={`/people/${row.personId}`}>
              {t("requests.person")}
            </Link>
            {row.state === "asked" &&
              (["accept", "refuse"] as const).map((decision) => (
                <button
                  key={decision}
                  type="button"
                  className={decision === "accept" ? "button small primary" : "button small"}
                  onClick={() => setDeciding({ of: row, decision })}
                >
                  {t(`requests.${decision}`)}
                </button>
              ))}
          </RequestLine>
        ))}
      </ul>
      {requests.hasNextPage && (
        <button type="button" className="button" onClick={() => void requests.fetchNextPage()}>
          {t("requests.more")}
        </button>
      )}
      {deciding && <Decide {...deciding} onClose={() => setDeciding(null)} />}
    </Page>
  );
}

function Decide(props: { of: PersonalRequest; decision: "accept" | "refuse"; onClose: () => void }) {
  const { t } = useTranslation("personal");
  const decide = useDecide();
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { id, etag } = props.of;
    decide.mutate(
      { id, etag, decision: props.decision, reason: reason.trim() },
      { onSuccess: props.onClose },
    );
  };
  return (
    <Dialog label={t(`requests.${props.decision}`)} onClose={props.onClose}>
      <form className="form" onSubmit={submit}>
        <h2>{t(`requests.${props.decision}`)}</h2>
        <p>{t(`requests.${props.decision}-words`)}</p>
        <label>
          <span>{t("requests.reason")}</span>
          <textarea
            autoFocus
            required
            rows={3}
            minLength={5}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {decide.error && <Failure error={decide.error} />}
        <div className="actions">
          <button
            type="submit"
            className={props.decision === "accept" ? "button danger" : "button primary"}
            disabled={decide.isPending || reason.trim().length < 5}
          >
            {t(`requests.${props.decision}`)}
          </button>
          <button type="button" className="button" onClick={props.onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
