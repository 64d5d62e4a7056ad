-- The release of talent demand (articles 4 and 12): planning cycles, the cells they compute, and the releases made of them.
--
-- A finished cycle never changes: rows go in only while their cycle runs, and nobody may update or delete one.
-- The public sees nothing of these tables. What is published is read through the views planning.public_*, which run as
-- the owner, show only cycles of a published release, and blank every figure that disclosure control withholds.

CREATE SCHEMA planning;
GRANT USAGE ON SCHEMA planning TO tixi_app;

CREATE TABLE planning.cycle (
  province text NOT NULL,
  id uuid NOT NULL,
  year integer NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  job_id text,
  parameters jsonb NOT NULL,
  -- set when the cycle is done
  versions jsonb,
  counts jsonb,
  totals jsonb,
  forecast jsonb,
  disclosure jsonb,
  notes jsonb,
  -- files that went in: name, kind, sha256, rows
  inputs jsonb,
  stages jsonb,
  message text,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (province, id)
);
-- GET /api/cycles: newest first
CREATE INDEX cycle_newest ON planning.cycle (province, created_at DESC, id DESC);

-- city '' = the whole region, level '' = every level, code '' = all: margins are rows of the totals tables.
CREATE TABLE planning.demand_cell (
  province text NOT NULL, cycle_id uuid NOT NULL, year integer NOT NULL, city text NOT NULL, occupation text NOT NULL, level text NOT NULL,
  demand double precision NOT NULL, low double precision NOT NULL, high double precision NOT NULL,
  postings integer NOT NULL, vacancies integer NOT NULL, employers integer NOT NULL, top_share double precision NOT NULL,
  matched double precision NOT NULL, shortage double precision NOT NULL, shortage_low double precision NOT NULL, shortage_high double precision NOT NULL,
  price_min double precision NOT NULL, price_max double precision NOT NULL,
  calibrated boolean NOT NULL, linked boolean NOT NULL, kind text NOT NULL, status text NOT NULL,
  PRIMARY KEY (province, cycle_id, year, city, occupation, level)
);
-- one occupation over cities and years: the occupation's page
CREATE INDEX demand_cell_of_occupation ON planning.demand_cell (province, cycle_id, occupation, year);

CREATE TABLE planning.supply_cell (
  province text NOT NULL, cycle_id uuid NOT NULL, year integer NOT NULL, city text NOT NULL, programme text NOT NULL, level text NOT NULL,
  schools integer NOT NULL, entrants double precision, graduates double precision NOT NULL, further_study double precision NOT NULL,
  leaving double precision NOT NULL, supply double precision NOT NULL, low double precision NOT NULL, high double precision NOT NULL,
  matched double precision NOT NULL, surplus double precision NOT NULL, surplus_low double precision NOT NULL, surplus_high double precision NOT NULL,
  price_min double precision NOT NULL, price_max double precision NOT NULL,
  counts_only_demand double precision NOT NULL, counts_only_gap double precision NOT NULL,
  linked boolean NOT NULL, kind text NOT NULL, flags text NOT NULL, status text NOT NULL,
  PRIMARY KEY (province, cycle_id, year, city, programme, level)
);
-- one programme over cities and years: the programme's page
CREATE INDEX supply_cell_of_programme ON planning.supply_cell (province, cycle_id, programme, year);

CREATE TABLE planning.flow_cell (
  province text NOT NULL, cycle_id uuid NOT NULL, year integer NOT NULL, city_from text NOT NULL, city_to text NOT NULL,
  programme text NOT NULL, occupation text NOT NULL, level text NOT NULL, value double precision NOT NULL, kind text NOT NULL, status text NOT NULL,
  PRIMARY KEY (province, cycle_id, year, programme, occupation, city_from, city_to, level)
);
-- who fills an occupation: the occupation's page
CREATE INDEX flow_cell_of_occupation ON planning.flow_cell (province, cycle_id, occupation, year);

CREATE TABLE planning.demand_total (
  province text NOT NULL, cycle_id uuid NOT NULL, year integer NOT NULL, city text NOT NULL, scope text NOT NULL, code text NOT NULL, level text NOT NULL,
  demand double precision NOT NULL, low double precision NOT NULL, high double precision NOT NULL,
  postings integer NOT NULL, vacancies integer NOT NULL, employers integer NOT NULL, top_share double precision NOT NULL,
  matched double precision NOT NULL, shortage double precision NOT NULL, shortage_low double precision NOT NULL, shortage_high double precision NOT NULL,
  price_max double precision NOT NULL, unlinked double precision NOT NULL, status text NOT NULL,
  PRIMARY KEY (province, cycle_id, scope, year, city, level, code)
);
-- the worst shortages of a place and level, in order
CREATE INDEX demand_total_by_shortage ON planning.demand_total (province, cycle_id, scope, year, city, level, shortage DESC);
-- one code over the years: trends
CREATE INDEX demand_total_of_code ON planning.demand_total (province, cycle_id, scope, code, city, level, year);

