import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Sankey } from "../charts/Sankey.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useFilter, useScope } from "../shell/scope.ts";
import { scopeQuery, useSource, type Flows } from "./api.ts";
import { useBalance } from "./Balance.tsx";
import { useLinks } from "./pieces/links.ts";

export function Component() {
  const { t } = useTranslation("planning");
  const { source, year } = useBalance();
  const { scope } = useScope();
  const navigate = useNavigate();
  const links = useLinks(source);
  const [limit, setLimit] = useFilter("limit");
  const found = useSource<Flows>(source, "flows", { ...scopeQuery(scope), year, limit: limit || "24" });
  return (
    <>
      <div className="filters">
        <label>
          {t("flows.count")}
          <select
            value={limit || "24"}
            onChange={(event) => setLimit(event.target.value === "24" ? null : event.target.value)}
          >
            {["12", "24", "40", "80"].map((count) => (
              <option key={count} value={count}>
                {t("flows.largest", { count: Number(count) })}
              </option>
            ))}
          </select>
        </label>
      </div>
      {found.isPending && <Loading rows={14} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.links.length === 0 && <Empty title={t("flows.empty")} />}
      {found.data && found.data.links.length > 0 && (
        <Sankey
          title={t("flows.title", { year })}
          note={t("flows.note")}
          fileName={`flows-${year}`}
          data={found.data}
          onSelect={(side, code) =>
            void navigate(side === "programme" ? links.programme(code) : links.occupation(code))
          }
        />
      )}
    </>
  );
}
