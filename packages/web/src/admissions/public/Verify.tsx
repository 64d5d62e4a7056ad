import { useTranslation } from "react-i18next";
import { Page, Section } from "../../parts/Page.tsx";
import "../admissions.css";
import { PastedCheck } from "../ReceiptCheck.tsx";
import { ManifestCheck } from "./ManifestCheck.tsx";
import "./public.css";

const COMMAND =
  "tixi allocate verify --rules rules.json --plans plans.csv --candidates candidates.csv --preferences preferences.csv .";

/** Public: how anybody makes sure of a receipt, of files, of a whole result. */
export function Component() {
  const { t } = useTranslation("admissions");
  return (
    <Page
      title={t("verify.title")}
      crumbs={[{ name: t("public.title"), path: "/public/admission" }]}
      lead={t("verify.lead")}
      narrow
    >
      <Section title={t("verify.receipt")} note={t("verify.receipt-words")}>
        <PastedCheck />
      </Section>
      <Section title={t("verify.result")} note={t("verify.result-words")}>
        <pre className="command" tabIndex={0}>
          {COMMAND}
        </pre>
        <ol className="how small">
          {[1, 2, 3].map((step) => (
            <li key={step}>
              <p>{t(`verify.step-${step}`)}</p>
            </li>
          ))}
        </ol>
        <p className="doubt">{t("verify.private")}</p>
      </Section>
      <Section title={t("manifest.title")} note={t("manifest.words")}>
        <ManifestCheck />
      </Section>
    </Page>
  );
}
