import type { Context } from "./context.ts";
import type { AccessTable } from "./http/access.ts";
import type { App } from "./http/app.ts";
import type { RowRights } from "./http/rows.ts";
import type { FileSubject } from "./files/uploads.ts";
import type { JobDefinition } from "./jobs/define.ts";
import type { PersonalField } from "./personal/fields.ts";
import type { PersonalData } from "./personal/hooks.ts";
import type { NoticeKind } from "./notices/kinds.ts";

/** What a module shows of itself to the application. */
export interface Module {
  /** also its PostgreSQL schema and its name in `access: [module, action]` */
  name: string;
  /** folder of its migrations, e.g. `serverFolder("demand", "migrations")` */
  migrations: string | null;
  access: AccessTable;
  /** which rights its tables follow; the matrix test compares them with the policies */
  rows: RowRights;
  /** Registers its routes; they are mounted under /api. */
  routes(app: App): void;
  jobs?: readonly JobDefinition[];
  /** its columns that hold personal data, and why they may (personal/fields.ts) */
  personal?: readonly PersonalField[];
  /** what it does with the data of one person: hands it out, erases it, lets it run out */
  personalData?: PersonalData;
  /** kinds of its things that files may be uploaded to */
  files?: readonly FileSubject[];
  /** The kinds of notices that it sends. */
  notices?: readonly NoticeKind[];
  /**
   * What of its things waits for somebody and would be left behind if he went.
   * @param handed things (`kind:id`) that others have handed over to him
   */
  openWork?(
    ctx: Context,
    holder: { personId: string; userId: string | null },
    handed: readonly string[],
  ): Promise<OpenWork[]>;
  /** its columns that name files of the installation, for backups and the doctor */
  storedFiles?: readonly StoredFiles[];
  /** Live figures for the system map; what the module does not return is not shown. */
  mechanisms?(ctx: Context): Promise<Mechanism[]>;
}

/** One thing that waits for a person. */
export interface OpenWork {
  /** `kind:id`, as in the audit trail */
  subject: string;
  kind: string;
  title: string;
  path: string | null;
  /** ISO time */
  since: string;
  /** when he leaves: another takes it over, it ends with his role, or it goes on by itself */
  fate: "pass" | "end" | "go-on";
}

/** A column that names files below `DATA_DIR/files`: by absolute path, relative to it, or as `folder:…` (others lie elsewhere). */
export interface StoredFiles {
  /** with its schema */
  table: string;
  path: string;
  sha256: string;
  /** which rows still have their file, as SQL; default all */
  where?: string;
}

/** A mechanism of the system map, with figures that the actor may see. */
export interface Mechanism {
  /** stable key, e.g. `supply-demand`; words are in the web locale files */
  key: string;
  figures: MechanismFigure[];
  /** things that wait for this actor */
  waiting: number;
  /** where a click leads, e.g. `/balance` */
  path: string;
}

export interface MechanismFigure {
  key: string;
  value: number | null;
  /** key of the unit, e.g. `persons` */
  unit: string;
  kind: "measured" | "estimated" | "entered" | "sample";
}
