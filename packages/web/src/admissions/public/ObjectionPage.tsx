import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { ObjectionAnswer } from "../../parts/ObjectionAnswer.tsx";
import { useObjectionState } from "../api.ts";
import "../admissions.css";

/** Public: the answer to an objection, for whoever has its number. */
export function Component() {
  const { t } = useTranslation("admissions");
  const { id } = useParams();
  const found = useObjectionState(id);
  return (
    <ObjectionAnswer
      id={id}
      found={found}
      crumb={{ name: t("public.title"), path: "/public/admission" }}
      words={{
        title: t("object.state"),
        waits: t("object.waits"),
        upheld: t("object.upheld"),
        dismissed: t("object.dismissed"),
      }}
    />
  );
}
