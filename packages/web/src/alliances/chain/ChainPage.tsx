import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { Tabs } from "../pieces.tsx";
import { useChain, useStep, type Chain, type ChainDocument } from "./api.ts";
import { ChainMap, type MapHandle } from "./ChainMap.tsx";
import { saveCsv, savePng, saveSvg } from "./export.ts";
import { isGap, LinkList } from "./LinkList.tsx";
import { NewNode, NodePanel } from "./NodePanel.tsx";
import "./chain.css";

const COLUMNS = ["link", "link-code", "occupation", "occupation-code", "state", "demand", "shortage", "programme", "programme-code", "schools", "place", "source"]; // prettier-ignore

/** Question: who trains for which link of the chain, and where does nobody? */
export function Component() {
  return <Loaded open={false} />;
}
/** The same for anybody, as it was published. */
export function PublicChain() {
  return <Loaded open />;
}

function Loaded({ open }: { open: boolean }) {
  const { id } = useParams();
  const found = useChain(id, open);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Map chain={found.data} open={open} reload={() => void found.refetch()} />;
}

function Map({ chain, open, reload }: { chain: Chain; open: boolean; reload: () => void }) {
  const { t } = useTranslation("chain");
  const language = useLanguage();
  const map = useRef<MapHandle>(null);
  const step = useStep(chain.alliance);
  const [selected, setSelected] = useState<string | null>(null);
  const [past, setPast] = useState<ChainDocument[]>([]);
  const editable = chain.mayKeep && !step.isPending;
  const put = (document: ChainDocument, onSuccess?: () => void): void => step.mutate({ method: "PUT", path: "", body: document, etag: chain.etag }, { ...(onSuccess ? { onSuccess } : {}) });
  const change = (document: ChainDocument): void => put(document, () => setPast((before) => [...before, chain.document]));
  const feed = (): void => step.mutate({ method: "POST", path: "/feed", body: {}, etag: chain.etag }, { onSuccess: () => setPast((before) => [...before, chain.document]) });
  const undo = (): void => {
    const last = past.at(-1);
    if (last) put(last, () => setPast((before) => before.slice(0, -1)));
  };
  const choose = useCallback((id: string | null): void => {
    setSelected(id);
    if (id) map.current?.show(id);
  }, []);
  const node = chain.document.nodes.find(({ id }) => id === selected);
  const gaps = chain.links.filter(({ state }) => isGap(state));
  const short = chain.links.filter(({ state }) => state === "short").length;
  const base = open ? "/public/alliances" : "/alliances";
  const name = `${chain.allianceName} ${t("title")}`;
  return (
    <Page
      title={t("title")}
      crumbs={[{ name: t("alliances"), path: base }, { name: chain.allianceName, path: `${base}/${chain.alliance}` }]}
      lead={
        <>
          {t("size", { links: chain.links.length, nodes: chain.document.nodes.length })} · {chain.publishedAt ? t(chain.changed ? "published-changed" : "published-at", { day: formatDate(chain.publishedAt, language) }) : t("unpublished")}
          {chain.sample && ` · ${t("sample")}`}
        </>
      }
      actions={
        chain.mayKeep && (
          <>
            <button type="button" className="button" disabled={!editable} onClick={feed}>
              {t("feed")}
            </button>
            <button type="button" className="button" disabled={!editable || past.length === 0} onClick={undo}>
              {t("undo")}
            </button>
            {chain.document.nodes.length > 0 && (
              <button type="button" className="button primary" disabled={!editable} onClick={() => step.mutate({ method: "PUT", path: "/published", body: { published: !chain.publishedAt || chain.changed }, etag: chain.etag })}>
                {t(!chain.publishedAt || chain.changed ? "publish" : "withdraw")}
              </button>
            )}
          </>
        )
      }
    >
      {!open && <Tabs id={chain.alliance} />}
      {step.error && <Failure error={step.error} retry={reload} />}
      {chain.document.nodes.length === 0 ? (
        <Empty title={t("none")}>
          <p>{t(chain.mayKeep ? "none-words" : "none-read")}</p>
        </Empty>
      ) : (
        <>
          <p className="chain-answer">
            {gaps.length > 0 ? t("gaps", { count: gaps.length, names: gaps.slice(0, 4).map((one) => one.name).join(t("comma")) }) : t("no-gap")} {short > 0 && t("shorts", { count: short })}
          </p>
          <p className="chain-note">
            {chain.release ? (
              <>
                {t("figures-of", { place: chain.place })} <Link to={`/public/releases/${chain.release.id}`}>{chain.release.title}</Link>
              </>
            ) : t("no-figures")}
          </p>
          <div className="chain-desk">
            <div>
              <ChainMap ref={map} chain={chain} selected={selected} editable={editable} onSelect={setSelected} onMove={(id, x, y) => change({ ...chain.document, nodes: chain.document.nodes.map((one) => (one.id === id ? { ...one, x, y } : one)) })} />
              <p className="chain-legend">
                {(["school", "programme", "occupation", "link", "enterprise"] as const).map((kind) => (
                  <span key={kind} className={`chain-key ${kind}`}>
                    {t(`kind.${kind}`)}
                  </span>
                ))}
                <span className="chain-key no-programme">{t("state.no-programme")}</span>
                <span>★ {t("member")}</span>
              </p>
              <p className="chain-note">{t(chain.mayKeep ? "how" : "how-read")}</p>
              <div className="chain-buttons">
                <button type="button" className="button small" onClick={() => saveSvg(map.current!.svg()!, name)}>
                  SVG
                </button>
                <button type="button" className="button small" onClick={() => void savePng(map.current!.svg()!, name)}>
                  PNG
                </button>
                <button type="button" className="button small" onClick={() => saveCsv(chain, COLUMNS.map((one) => t(`csv.${one}`)), (state) => t(`state.${state}`))}>
                  CSV
                </button>
              </div>
            </div>
            <aside className="chain-side">
              {node && <NodePanel key={node.id} chain={chain} node={node} editable={editable} onChange={change} onSelect={choose} />}
              <h2>{t("by-link")}</h2>
              <LinkList chain={chain} selected={selected} onSelect={choose} />
            </aside>
          </div>
        </>
      )}
      {chain.mayKeep && (
        <Section title={t("add")} note={t("add-words")}>
          <NewNode chain={chain} onChange={change} onSelect={choose} />
        </Section>
      )}
    </Page>
  );
} // prettier-ignore
