import { defineCommand } from "./command.ts";

export const serve = defineCommand({
  name: "serve",
  usage: "",
  about: "启动 Tixi，同 npm start。 Serves Tixi; PORT, HOST, DATA_DIR and DATABASE_URL change the defaults.",
  options: {},
  positionals: { min: 0, max: 0 },
  run: async () => {
    const { serve: start } = await import("@tixi/server/main");
    await start();
    return new Promise<number>(() => undefined);
  },
});
