import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAlliance } from "../api.ts";
import { LEADS, NODE_KINDS, useSearch, type Chain, type ChainDocument, type ChainNode, type NodeKind } from "./api.ts"; // prettier-ignore

/** What of the chosen node can be changed: its name, what it leads to, whether it is there at all. */
export function NodePanel({ chain, node, editable, onChange, onSelect }: { chain: Chain; node: ChainNode; editable: boolean; onChange: (document: ChainDocument) => void; onSelect: (id: string | null) => void }) {
  const { t } = useTranslation("chain");
  const { nodes, edges } = chain.document;
  const [name, setName] = useState(node.name);
  const [other, setOther] = useState("");
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const around = edges.filter(({ from, to }) => from === node.id || to === node.id);
  const linked = new Set(around.flatMap(({ from, to }) => [from, to]));
  const choices = nodes.filter((one) => !linked.has(one.id) && one.id !== node.id && (LEADS[node.kind].includes(one.kind) || LEADS[one.kind].includes(node.kind)));
  const connect = (): void => {
    const to = byId.get(other);
    if (!to) return;
    const edge = LEADS[node.kind].includes(to.kind) ? { from: node.id, to: to.id } : { from: to.id, to: node.id };
    setOther("");
    onChange({ nodes, edges: [...edges, edge] });
  };
  const rename = (): void => {
    const next = name.trim();
    if (next && next !== node.name) onChange({ edges, nodes: nodes.map((one) => (one.id === node.id ? { ...one, name: next } : one)) });
  };
  return (
    <section className="chain-panel" aria-label={t("panel")}>
      <h2>{node.name}</h2>
      <p>
        {t(`kind.${node.kind}`)} {node.code && <code>{node.code}</code>} <small>{t(`source.${node.source}`)}</small>
        {node.organisation && chain.members.includes(node.organisation) && <small> ★ {t("member")}</small>}
      </p>
      {editable && (
        <form
          className="chain-form"
          onSubmit={(event) => {
            event.preventDefault();
            rename();
          }}
        >
          <label>
            {t("name")}
            <input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          </label>
          <button type="submit" className="button small" disabled={!name.trim() || name.trim() === node.name}>
            {t("rename")}
          </button>
        </form>
      )}
      <h3>{t("edges")}</h3>
      <ul className="chain-edges">
        {around.map(({ from, to }) => {
          const out = from === node.id;
          const one = byId.get(out ? to : from);
          return (
            one && (
              <li key={`${from} ${to}`}>
                <span aria-hidden="true">{out ? "→" : "←"}</span>
                <button type="button" className="chain-name" onClick={() => onSelect(one.id)}>
                  {one.name}
                </button>
                {editable && (
                  <button type="button" className="button small" aria-label={t("cut", { name: one.name })} onClick={() => onChange({ nodes, edges: edges.filter((edge) => edge.from !== from || edge.to !== to) })}>
                    ×
                  </button>
                )}
              </li>
            )
          );
        })}
      </ul>
      {editable && (
        <>
          <div className="chain-form">
            <label>
              {t("connect-to")}
              <select value={other} onChange={(event) => setOther(event.target.value)}>
                <option value="" />
                {NODE_KINDS.map((kind) => {
                  const of = choices.filter((one) => one.kind === kind);
                  return of.length > 0 && (
                    <optgroup key={kind} label={t(`kind.${kind}`)}>
                      {of.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
                    </optgroup>
                  );
                })}
              </select>
            </label>
            <button type="button" className="button small" disabled={!other} onClick={connect}>
              {t("connect")}
            </button>
          </div>
          <button
            type="button"
            className="button small danger"
            onClick={() => {
              onSelect(null);
              onChange({ nodes: nodes.filter(({ id }) => id !== node.id), edges: edges.filter(({ from, to }) => from !== node.id && to !== node.id) });
            }}
          >
            {t("remove")}
          </button>
        </>
      )}
    </section>
  );
} // prettier-ignore

const SEARCHED = { programme: "programme", occupation: "occupation", link: "industry" } as const;
const isSearched = (kind: NodeKind): kind is keyof typeof SEARCHED => kind in SEARCHED;

/** A node more: from the official tables, from the members, or by its name alone. */
export function NewNode({ chain, onChange, onSelect }: { chain: Chain; onChange: (document: ChainDocument) => void; onSelect: (id: string) => void }) {
  const { t } = useTranslation("chain");
  const [kind, setKind] = useState<NodeKind>("programme");
  const [name, setName] = useState("");
  const hits = useSearch(name, isSearched(kind) ? SEARCHED[kind] : null).data?.items ?? [];
  const members = useAlliance(chain.alliance).data?.memberList.filter((one) => one.state === "active") ?? [];
  const { nodes, edges } = chain.document;
  const add = (of: { name: string; code?: string; organisation?: string | null }): void => {
    const taken = new Set(nodes.map(({ id }) => id));
    let n = nodes.length + 1;
    while (taken.has(`${kind}-${n}`)) n++;
    const id = `${kind}-${n}`;
    onChange({ edges, nodes: [...nodes, { code: "", organisation: null, ...of, id, kind, source: "hand", x: null, y: null }] });
    onSelect(id);
    setName("");
  };
  const organisations = kind === "enterprise" ? members.filter((one) => one.kind === "enterprise") : kind === "school" ? members.filter((one) => ["school", "university"].includes(one.kind)) : [];
  const known = new Set(nodes.filter((one) => one.kind === kind).map((one) => one.code || one.organisation || one.name));
  const offers = isSearched(kind) ? hits.map((hit) => ({ key: hit.code, label: `${hit.name} ${hit.code}`, hint: hit.hint, of: { name: hit.name, code: hit.code } })) : organisations.filter((one) => one.name.includes(name.trim())).map((one) => ({ key: one.organisation, label: one.name, hint: "★", of: { name: one.name, organisation: one.organisation } }));
  return (
    <form
      className="chain-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) add({ name: name.trim() });
      }}
    >
      <div className="chain-form">
        <label>
          {t("add-kind")}
          <select value={kind} onChange={(event) => setKind(event.target.value as NodeKind)}>
            {NODE_KINDS.map((one) => <option key={one} value={one}>{t(`kind.${one}`)}</option>)}
          </select>
        </label>
        <label>
          {t(isSearched(kind) ? "search-name" : "name")}
          <input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="button small" disabled={!name.trim()}>
          {t("add-name")}
        </button>
      </div>
      <ul>
        {offers.filter(({ key }) => !known.has(key)).slice(0, 8).map(({ key, label, hint, of }) => (
          <li key={key}>
            <button type="button" className="button small" onClick={() => add(of)}>
              {label} <small>{hint}</small>
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
} // prettier-ignore
