import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUnread } from "./api.ts";
import "./bell.css";

/** The way to the inbox, with the number of what is unread. */
export function Bell({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation("notices");
  const unread = useUnread(enabled).data?.unread ?? 0;
  const name = unread === 0 ? t("bell.none") : t("bell.unread", { count: unread });
  return (
    <Link className="bell" to="/notices" aria-label={name} title={name}>
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <path
          d="M9 2.200a4.600 4.600 0 0 0-4.600 4.600v2.900L3 12.600h12l-1.400-2.900V6.800A4.600 4.600 0 0 0 9 2.200zM7.300 14.600a1.800 1.800 0 0 0 3.400 0"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {unread > 0 && <b aria-hidden="true">{unread > 99 ? "99+" : unread}</b>}
    </Link>
  );
}
