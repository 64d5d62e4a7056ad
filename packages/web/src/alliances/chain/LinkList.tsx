import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Chain, LinkAnswer, OccupationAnswer, State } from "./api.ts";

const TONES: Readonly<Record<State, string>> = {
  "no-programme": "red",
  "no-school": "red",
  short: "shortage",
  met: "good",
  unknown: "",
  empty: "",
};
export const isGap = (state: State): boolean => state === "no-programme" || state === "no-school";

/** Link by link who trains for it, and whether that is enough; where nobody does stands first. */
export function LinkList({ chain, selected, onSelect }: { chain: Chain; selected: string | null; onSelect: (id: string) => void }) {
  return (
    <ul className="chain-links">
      {chain.links.map((link) => (
        <li key={link.id}>
          <Link link={link} selected={selected} onSelect={onSelect} />
        </li>
      ))}
    </ul>
  );
} // prettier-ignore

function Link({ link, selected, onSelect }: { link: LinkAnswer; selected: string | null; onSelect: (id: string) => void }) {
  const { t } = useTranslation("chain");
  return (
    <details open={isGap(link.state) || link.occupations.some(({ id }) => id === selected)}>
      <summary>
        <b>{link.name}</b> {link.code && <small>GB/T 4754 {link.code}</small>} <span className={`tag ${TONES[link.state]}`}>{t(`state.${link.state}`)}</span>
        <small>{t("enterprises", { count: link.enterprises })}</small>
      </summary>
      <button type="button" className="button small" onClick={() => onSelect(link.id)}>
        {t("show")}
      </button>
      {link.occupations.length === 0 && <p className="chain-note">{t("no-occupation")}</p>}
      <ul>
        {link.occupations.map((one) => (
          <li key={one.id} className={selected === one.id ? "selected" : ""}>
            <Occupation of={one} onSelect={onSelect} />
          </li>
        ))}
      </ul>
    </details>
  );
} // prettier-ignore

function Occupation({ of, onSelect }: { of: OccupationAnswer; onSelect: (id: string) => void }) {
  const { t } = useTranslation("chain");
  const language = useLanguage();
  return (
    <>
      <button type="button" className="chain-name" onClick={() => onSelect(of.id)}>
        {of.name}
      </button>{" "}
      <span className={`tag ${TONES[of.state]}`}>{t(`state.${of.state}`)}</span>
      <span className="chain-figure">
        {"missing" in of.said
          ? t(`missing.${of.said.missing}`)
          : t("said", {
              demand: formatNumber(of.said.demand, language),
              shortage: formatNumber(of.said.shortage, language),
            })}
      </span>
      {of.programmes.length === 0 ? (
        <p className="field-error">{t("no-programme-words")}</p>
      ) : (
        <ul className="chain-programmes">
          {of.programmes.map((programme) => (
            <li key={programme.id}>
              <button type="button" className="chain-name" onClick={() => onSelect(programme.id)}>
                {programme.name}
              </button>{" "}
              {programme.schools.length > 0 ? (
                <small>{programme.schools.join(t("comma"))}</small>
              ) : (
                <small className="field-error">{t("no-school-words")}</small>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
