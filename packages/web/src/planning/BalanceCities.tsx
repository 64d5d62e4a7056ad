import { useTranslation } from "react-i18next";
import { TileMap } from "../charts/TileMap.tsx";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Num } from "../parts/Figure.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import { useSource, type CityCell } from "./api.ts";
import { useBalance } from "./Balance.tsx";
import { gapOf, tilesOf } from "./pieces/tiles.ts";

export function Component() {
  const { t } = useTranslation("planning");
  const { source, year } = useBalance();
  const { scope, setScope, to } = useScope();
  const found = useSource<{ items: CityCell[] } | CityCell[]>(source, "cities", { level: scope.level, year });
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const cells = Array.isArray(found.data) ? found.data : found.data.items;
  const within = (city: string): string => to(`/balance/occupations?city=${city}&sort=-shortage`);
  const columns: Column<CityCell>[] = [
    { key: "name", title: t("column.city"), value: (row) => row.name },
    {
      key: "demand",
      title: t("column.demand"),
      number: true,
      sum: true,
      value: (row) => row.demand,
      render: (row) => <Num value={row.demand} to={within(row.city)} />,
    },
    {
      key: "supply",
      title: t("column.supply"),
      number: true,
      sum: true,
      value: (row) => row.supply,
      render: (row) => (
        <Num
          value={row.supply}

          to={to(`/balance/programmes?city=${row.city}&sort=-supply`)}
        />
      ),
    },
    {
      key: "shortage",
      title: t("column.shortage"),
      number: true,
      sum: true,
      value: (row) => row.shortage,
      render: (row) => <Num value={row.shortage} to={within(row.city)} />,
    },
    {
      key: "surplus",
      title: t("column.surplus"),
      number: true,
      sum: true,
      value: (row) => row.surplus,
      render: (row) => (
        <Num
          value={row.surplus}

          to={to(`/balance/programmes?city=${row.city}&sort=-surplus`)}
        />
      ),
    },
    {
      key: "gap",
      title: t("column.gap"),
      number: true,
      value: gapOf,
      render: (row) => <Num signed value={gapOf(row)} />,
    },
  ];
  return (
    <div className="cities">
      <TileMap
        title={t("where.map", { year })}
        fileName={`cities-${year}`}
        tiles={tilesOf(cells, false)}
        selected={scope.city}
        onSelect={(city) => setScope({ city })}
      />
      <DataTable
        caption={t("view.cities")}
        rows={cells}
        columns={columns}
        rowKey={(row) => row.city}
        selected={scope.city}
        fileName={`${t("view.cities")}-${year}`}
      />
    </div>
  );
}
