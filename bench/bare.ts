/** The floor under every answer of the API: Fastify with nothing on it, and one row by its key. */
import Fastify from "fastify";
import { createPool, startEmbedded } from "@tixi/server";

/** Serves until the process is ended; says its address to the one who started it. */
async function serveBare(dataDir: string): Promise<void> {
  const database = await startEmbedded({ dataDir });
  const pool = createPool(database.url, { max: 20 });
  await pool.query("create table if not exists row (id int primary key, name text not null)");
  await pool.query(
    "insert into row select n, 'row ' || n from generate_series(1, 1000) n on conflict do nothing",
  );
  const app = Fastify();
  app.get<{ Params: { id: string } }>("/row/:id", async (request) => {
    const { rows } = await pool.query("select id, name from row where id = $1", [request.params.id]);
    return rows[0];
  });
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  process.once("SIGTERM", () => {
    void app
      .close()
      .then(() => pool.end())
      .then(() => database.stop())
      .then(() => process.exit(0));
  });
  console.log(address);
}

// The bench imports every file of its folder; only as a process of its own does this one serve.
if (process.argv[2] === "serve-bare") await serveBare(process.argv[3]!);
