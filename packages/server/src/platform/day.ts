/** The day it is in China at a moment, where the offices are, whatever the server's clock is set to; ISO. */
export const dayInChina = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
