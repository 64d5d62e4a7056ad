import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { call, type Page } from "../api/client.ts";

interface Found {
  id: string;
  name: string;
}

/** An organisation of the register, looked for by name. Empty: none. */
export function OrganisationField(props: {
  label: string;
  placeholder: string;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}) {
  const list = useId();
  const [text, setText] = useState<string | null>(null);
  const known = useQuery({
    queryKey: ["organisation-name", props.chosen],
    enabled: props.chosen !== null && text === null,
    queryFn: ({ signal }) => call<Found>(`/api/organisations/${props.chosen}`, { signal }),
  });
  const q = text?.trim() ?? "";
  const found = useQuery({
    queryKey: ["organisations", "suggest", q],
    enabled: q !== "",
    staleTime: 60_000,
    queryFn: ({ signal }) => call<Page<Found>>("/api/organisations/suggest", { query: { q }, signal }),
  });
  const items = found.data?.items ?? [];
  return (
    <label>
      <span>{props.label}</span>
      <input
        list={list}
        placeholder={props.placeholder}
        value={text ?? known.data?.name ?? ""}
        aria-invalid={q !== "" && props.chosen === null}
        onChange={(event) => {
          const typed = event.target.value;
          setText(typed);
          props.onChoose(items.find(({ name }) => name === typed.trim())?.id ?? null);
        }}
        onBlur={() => {
          if (q !== "" && props.chosen === null && items.length > 0) {
            setText(items[0]!.name);
            props.onChoose(items[0]!.id);
          }
        }}
      />
      <datalist id={list}>
        {items.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </label>
  );
}
