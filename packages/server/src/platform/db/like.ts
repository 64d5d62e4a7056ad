/** What somebody typed as LIKE takes it literally: its own signs are escaped. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
