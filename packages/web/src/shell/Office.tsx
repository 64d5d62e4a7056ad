import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { Navigate, Outlet, useLocation } from "react-router";
import { useMe } from "../api/session.ts";
import { useLanguage } from "../i18n/index.ts";
import { Failure, Loading } from "../parts/States.tsx";
import { antTheme } from "../theme.ts";
import { useMode } from "./appearance.ts";
import { dutyOf } from "./duty.ts";

/** Pages for people who are signed in; only these load Ant Design, so that public pages stay light. */
export function Office() {
  const me = useMe();
  const mode = useMode();
  const language = useLanguage();
  const location = useLocation();
  if (me.isPending) return <Loading />;
  if (me.error) return <Failure error={me.error} retry={() => void me.refetch()} />;
  if (!me.data?.user)
    return (
      <Navigate replace to={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`} />
    );
  const duty = dutyOf(me.data);
  // Whoever has just added a second factor still reads his recovery codes there.
  if (duty && !["/password", "/account/security", duty].includes(location.pathname))
    return <Navigate replace to={duty} />;
  return (
    <ConfigProvider
      theme={antTheme(mode)}
      locale={language === "en" ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
    >
      <Outlet />
    </ConfigProvider>
  );
}
export const Component = Office;
