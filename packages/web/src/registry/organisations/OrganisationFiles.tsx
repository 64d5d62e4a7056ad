import { useTranslation } from "react-i18next";
import { FileList } from "../../parts/FileList.tsx";
import { Section } from "../../parts/Page.tsx";
import { Upload } from "../../parts/Upload.tsx";

/** Evidence and pictures of an organisation, for those who keep it and for its own officers. */
export function OrganisationFiles({ id }: { id: string }) {
  const { t } = useTranslation("parts");
  const subject = `organisation:${id}`;
  return (
    <>
      <Section title={t("files.evidence")} note={t("files.evidence-note")}>
        <FileList subject={subject} purpose="evidence" removable />
        <Upload purpose="evidence" subject={subject} />
      </Section>
      <Section title={t("files.pictures")}>
        <FileList subject={subject} purpose="picture" removable />
        <Upload purpose="picture" subject={subject} />
      </Section>
    </>
  );
}
