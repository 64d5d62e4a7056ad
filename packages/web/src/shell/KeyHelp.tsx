import { useTranslation } from "react-i18next";
import { Dialog } from "../parts/Dialog.tsx";
import type { Role } from "../api/session.ts";
import { groups, opens } from "./sections.ts";
import "./search.css";

export function KeyHelp({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { t } = useTranslation("shell");
  const places = groups
    .flatMap((group) => group.places)
    .filter((place) => place.shortcut && opens(place, role));
  return (
    <Dialog className="keys" label={t("keys.title")} onClose={onClose}>
      <h2>{t("keys.title")}</h2>
      <div className="keys-columns">
        <section>
          <h3>{t("keys.everywhere")}</h3>
          <dl>
            <Row keys={["/"]} words={t("search.open")} />
            <Row keys={["?"]} words={t("keys.title")} />
            <Row keys={["Esc"]} words={t("close")} />
          </dl>
          {role !== null && (
            <>
              <h3>{t("keys.review")}</h3>
              <dl>
                <Row keys={["Enter", "1"]} words={t("keys.confirm")} />
                <Row keys={["2", "…", "5"]} words={t("keys.choose")} />
                <Row keys={["o"]} words={t("keys.other")} />
                <Row keys={["0"]} words={t("keys.abstain")} />
                <Row keys={["j", "k"]} words={t("keys.move")} />
                <Row keys={["u"]} words={t("keys.undo")} />
              </dl>
            </>
          )}
        </section>
        <section>
          <h3>{t("keys.go")}</h3>
          <dl>
            <Row keys={["g", "h"]} words={t("place.home")} />
            {places.map((place) => (
              <Row key={place.key} keys={["g", place.shortcut ?? ""]} words={t(`place.${place.key}`)} />
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function Row({ keys, words }: { keys: string[]; words: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
