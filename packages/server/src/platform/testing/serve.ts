/** The server as a process of its own, for tests that end it in unfriendly ways. */
import { serve } from "../../main.ts";

await serve();
