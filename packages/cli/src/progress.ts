/** Progress on stderr: a bar on a terminal, a line every five seconds elsewhere. */
const WIDTH = 28;
const LINE_MS = 5000;
const BAR_MS = 100;

export interface Progress {
  (stage: string, done?: number, total?: number | null): void;
  /** Takes the bar away; the next words start on a clean line. */
  end(): void;
}

export function progressOn(stream: NodeJS.WriteStream = process.stderr): Progress {
  const bar = stream.isTTY === true;
  let written = 0;
  let shown = "";
  const report = (stage: string, done = 0, total: number | null = null) => {
    const now = Date.now();
    if (now - written < (bar ? BAR_MS : LINE_MS) && (bar || shown !== "")) return;
    written = now;
    shown = line(stage, done, total);
    stream.write(bar ? `\r\u001b[2K${shown}` : `${shown}\n`);
  };
  return Object.assign(report, {
    end: () => {
      if (bar && shown) stream.write("\r\u001b[2K");
    },
  });
}

function line(stage: string, done: number, total: number | null): string {
  const amount = done > 0 ? ` ${done.toLocaleString("en")}` : "";
  if (!total) return `${stage}${amount}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * WIDTH);
  return `${stage} [${"█".repeat(filled)}${"·".repeat(WIDTH - filled)}] ${Math.floor(share * 100)}%${amount}`;
}