CREATE TABLE planning.supply_total (
  province text NOT NULL, cycle_id uuid NOT NULL, year integer NOT NULL, city text NOT NULL, scope text NOT NULL, code text NOT NULL, level text NOT NULL,
  schools integer NOT NULL, entrants double precision, graduates double precision NOT NULL, further_study double precision NOT NULL,
  leaving double precision NOT NULL, supply double precision NOT NULL, low double precision NOT NULL, high double precision NOT NULL,
  matched double precision NOT NULL, surplus double precision NOT NULL, surplus_low double precision NOT NULL, surplus_high double precision NOT NULL,
  price_min double precision NOT NULL, price_max double precision NOT NULL,
  counts_only_demand double precision NOT NULL, counts_only_gap double precision NOT NULL,
  unlinked double precision NOT NULL, kind text NOT NULL, status text NOT NULL,
  PRIMARY KEY (province, cycle_id, scope, year, city, level, code)
);
-- the largest surpluses of a place and level, in order
CREATE INDEX supply_total_by_surplus ON planning.supply_total (province, cycle_id, scope, year, city, level, surplus DESC);
-- one code over the years: trends
CREATE INDEX supply_total_of_code ON planning.supply_total (province, cycle_id, scope, code, city, level, year);

CREATE TABLE planning.heat_cell (
  province text NOT NULL, cycle_id uuid NOT NULL, year integer NOT NULL, programme_class text NOT NULL, city text NOT NULL,
  demand double precision NOT NULL, supply double precision NOT NULL, gap double precision NOT NULL, status text NOT NULL,
  PRIMARY KEY (province, cycle_id, year, programme_class, city)
);

CREATE TABLE planning.history_cell (
  province text NOT NULL, cycle_id uuid NOT NULL, side text NOT NULL, year integer NOT NULL, city text NOT NULL, code text NOT NULL,
  value double precision NOT NULL, status text NOT NULL,
  PRIMARY KEY (province, cycle_id, side, code, city, year)
);

-- The data files of a cycle as they would be published, written with its cells.
CREATE TABLE planning.cycle_file (
  province text NOT NULL,
  cycle_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (province, cycle_id, name)
);

-- 人才需求发布. Its state is the fold of its actions; nothing else stores it.
CREATE TABLE planning.release (
  province text NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  note text NOT NULL,
  publisher text NOT NULL,
  cycle_id uuid NOT NULL,
  year integer NOT NULL,
  sample boolean NOT NULL,
  manifest jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, year, version),
  FOREIGN KEY (province, cycle_id) REFERENCES planning.cycle (province, id)
);

CREATE TABLE planning.release_action (
  province text NOT NULL,
  release_id uuid NOT NULL,
  -- position in the release's history, from 1: two people acting at once collide here
  seq integer NOT NULL,
  action text NOT NULL CHECK (action IN ('draft', 'review', 'return', 'publish', 'supersede', 'withdraw')),
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (province, release_id, seq),
  FOREIGN KEY (province, release_id) REFERENCES planning.release (province, id)
);

CREATE TABLE planning.release_file (
  province text NOT NULL,
  release_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (province, release_id, name),
  FOREIGN KEY (province, release_id) REFERENCES planning.release (province, id)
);

