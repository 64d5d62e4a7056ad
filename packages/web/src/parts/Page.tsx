import { useEffect, type ReactNode } from "react";
import { Link } from "react-router";
import { useScope } from "../shell/scope.ts";

export interface Crumb {
  name: string;
  path?: string;
}

export interface PageProps {
  title: string;
  /** the chain from which this page was reached */
  crumbs?: Crumb[];
  /** one or two lines under the title */
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  narrow?: boolean;
}

export function Page({ title, crumbs, lead, actions, children, narrow }: PageProps) {
  const { to } = useScope();
  useEffect(() => {
    document.title = `${title} · 体系 Tixi`;
  }, [title]);
  return (
    <div className={narrow ? "page narrow" : "page"}>
      <header className="page-head">
        {crumbs && crumbs.length > 0 && (
          <nav className="crumbs" aria-label="breadcrumb">
            {crumbs.map((crumb) => (
              <span key={crumb.name}>
                {crumb.path ? <Link to={to(crumb.path)}>{crumb.name}</Link> : crumb.name}
              </span>
            ))}
          </nav>
        )}
        <div className="page-title">
          <h1>{title}</h1>
          {actions && <div className="actions">{actions}</div>}
        </div>
        {lead && <div className="lead">{lead}</div>}
      </header>
      {children}
    </div>
  );
}

export function Section(props: {
  title: ReactNode;
  aside?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
  id?: string;
  className?: string;
}) {
  return (
    <section className={`section ${props.className ?? ""}`} id={props.id}>
      <div className="section-head">
        <h2>{props.title}</h2>
        {props.aside && <div className="section-aside">{props.aside}</div>}
      </div>
      {props.note && <p className="section-note">{props.note}</p>}
      {props.children}
    </section>
  );
}
