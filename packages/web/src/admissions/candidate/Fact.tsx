import type { ReactNode } from "react";
import "./candidate.css";

/** A fact that one looks up: its name small, its value large. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="big-fact">
      <span>{name}</span>
      <b>{children}</b>
    </div>
  );
}