-- A release stays readable by anyone once published, also after a newer version superseded it.
CREATE FUNCTION planning.is_published(of_province text, of_release uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT EXISTS (SELECT FROM planning.release_action WHERE province = of_province AND release_id = of_release AND action = 'publish')
$$;

DO $$
DECLARE name text; own text;
BEGIN
  own := '(select platform.works_here()) and starts_with(province, (select platform.actor_prefix()))';
  FOREACH name IN ARRAY ARRAY['cycle', 'demand_cell', 'supply_cell', 'flow_cell', 'demand_total', 'supply_total', 'heat_cell',
    'history_cell', 'cycle_file', 'release', 'release_action', 'release_file'] LOOP
    EXECUTE format('ALTER TABLE planning.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE planning.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY works_in_province ON planning.%I FOR SELECT TO tixi_app USING (%s)', name, own);
    EXECUTE format('GRANT SELECT, INSERT ON planning.%I TO tixi_app', name);
    -- the views planning.public_* and planning.is_published read as the owner
    EXECUTE format('CREATE POLICY owner_reads ON planning.%I FOR SELECT TO %I USING (true)', name, current_user);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['demand_cell', 'supply_cell', 'flow_cell', 'demand_total', 'supply_total', 'heat_cell', 'history_cell',
    'cycle_file'] LOOP
    EXECUTE format('CREATE POLICY while_running ON planning.%I FOR INSERT TO tixi_app WITH CHECK (%s
      and cycle_id in (select id from planning.cycle where state = ''running''))', name, own);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['cycle', 'release', 'release_action', 'release_file'] LOOP
    EXECUTE format('CREATE POLICY adds_in_province ON planning.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, own);
  END LOOP;
  -- a cycle that is done, failed or cancelled stays as it is
  EXECUTE format('CREATE POLICY moves_on ON planning.cycle FOR UPDATE TO tixi_app USING (%s and state in (''waiting'', ''running'')) WITH CHECK (%s)', own, own);
END $$;
GRANT UPDATE ON planning.cycle TO tixi_app;

-- Anyone may read a published release, its history and its files.
CREATE POLICY published ON planning.release FOR SELECT TO tixi_app USING (planning.is_published(province, id));
CREATE POLICY published ON planning.release_action FOR SELECT TO tixi_app USING (planning.is_published(province, release_id));
CREATE POLICY published ON planning.release_file FOR SELECT TO tixi_app USING (planning.is_published(province, release_id));

-- The cells of published releases with what is withheld blanked. status tells why, never what.
CREATE VIEW planning.public_cycle WITH (security_barrier) AS
  SELECT c.province, c.id, c.year, c.parameters, c.versions, c.counts, c.totals, c.forecast, c.disclosure, c.notes, c.inputs
  FROM planning.cycle c
  WHERE EXISTS (SELECT FROM planning.release r WHERE r.province = c.province AND r.cycle_id = c.id AND planning.is_published(r.province, r.id));

CREATE FUNCTION planning.shown(value double precision, status text) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN status = 'open' THEN value END $$;

CREATE VIEW planning.public_demand_total WITH (security_barrier) AS
  SELECT t.province, t.cycle_id, t.year, t.city, t.scope, t.code, t.level, planning.shown(demand, status) AS demand, planning.shown(low, status) AS low,
    planning.shown(high, status) AS high, planning.shown(matched, status) AS matched, planning.shown(shortage, status) AS shortage,
    planning.shown(shortage_low, status) AS shortage_low, planning.shown(shortage_high, status) AS shortage_high,
    planning.shown(price_max, status) AS price_max, planning.shown(unlinked, status) AS unlinked,
    planning.shown(postings, status) AS postings, planning.shown(vacancies, status) AS vacancies, planning.shown(employers, status) AS employers, status
  FROM planning.demand_total t JOIN planning.public_cycle c ON c.province = t.province AND c.id = t.cycle_id;

CREATE VIEW planning.public_supply_total WITH (security_barrier) AS
  SELECT t.province, t.cycle_id, t.year, t.city, t.scope, t.code, t.level, planning.shown(entrants, status) AS entrants,
    planning.shown(graduates, status) AS graduates, planning.shown(supply, status) AS supply, planning.shown(low, status) AS low,
    planning.shown(high, status) AS high, planning.shown(matched, status) AS matched, planning.shown(surplus, status) AS surplus,
    planning.shown(surplus_low, status) AS surplus_low, planning.shown(surplus_high, status) AS surplus_high,
    planning.shown(price_min, status) AS price_min, planning.shown(price_max, status) AS price_max,
    planning.shown(counts_only_demand, status) AS counts_only_demand, planning.shown(counts_only_gap, status) AS counts_only_gap,
    planning.shown(unlinked, status) AS unlinked, kind, status
  FROM planning.supply_total t JOIN planning.public_cycle c ON c.province = t.province AND c.id = t.cycle_id;

CREATE VIEW planning.public_heat_cell WITH (security_barrier) AS
  SELECT t.province, t.cycle_id, t.year, t.programme_class, t.city, planning.shown(t.demand, t.status) AS demand,
    planning.shown(t.supply, t.status) AS supply, planning.shown(t.gap, t.status) AS gap, t.status
  FROM planning.heat_cell t JOIN planning.public_cycle c ON c.province = t.province AND c.id = t.cycle_id;

CREATE VIEW planning.public_flow_cell WITH (security_barrier) AS
  SELECT t.province, t.cycle_id, t.year, t.city_from, t.city_to, t.programme, t.occupation, t.level, t.value, t.kind
  FROM planning.flow_cell t JOIN planning.public_cycle c ON c.province = t.province AND c.id = t.cycle_id WHERE t.status = 'open';

CREATE VIEW planning.public_history_cell WITH (security_barrier) AS
  SELECT t.province, t.cycle_id, t.side, t.year, t.city, t.code, planning.shown(t.value, t.status) AS value, t.status
  FROM planning.history_cell t JOIN planning.public_cycle c ON c.province = t.province AND c.id = t.cycle_id;

GRANT SELECT ON planning.public_cycle, planning.public_demand_total, planning.public_supply_total, planning.public_heat_cell,
  planning.public_flow_cell, planning.public_history_cell TO tixi_app;
