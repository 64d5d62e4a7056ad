import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../api/session.ts";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useCompared } from "./api.ts";
import { canAsk, hashOf, useAsked } from "./asked.ts";
import { SaveDialog } from "./SaveDialog.tsx";
import { SideBySide } from "./SideBySide.tsx";
import { Grounds, ShareLink } from "./Ways.tsx";
import "./pathways.css";

/** Question: where do these ways part? Up to four, as the address names them. */
export function Component() {
  const { t } = useTranslation("pathways");
  const { asked, routes, put } = useAsked();
  const me = useMe();
  const ready = canAsk(asked) && routes.length > 0;
  const found = useCompared(ready ? asked : null, routes);
  const [saving, setSaving] = useState(false);
  const back = { pathname: "/pathways", hash: hashOf(asked, routes) };
  return (
    <Page
      title={t("compare.title")}
      crumbs={[{ name: t("title"), path: "/pathways" }]}
      lead={t("compare.lead")}
      actions={
        ready ? (
          <>
            <Link className="button" to={back}>
              {t("compare.back")}
            </Link>
            {me.data?.user && (
              <button type="button" className="button primary" onClick={() => setSaving(true)}>
                {t("plans.save")}
              </button>
            )}
            <ShareLink />
          </>
        ) : undefined
      }
    >
      {!ready && (
        <Empty
          title={t("compare.none")}
          actions={
            <Link className="button primary" to={back}>
              {t("title")}
            </Link>
          }
        >
          <p>{t("compare.none-words")}</p>
        </Empty>
      )}
      {ready && found.isPending && <Loading rows={10} />}
      {ready && found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {ready && found.data && (
        <>
          <SideBySide
            compared={found.data}
            onDrop={(key) =>
              put(
                asked,
                routes.filter((one) => one !== key),
              )
            }
          />
          <Grounds answer={found.data} />
        </>
      )}
      {saving && canAsk(asked) && (
        <SaveDialog asked={asked} routes={routes} onClose={() => setSaving(false)} />
      )}
    </Page>
  );
}
