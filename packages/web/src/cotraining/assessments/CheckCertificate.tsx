import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { call } from "../../api/client.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import type { Checked } from "./api.ts";
import "../rounds/rounds.css";

/** Public: is the certificate that somebody shows me one that was issued, and does it still hold? */
export function Component() {
  const { t } = useTranslation("assessments");
  const [params, setParams] = useSearchParams();
  const number = params.get("number") ?? "";
  const hash = params.get("hash") ?? "";
  const found = useQuery({
    queryKey: ["check-certificate", number, hash],
    enabled: number !== "" && hash !== "",
    queryFn: ({ signal }) => call<Checked>("/api/public/trainee-certificate", { query: { number, hash }, signal }),
  });
  return (
    <Page narrow title={t("check-title")} lead={t("check-lead")}>
      <form
        className="form wider"
        key={`${number} ${hash}`}
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          setParams({ number: String(data.get("number")).trim(), hash: String(data.get("hash")).trim() });
        }}
      >
        <label>
          <span>{t("number")}</span>
          <input name="number" required defaultValue={number} />
        </label>
        <label>
          <span>{t("code")}</span>
          <input name="hash" required defaultValue={hash} />
        </label>
        <button type="submit" className="button primary">
          {t("check")}
        </button>
      </form>
      {found.isLoading && <Loading rows={3} />}
      {found.error && <Failure error={found.error} />}
      {found.data && <Answer of={found.data} />}
    </Page>
  );
} // prettier-ignore

function Answer({ of }: { of: Checked }) {
  const { t } = useTranslation("assessments");
  const language = useLanguage();
  if (!of.found) return <p className="round-answer" role="status">{t("check-not-found")}</p>;
  return (
    <div role="status">
      <p className="round-answer">{t(of.revoked ? "check-revoked" : "check-valid")}</p>
      <dl className="facts">
        <dt>{t("kind")}</dt>
        <dd>
          {t(`kind.${of.kind}`)} {of.sample && t("sample")}
        </dd>
        <dt>{t("school")}</dt>
        <dd>{of.schoolName}</dd>
        <dt>{t("enterprise")}</dt>
        <dd>{of.enterpriseName}</dd>
        <dt>{t("programme")}</dt>
        <dd>{of.programmeName}</dd>
        <dt>{t("post")}</dt>
        <dd>{of.postName}</dd>
        <dt>{t("issued")}</dt>
        <dd>{formatDate(of.issuedOn, language)}</dd>
      </dl>
      <p>{t("check-privacy")}</p>
    </div>
  );
} // prettier-ignore
