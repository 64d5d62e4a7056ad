import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Num } from "../../parts/Figure.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import {
  KINDS,
  useMine,
  useStatements,
  useWrite,
  withdrawStatement,
  type Item,
  type ListKind,
  type Mine,
  type MineEntry,
} from "./api.ts";
import { AnswerForm } from "./AnswerForm.tsx";
import { ItemForm } from "./ItemForm.tsx";
import { entryPath, Grade, PolicyTag, SourceTag, useAmount } from "./pieces.tsx";
import "../planning.css";
import "./lists.css";

/** Question: what of the three lists concerns my school or enterprise, and what have we answered? */
export function Component() {
  const { t } = useTranslation("lists");
  const me = useMe();
  const enterprise = me.data?.user?.role === "enterprise-officer";
  const found = useMine();
  return (
    <Page
      title={t("mine.title")}
      crumbs={[{ name: t("shell:place.lists"), path: "/lists" }]}
      lead={found.data?.organisation.name}
    >
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Concern mine={found.data} enterprise={enterprise} />}
    </Page>
  );
}

/** Rows of a list that are shown before one asks for all; the most urgent come first. */
const FIRST = 12;

function Concern({ mine, enterprise }: { mine: Mine; enterprise: boolean }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const [only, setOnly] = useFilter("open");
  const [all, setAll] = useState<readonly ListKind[]>([]);
  const total = KINDS.reduce((sum, kind) => sum + mine[kind].length, 0);
  return (
    <>
      <p className="answer">
        {t("mine.answer", {
          total: formatNumber(total, language),
          demand: formatNumber(mine.demand.length, language),
          policy: formatNumber(mine.policy.length, language),
          unanswered: formatNumber(mine.unanswered, language),
        })}
      </p>
      {enterprise && <Statements listed={mine.demand} />}
      {total === 0 && (
        <Empty title={t("mine.none")}>
          <p>{t(enterprise ? "mine.none-enterprise" : "mine.none-school")}</p>
        </Empty>
      )}
      {total > 0 && (
        <div className="filters">
          <label className="check">
            <input
              type="checkbox"
              checked={only === "1"}
              onChange={(event) => setOnly(event.target.checked ? "1" : null)}
            />{" "}
            {t("mine.only-open")}
          </label>
        </div>
      )}
      {KINDS.map((kind) => {
        const rows = mine[kind].filter((one) => only !== "1" || one.mine === null);
        return (
          rows.length > 0 && (
            <Section
              key={kind}
              title={t(`kind.${kind}`)}
              aside={<Link to={`/lists/${kind}`}>{t("whole-list")}</Link>}
            >
              <ul className="mine-list">
                {rows.slice(0, all.includes(kind) ? rows.length : FIRST).map((one) => (
                  <Row key={one.entry.itemId} of={one} />
                ))}
              </ul>
              {rows.length > FIRST && !all.includes(kind) && (
                <button type="button" className="button small" onClick={() => setAll([...all, kind])}>
                  {t("mine.more", {
                    count: rows.length - FIRST,
                    shown: formatNumber(rows.length - FIRST, language),
                  })}
                </button>
              )}
            </Section>
          )
        );
      })}
    </>
  );
}

function Row({ of }: { of: MineEntry }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const amount = useAmount();
  const [open, setOpen] = useState(false);
  const { entry, mine } = of;
  const { content } = entry;
  return (
    <li>
      <div className="mine-row">
        <div>
          <Link to={entryPath(content.kind, entry.itemId)}>{entry.title}</Link> <SourceTag entry={entry} />{" "}
          {content.kind === "demand" && content.urgency && <Grade entry={entry} />}
          <PolicyTag state={entry.policyState} />
          <p className="section-note">
            {content.kind === "demand" && (
              <>
                {content.cityName}
                {content.level && ` · ${t(`level.${content.level}`)}`} · {t("field.now")}{" "}
                <Num value={content.now?.value} /> · {t("field.shortage")}{" "}
                <Num value={content.shortage} reason={t("not-computed")} /> ·{" "}
              </>
            )}
            {content.kind === "policy" && <>{amount(content.amount)} · </>}
            {of.because.map((one) => t(`because.${one.key}`, { name: one.name })).join("；")}
          </p>
        </div>
        <div className="mine-answer">
          {mine && (
            <small>
              <b>{t(`answer.${mine.answer}`)}</b>{" "}
              {mine.number !== null && formatNumber(mine.number, language)} {formatDate(mine.at, language)}
            </small>
          )}
          <button type="button" className="button small" onClick={() => setOpen(!open)}>
            {t(mine ? "answers.again" : "answers.give")}
          </button>
        </div>
      </div>
      {open && <AnswerForm itemId={entry.itemId} mine={mine} onDone={() => setOpen(false)} />}
    </li>
  );
}

/** What the enterprise stated, and what the office decided on it. */
function Statements({ listed }: { listed: Mine["demand"] }) {
  const { t } = useTranslation("lists");
  const language = useLanguage();
  const found = useStatements(true);
  const withdraw = useWrite(withdrawStatement);
  const [edited, setEdited] = useState<Item | "new" | null>(null);
  return (
    <Section
      title={t("statements.title")}
      note={t("statements.note")}
      aside={
        <button type="button" className="button small primary" onClick={() => setEdited("new")}>
          {t("statements.new")}
        </button>
      }
    >
      {edited && (
        <Dialog label={t("statements.new")} onClose={() => setEdited(null)}>
          <h2>{t("statements.new")}</h2>
          <ItemForm
            kind="demand"
            own
            item={edited === "new" ? null : edited}
            onDone={() => setEdited(null)}
          />
        </Dialog>
      )}
      {found.error && <Failure error={found.error} />}
      {withdraw.error && <Failure error={withdraw.error} />}
      {found.data && found.data.items.length === 0 && <p>{t("statements.none")}</p>}
      <ul className="mine-list">
        {found.data?.items.map((item) => (
          <li key={item.id} className="mine-row">
            <div>
              <b>{item.title}</b>{" "}
              <span
                className={`tag ${item.state === "accepted" ? "good" : item.state === "declined" ? "red" : "blue"}`}
              >
                {t(`item-state.${item.state}`)}
              </span>
              <p className="section-note">
                {item.content.kind === "demand" &&
                  `${t("field.now")} ${formatNumber(item.content.now, language)} · `}
                {formatDate(item.at, language)} {item.note && `· ${item.note}`}
                {listed.some(({ entry }) => entry.itemId === item.id) && (
                  <>
                    {" · "}
                    <Link to={entryPath("demand", item.id)}>{t("statements.listed")}</Link>
                  </>
                )}
              </p>
            </div>
            <div className="mine-answer">
              <button type="button" className="button small" onClick={() => setEdited(item)}>
                {t("change")}
              </button>
              <button
                type="button"
                className="button small danger"
                disabled={withdraw.isPending}
                onClick={() => withdraw.mutate(item)}
              >
                {t("withdraw")}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
