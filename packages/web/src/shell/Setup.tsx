import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call, type Page as PageOf } from "../api/client.ts";
import { useChooseProvince, useMe } from "../api/session.ts";
import { Page } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import type { Region } from "./ScopeBar.tsx";

/** Task: the one choice an empty installation needs before anything can be brought in. */
export function Component() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const navigate = useNavigate();
  const choose = useChooseProvince();
  const [province, setProvince] = useState("");
  const [publisher, setPublisher] = useState("");
  const provinces = useQuery({
    queryKey: ["provinces"],
    staleTime: Infinity,
    queryFn: ({ signal }) => call<PageOf<Region>>("/api/regions", { signal }),
  });
  const chosen = me.data?.installation.province;
  if (chosen)
    return (
      <Page narrow title={t("setup.title")}>
        <p>{t("setup.done", { province: chosen.name })}</p>
      </Page>
    );
  if (me.data && me.data.user?.role !== "administrator")
    return (
      <Page narrow title={t("setup.title")}>
        <p>{t("setup.wait")}</p>
      </Page>
    );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    choose.mutate(
      { province, ...(publisher.trim() ? { publisher: publisher.trim() } : {}) },
      { onSuccess: () => void navigate("/imports", { replace: true }) },
    );
  };
  return (
    <Page narrow title={t("setup.title")} lead={t("setup.lead")}>
      {provinces.isPending && <Loading rows={3} />}
      {provinces.error && <Failure error={provinces.error} retry={() => void provinces.refetch()} />}
      {provinces.data && (
        <form className="form wider" onSubmit={submit}>
          <label>
            <span>{t("setup.province")}</span>
            <select required value={province} onChange={(event) => setProvince(event.target.value)}>
              <option value="">{t("setup.choose")}</option>
              {provinces.data.items.map((item) => (
                <option key={item.code} value={item.code}>
                  {item.name}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t("setup.publisher")}</span>
            <input
              maxLength={60}
              placeholder={t("setup.publisher-example")}
              value={publisher}
              onChange={(event) => setPublisher(event.target.value)}
            />
          </label>
          <button className="button primary" disabled={!province || choose.isPending}>
            {t("setup.submit")}
          </button>
          {choose.error && <Failure error={choose.error} />}
        </form>
      )}
    </Page>
  );
}
