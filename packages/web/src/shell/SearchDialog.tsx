import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMe } from "../api/session.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { searchOrganisations } from "../registry/organisations/api.ts";
import { searchStandards, type SearchHit } from "../standards/api.ts";
import { useScope } from "./scope.ts";
import { groups, opens } from "./sections.ts";
import "./search.css";

interface Result {
  key: string;
  kind: string;
  code: string;
  name: string;
  hint: string;
  path: string | null;
}

/** Value after a pause of 120 ms, so that not every key press asks the server. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), 120);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

export function pathOf(hit: SearchHit): string | null {
  if (hit.kind === "programme") return `/standards/programmes/${hit.code}`;
  if (hit.kind === "occupation") return `/standards/occupations/${hit.code}`;
  return null;
}

export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const { to } = useScope();
  const navigate = useNavigate();
  const me = useMe();
  const list = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const asked = useSettled(text.trim());
  const found = useQuery({
    queryKey: ["search", asked],
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => searchStandards(asked, undefined, signal),
  });
  const organisations = useQuery({
    queryKey: ["search", "organisations", asked],
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => searchOrganisations(asked, undefined, signal),
  });
  const role = me.data?.user?.role ?? null;
  const pages: Result[] = groups
    .flatMap((group) => group.places)
    .filter((place) => opens(place, role))
    .map((place) => ({
      key: place.path,
      kind: "page",
      code: "",
      name: t(`place.${place.key}`),
      hint: t(`about.${place.key}`),
      path: place.path,
    }))
    .filter((page) => asked === "" || page.name.toLowerCase().includes(asked.toLowerCase()));
  const hits: Result[] =
    asked === ""
      ? []
      : (found.data?.items ?? [])
          .map((hit) => ({
            key: `${hit.kind}${hit.level ?? ""}${hit.code}`,
            kind: hit.kind,
            code: hit.code,
            name: hit.name,
            hint: hit.hint,
            path: pathOf(hit),
          }))
          .filter((hit) => hit.path !== null);
  const registered: Result[] =
    asked === ""
      ? []
      : (organisations.data?.items ?? []).slice(0, 6).map((one) => ({
          key: `organisation ${one.id}`,
          kind: "organisation",
          code: one.schoolCode ?? one.creditCode ?? "",
          name: one.name,
          hint: [one.regionName, one.formerly].filter(Boolean).join(" · "),
          path: `/organisations/${one.id}`,
        }));
  const inPostings: Result[] =
    asked !== "" && role !== null
      ? [
          {
            key: "postings",
            kind: "posting",
            code: "",
            name: t("search.in-postings", { text: asked }),
            hint: "",
            path: `/postings?q=${encodeURIComponent(asked)}`,
          },
        ]
      : [];
  const results = [...hits, ...registered, ...pages, ...inPostings];
  const at = Math.min(active, Math.max(results.length - 1, 0));
  const open = (result: Result | undefined): void => {
    if (!result?.path) return;
    onClose();
    void navigate(to(result.path));
  };
  return (
    <Dialog className="search" label={t("search.label")} onClose={onClose}>
      <input
        type="text"
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={results[at] ? `${list}-${at}` : undefined}
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") setActive(Math.min(at + 1, results.length - 1));
          else if (event.key === "ArrowUp") setActive(Math.max(at - 1, 0));
          else if (event.key === "Enter") open(results[at]);
          else return;
          event.preventDefault();
        }}
      />
      <ul role="listbox" id={list} aria-label={t("search.label")}>
        {results.map((result, index) => (
          <li
            key={result.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setActive(index)}
            onClick={() => open(result)}
          >
            <span className="search-kind">{t(`search.kind.${result.kind}`)}</span>
            <span className="search-name">{result.name}</span>
            <span className="search-hint">{result.hint}</span>
            <span className="search-code">{result.code}</span>
          </li>
        ))}
      </ul>
      {asked !== "" &&
        found.isSuccess &&
        organisations.isSuccess &&
        hits.length + registered.length === 0 && (
          <p className="search-none">{t("search.none", { text: asked })}</p>
        )}
      {found.error && <p className="search-none">{found.error.message}</p>}
      <p className="search-foot">
        <kbd>↑</kbd>
        <kbd>↓</kbd> {t("search.move")} <kbd>Enter</kbd> {t("search.go")} <kbd>Esc</kbd> {t("close")}
      </p>
    </Dialog>
  );
}
