import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useProgrammes } from "../../standards/api.ts";
import { useDesk, useOwnOfferings, useStartApplication, type Change, type Kind } from "./api.ts";
import "./rounds.css";

const CHANGES: Change[] = ["rename", "direction", "expand", "shrink", "level"];
const OUTSIDE = "outside";

/** Task, first step: what a school applies for. The catalogue decides who has to decide. */
export function Component() {
  const { t } = useTranslation("rounds");
  const navigate = useNavigate();
  const desk = useDesk();
  const start = useStartApplication();
  const [kind, setKind] = useState<Kind>("open");
  const [change, setChange] = useState<Change>("rename");
  const [offering, setOffering] = useState("");
  const [programme, setProgramme] = useState("");
  const [outside, setOutside] = useState<string | null>(null);
  const offerings = useOwnOfferings(kind !== "open");
  if (desk.isPending) return <Loading rows={6} />;
  if (desk.error) return <Failure error={desk.error} retry={() => void desk.refetch()} />;
  const { round } = desk.data;
  const becomes = kind === "change" && (change === "rename" || change === "level");
  const own = offerings.data?.items ?? [];
  return (
    <Page
      title={t("new.title")}
      crumbs={[{ name: t("shell:place.applications"), path: "/applications" }]}
      lead={round?.title}
    >
      {!round ? (
        <Empty title={t("desk.none")}>
          <p>{t("desk.none-words")}</p>
        </Empty>
      ) : (
        <form
          className="form wider fit"
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate(
              {
                round: round.id,
                kind,
                ...(kind === "change" ? { change } : {}),
                ...(kind === "open" ? (outside === null ? { programme } : { outside }) : { offering: offering || own[0]?.id || "" }),
                ...(becomes ? { newProgramme: programme } : {}),
              },
              { onSuccess: ({ id }) => void navigate(`/applications/${id}/form`) },
            ); // prettier-ignore
          }}
        >
          <div className="either" role="radiogroup" aria-label={t("new.kind")}>
            {(["open", "change", "withdraw"] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
                {t(`kind.${one}`)}
              </label>
            ))}
          </div>
          {kind === "change" && (
            <label>
              <span>{t("new.change")}</span>
              <select value={change} onChange={(event) => setChange(event.target.value as Change)}>
                {CHANGES.map((one) => (
                  <option key={one} value={one}>
                    {t(`change.${one}`)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {kind !== "open" && (
            <label>
              <span>{t("new.offering")}</span>
              <select value={offering || own[0]?.id} onChange={(event) => setOffering(event.target.value)}>
                {own.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name} {one.programme} · {one.city}
                  </option>
                ))}
              </select>
              {offerings.data && own.length === 0 && <small>{t("new.no-offerings")}</small>}
            </label>
          )}
          {(kind === "open" || becomes) && outside === null && (
            <ProgrammeField
              label={t(becomes ? "new.becomes" : "new.programme")}
              value={programme}
              onChange={setProgramme}
            />
          )}
          {kind === "open" && (
            <label className="either">
              <input
                type="checkbox"
                checked={outside !== null}
                onChange={(event) => setOutside(event.target.checked ? "" : null)}
              />
              {t("new.outside")}
            </label>
          )}
          {kind === "open" && outside !== null && (
            <label>
              <span>{t("new.outside-name")}</span>
              <input required minLength={2} maxLength={60} name={OUTSIDE} value={outside} onChange={(event) => setOutside(event.target.value)} />
            </label>
          )}
          <p className="section-note">{t("new.words")}</p>
          {start.error && <Failure error={start.error} />}
          <button type="submit" className="button primary" disabled={start.isPending}>
            {t("new.do")}
          </button>
        </form>
      )}
    </Page>
  ); // prettier-ignore
}

/** A programme of the catalogue: its name or code is typed, its code is sent. */
function ProgrammeField(props: { label: string; value: string; onChange: (code: string) => void }) {
  const { t } = useTranslation("rounds");
  const [q, setQ] = useState("");
  const found = useProgrammes({ q, limit: 20 }, q.length >= 2);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <label>
      <span>{props.label}</span>
      <input
        type="search"
        placeholder={t("new.search")}
        value={q}
        onChange={(event) => {
          setQ(event.target.value);
          props.onChange(/^[2-7]\d{5}K?$/.test(event.target.value) ? event.target.value : "");
        }}
      />
      {items.length > 0 && (
        <select
          size={Math.min(6, Math.max(2, items.length))}
          style={{ height: "auto" }}
          aria-label={props.label}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        >
          {items.map((one) => (
            <option key={one.code} value={one.code}>
              {one.code} {one.name} · {t(`level.${one.level}`)}
              {one.stateControlled ? ` · ${t("controlled")}` : ""}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}
