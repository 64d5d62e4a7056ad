import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { isKind, KINDS, useItems, type Item, type ListKind } from "./api.ts";
import { Decide, StatementDialog } from "./ItemDialogs.tsx";
import { ItemForm } from "./ItemForm.tsx";
import { Choice } from "./pieces.tsx";
import "./lists.css";

const TONES = { proposed: "blue", accepted: "good", declined: "red", withdrawn: "" } as const;

/** List: what the office enters by hand and what enterprises state, from which the next versions are made. */
export function Component() {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const [kind, setKind] = useFilter("kind");
  const [state, setState] = useFilter("state");
  const found = useItems({ kind, state });
  const chains = useItems({ kind: "industry", state: "accepted" });
  const [edited, setEdited] = useState<{ kind: ListKind; item: Item | null } | null>(null);
  const [decided, setDecided] = useState<{ item: Item; as: "decline" | "remove" } | null>(null);
  const [read, setRead] = useState<Item | null>(null);
  const rows = found.data?.items ?? [];
  const columns: Column<Item>[] = [
    { key: "title", title: t("items.name"), wide: true, value: (row) => row.title },
    { key: "kind", title: t("items.kind"), value: (row) => t(`kind.${row.kind}`) },
    { key: "from", title: t("source.title"), value: (row) => row.organisation?.name ?? t("source.entered") },
    {
      key: "state",
      title: t("items.state"),
      value: (row) => t(`item-state.${row.state}`),
      render: (row) => <span className={`tag ${TONES[row.state]}`}>{t(`item-state.${row.state}`)}</span>,
    },
    {
      key: "now",
      title: t("field.now"),
      number: true,
      value: (row) => (row.content.kind === "demand" ? row.content.now : null),
    },
    { key: "by", title: t("items.by"), value: (row) => `${row.by} ${formatDate(row.at, language)}` },
    {
      key: "do",
      title: "",
      value: () => "",
      render: (row) => (
        <span className="actions">
          {row.organisation === null ? (
            <button type="button" className="quiet" onClick={() => setEdited({ kind: row.kind, item: row })}>
              {t("change")}
            </button>
          ) : (
            <button type="button" className="quiet" onClick={() => setRead(row)}>
              {t("items.look")}
            </button>
          )}
          {row.state === "accepted" && (
            <button type="button" className="quiet" onClick={() => setDecided({ item: row, as: "remove" })}>
              {t("items.remove")}
            </button>
          )}
        </span>
      ),
    },
  ];
  return (
    <Page
      title={t("items.title")}
      crumbs={[{ name: t("shell:place.lists"), path: "/lists" }]}
      lead={t("items.lead")}
      actions={KINDS.map((one) => (
        <button
          key={one}
          type="button"
          className="button"
          onClick={() => setEdited({ kind: one, item: null })}
        >
          {t(`items.new-${one}`)}
        </button>
      ))}
    >
      {edited && (
        <Dialog label={t(`items.new-${edited.kind}`)} onClose={() => setEdited(null)}>
          <h2>{edited.item?.title ?? t(`items.new-${edited.kind}`)}</h2>
          <ItemForm
            kind={edited.kind}
            item={edited.item}
            chains={chains.data?.items ?? []}
            onDone={() => setEdited(null)}
          />
        </Dialog>
      )}
      {read && (
        <StatementDialog
          item={read}
          onDecline={() => {
            setRead(null);
            setDecided({ item: read, as: "decline" });
          }}
          onClose={() => setRead(null)}
        />
      )}
      {decided && <Decide {...decided} onClose={() => setDecided(null)} />}
      <div className="filters">
        <Choice
          label={t("items.kind")}
          value={isKind(kind) ? kind : ""}
          onChange={setKind}
          values={KINDS}
          word={(one) => t(`kind.${one}`)}
        />
        <Choice
          label={t("items.state")}
          value={state}
          onChange={setState}
          values={["proposed", "accepted", "declined"]}
          word={(one) => t(`item-state.${one}`)}
        />
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("items.none")}>
          <p>{t("items.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("items.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          fileName="list-items"
        />
      )}
    </Page>
  );
}
