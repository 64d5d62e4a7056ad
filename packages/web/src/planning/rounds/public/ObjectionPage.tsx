import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { ObjectionAnswer } from "../../../parts/ObjectionAnswer.tsx";
import { useObjectionState } from "../api.ts";
import "../rounds.css";

/** Public: the answer to an objection, for whoever has its number. */
export function Component() {
  const { t } = useTranslation("rounds");
  const { id } = useParams();
  const found = useObjectionState(id);
  return (
    <ObjectionAnswer
      id={id}
      found={found}
      crumb={{ name: t("shell:place.public-notices"), path: "/public/notices" }}
      words={{
        title: t("object.state"),
        waits: t("object.waits"),
        upheld: t("objections.upheld"),
        dismissed: t("objections.dismissed"),
      }}
    />
  );
}
