import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { offlinePage } from "./offline-page.ts";

/** The server that answers /api while developing. */
const api = process.env["TIXI_API"] ?? "http://localhost:3000";

export default defineConfig({
  plugins: [
    react(),
    offlinePage({ page: "cotraining/logbook/Phone.tsx", path: "/logbook", file: "logbook-worker.js" }),
  ],
  server: { port: 5173, proxy: { "/api": { target: api, changeOrigin: false } } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: "react",
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|cookie|set-cookie-parser)[\\/]/,
            },
            { name: "echarts", test: /node_modules[\\/](echarts|zrender)[\\/]/ },
          ],
        },
      },
    },
  },
});
