import { useEffect } from "react";

/** A key pressed while typing into a field is not a command. */
export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.(
    "input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox]",
  );
}

/** Calls the handler for key presses outside fields, without Ctrl, Alt or Meta. */
export function useKeys(handler: (key: string, event: KeyboardEvent) => void, active = true): void {
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      handler(event.key, event);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [handler, active]);
}
