import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import { useSource, type BalanceRecord } from "./api.ts";
import { useBalance } from "./Balance.tsx";
import { Record } from "./pieces/Record.tsx";

export function Component() {
  const { t } = useTranslation("planning");
  const { code } = useParams();
  const { source } = useBalance();
  const { scope } = useScope();
  const found = useSource<BalanceRecord>(source, `occupations/${code}`, {
    city: scope.city,
    level: scope.level,
  });
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const record = found.data;
  return (
    <>
      <div className="record-head">
        <h2>
          {record.name}{" "}
          <small>{record.level ? `${t(`shell:level.${record.level}`)} ${record.code}` : record.code}</small>
        </h2>
        <Link to={`/standards/occupations/${record.code}`}>{t("record.standard")}</Link>
      </div>
      <Record record={record} side="occupation" />
    </>
  );
}
