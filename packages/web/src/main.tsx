import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { Problem } from "./api/client.ts";
import { startLanguage, storedLanguage } from "./i18n/index.ts";
import { router } from "./routes.tsx";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/parts.css";
import "./styles/tables.css";
import "./styles/files.css";
import "./styles/charts.css";
import { themeStyleSheet } from "./theme.ts";

const style = document.createElement("style");
style.textContent = themeStyleSheet();
document.head.append(style);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // what the server refused it will refuse again; what did not reach it may
      retry: (count, error) =>
        count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 502),
    },
  },
});

await startLanguage(storedLanguage());
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
