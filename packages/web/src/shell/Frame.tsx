import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  Link,
  NavLink,
  Outlet,
  ScrollRestoration,
  useLocation,
  useMatches,
  useNavigate,
  useNavigation,
} from "react-router";
import { useMe, useSignOut, useWearHat, type Hat, type User } from "../api/session.ts";
import { changeLanguage, useLanguage } from "../i18n/index.ts";
import { Bell } from "../notices/Bell.tsx";
import { chooseAppearance, useMode } from "./appearance.ts";
import { KeyHelp } from "./KeyHelp.tsx";
import { useKeys } from "./keys.ts";
import { ScopeBar } from "./ScopeBar.tsx";
import { SearchDialog } from "./SearchDialog.tsx";
import { useScope, type ScopeField } from "./scope.ts";
import { groups, opens } from "./sections.ts";

/** What a route may say about its page. */
export interface RouteHandle {
  /** parts of the scope that the page answers for */
  scope?: ScopeField[];
}

export function Frame() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const { to } = useScope();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const location = useLocation();
  const [menu, setMenu] = useState(false);
  const [search, setSearch] = useState(false);
  const [help, setHelp] = useState(false);
  const digraph = useRef(0);
  const signedIn = !!me.data?.user;
  const role = me.data?.user?.role ?? null;
  const matches = useMatches();
  const scopeFields = matches.flatMap((match) => (match.handle as RouteHandle | undefined)?.scope ?? []);

  useEffect(() => setMenu(false), [location.pathname]);

  const onKey = useCallback(
    (key: string, event: KeyboardEvent) => {
      if (key === "/") {
        event.preventDefault();
        setSearch(true);
      } else if (key === "?") setHelp(true);
      else if (key === "g") digraph.current = event.timeStamp;
      else if (event.timeStamp - digraph.current < 1200) {
        digraph.current = 0;
        if (key === "h") void navigate(to("/"));
        const place = groups.flatMap((group) => group.places).find((item) => item.shortcut === key);
        if (place && opens(place, role)) {
          event.preventDefault();
          event.stopImmediatePropagation();
          void navigate(to(place.path));
        }
      }
    },
    [navigate, role, to],
  );
  useKeys(onKey, !search && !help);

  const visible = groups
    .map((group) => ({
      ...group,
      places: group.places.filter((place) => opens(place, role)),
    }))
    .filter((group) => group.places.length > 0);

  // What the page opened with stays until it is known where and for whom it opens, so that nothing jumps then;
  // where nobody answers, the page says so itself.
  const answerless = me.failureCount > 0 || me.errorUpdateCount > 0 || me.fetchStatus === "paused";
  if (me.isPending && !answerless) return <Opening />;
  return (
    <div className={menu ? "frame menu-open" : "frame"}>
      <a className="skip" href="#content">
        {t("skip")}
      </a>
      {me.data?.installation.sample && (
        <aside className="sample-strip" aria-label={t("sample.mark")}>
          <b>{t("sample.mark")}</b>
          <span>{t("sample.words", { province: me.data.installation.province?.name ?? "" })}</span>
        </aside>
      )}
      <header className="top">
        <button
          className="menu-button"
          type="button"
          aria-expanded={menu}
          aria-controls="menu"
          onClick={() => setMenu(!menu)}
        >
          {t("menu")}
        </button>
        <Link className="wordmark" to={to("/")}>
          <span className="wordmark-zh">体系</span>
          <span className="wordmark-en">Tixi</span>
        </Link>
        {signedIn && scopeFields.length > 0 ? (
          <ScopeBar fields={scopeFields} me={me.data!} />
        ) : (
          <RegionName name={me.data?.installation.province?.name} />
        )}
        <div className="tools">
          <button type="button" className="search-button" onClick={() => setSearch(true)}>
            <span>{t("search.open")}</span>
            <kbd>/</kbd>
          </button>
          {signedIn && <Bell enabled={!me.data?.user?.mustChangePassword} />}
          <LanguageSwitch />
          <AppearanceSwitch />
          <Account />
        </div>
      </header>
      <nav className="menu" id="menu" aria-label={t("navigation")}>
        <NavLink end className="menu-home" to={to("/")}>
          {t("place.home")}
        </NavLink>
        {visible.map((group) => (
          <section key={group.key}>
            <h2>{t(`group.${group.key}`)}</h2>
            <ul>
              {group.places.map((place) => (
                <li key={place.key}>
                  <NavLink to={to(place.path)}>{t(`place.${place.key}`)}</NavLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <p className="menu-foot">
          <button type="button" className="quiet" onClick={() => setHelp(true)}>
            {t("keys.open")} <kbd>?</kbd>
          </button>
          {me.data && <span>{t("version", { version: me.data.installation.version })}</span>}
        </p>
      </nav>
      <button
        type="button"
        className="menu-veil"
        aria-label={t("close")}
        tabIndex={menu ? 0 : -1}
        onClick={() => setMenu(false)}
      />
      <main
        className="content"
        id="content"
        tabIndex={-1}
        data-busy={navigation.state !== "idle" || undefined}
      >
        <Outlet />
      </main>
      {search && <SearchDialog onClose={() => setSearch(false)} />}
      {help && <KeyHelp role={role} onClose={() => setHelp(false)} />}
      <ScrollRestoration getKey={(place) => place.pathname} />
    </div>
  );
}

function RegionName({ name }: { name: string | undefined }) {
  return <div className="region-name">{name ?? ""}</div>;
}

export function LanguageSwitch() {
  const language = useLanguage();
  const { t } = useTranslation("shell");
  const other = language === "en" ? "zh-CN" : "en";
  return (
    <button
      type="button"
      className="quiet"
      lang={other}
      title={t("language")}
      aria-label={`${other === "en" ? "EN" : "中"} · ${t("language")}`}
      onClick={() => void changeLanguage(other)}
    >
      {other === "en" ? "EN" : "中"}
    </button>
  );
}

export function AppearanceSwitch() {
  const mode = useMode();
  const { t } = useTranslation("shell");
  return (
    <button
      type="button"
      className="quiet"
      aria-label={t(mode === "dark" ? "appearance.light" : "appearance.dark")}
      title={t(mode === "dark" ? "appearance.light" : "appearance.dark")}
      onClick={() => chooseAppearance(mode === "dark" ? "light" : "dark")}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M8 1.800a6.200 6.200 0 0 1 0 12.400z" fill="currentColor" />
      </svg>
    </button>
  );
}

function Account() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const location = useLocation();
  if (!me.data) return null;
  const user = me.data.user;
  if (!user)
    return (
      <Link
        className="button small"
        to={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`}
      >
        {t("sign-in.open")}
      </Link>
    );
  return (
    <details className="account">
      <summary>{user.name}</summary>
      <div className="account-menu">
        <Hats user={user} />
        <Link to="/me">{t("place.me")}</Link>
        <Link to="/account/security">{t("account.security")}</Link>
        {KEEPS_KEYS.has(user.role) && <Link to="/account/keys">{t("account.keys")}</Link>}
        {user.role === "administrator" && <Link to="/account/providers">{t("account.providers")}</Link>}
        <button
          type="button"
          className="quiet"
          onClick={() => signOut.mutate(undefined, { onSuccess: () => void navigate("/") })}
        >
          {t("sign-out")}
        </button>
      </div>
    </details>
  );
}

/** Whose role may make keys for systems (platform/access.ts, keepKeys). */
const KEEPS_KEYS: ReadonlySet<string> = new Set([
  "administrator",
  "school-officer",
  "enterprise-officer",
  "secretariat",
]);

/** The role that one acts in, and the others that one holds: a click changes it. */
function Hats({ user }: { user: User }) {
  const { t } = useTranslation("shell");
  const wear = useWearHat();
  const called = (hat: Hat) =>
    [
      t(`role.${hat.role}`),
      hat.organisation?.name ?? hat.region?.name,
      hat.actingFor && t("account.acting-for", { name: hat.actingFor.name }),
    ]
      .filter(Boolean)
      .join(" · ");
  if (user.hats.length < 2) return <p>{user.hat ? called(user.hat) : t(`role.${user.role}`)}</p>;
  return (
    <div className="account-hats">
      <p>{t("account.switch")}</p>
      {user.hats.map((hat) => (
        <button
          key={hat.id}
          type="button"
          className="quiet"
          aria-current={hat.id === user.hat?.id || undefined}
          disabled={wear.isPending || hat.id === user.hat?.id}
          onClick={() => wear.mutate(hat.id)}
        >
          {called(hat)}
        </button>
      ))}
    </div>
  );
}

/** As in index.html. */
function Opening() {
  return (
    <p className="opening">
      <b>体系 Tixi</b>
      <br />
      正在打开 · Opening
    </p>
  );
}
