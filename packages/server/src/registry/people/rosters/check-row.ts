import { checkIdentity, checkPhone, maskIdentity, maskPhone } from "@tixi/engines/identifiers";
import { standards, type Level } from "@tixi/standards";
import type { HeldRole } from "../grants.ts";
import type { RosterField, RosterKind } from "./columns.ts";

/** A row as it will be taken in. Lives in memory and, sealed, in registry.roster_row; nowhere else. */
export interface RosterRow {
  name: string;
  identity: string;
  bornOn: string;
  phone: string;
  email: string;
  role: HeldRole;
  post: string;
  student: {
    number: string;
    programme: string;
    level: Level;
    entryYear: number;
    className: string;
    state: "enrolled" | "suspended" | "graduated" | "left";
    guardian: { name: string; phone: string; relation: "father" | "mother" | "other" } | null;
  } | null;
}

export interface RowFault {
  row: number;
  field: string;
  /** never an identity or phone number in clear */
  value: string;
  zh: string;
  en: string;
}

export type CheckedRow = { ok: true; row: RosterRow } | { ok: false; fault: Omit<RowFault, "row"> };

const ROLES: Readonly<Record<string, HeldRole>> = {
  教师: "teacher", 老师: "teacher", teacher: "teacher", 学校管理员: "school-officer", 企业管理员: "enterprise-officer", 学校管理人员: "school-officer", 管理人员: "school-officer", schoolofficer: "school-officer",
  企业管理人员: "enterprise-officer", enterpriseofficer: "enterprise-officer", 导师: "mentor", 企业导师: "mentor", mentor: "mentor",
  秘书处: "secretariat", secretariat: "secretariat",
}; // prettier-ignore
const STATES = {
  在籍: "enrolled", 在读: "enrolled", 在校: "enrolled", enrolled: "enrolled", 休学: "suspended", suspended: "suspended",
  毕业: "graduated", graduated: "graduated", 离校: "left", 退学: "left", 转出: "left", left: "left",
} as const; // prettier-ignore
const RELATIONS = { 父亲: "father", 父: "father", father: "father", 母亲: "mother", 母: "mother", mother: "mother", 其他: "other", other: "other" } as const; // prettier-ignore

export interface RowRules {
  kind: RosterKind;
  /** the day in China, YYYY-MM-DD */
  today: string;
  /** first two digits of the sample province, where this installation is one */
  alsoProvince?: string | undefined;
  mayGive: (role: HeldRole) => boolean;
  /** born after it: under 14 */
  consentBefore: string;
}

/** Checks one row by itself; what others say of it (known people, roles held) comes after. */
export function checkRow(get: (field: RosterField) => string, rules: RowRules): CheckedRow {
  const bad = (field: string, value: string, zh: string, en: string): CheckedRow => ({ ok: false, fault: { field, value, zh, en } }); // prettier-ignore
  const text = (field: RosterField) => get(field).normalize("NFKC").trim();
  const name = text("name").replace(/\s+/g, " ");
  if (name === "") return bad("name", "", "没有姓名", "no name");
  if (name.length > 60) return bad("name", "", "姓名超过 60 个字", "longer than 60 characters");
  const identity = checkIdentity(get("identity"), {
    today: rules.today,
    ...(rules.alsoProvince ? { alsoProvince: rules.alsoProvince } : {}),
  });
  if (!identity.ok) {
    const { zh, en } = identity.fault;
    return bad("identity", maskIdentity(text("identity")), zh, en);
  }
  const { number, bornOn } = identity.value;
  let phone = "";
  if (text("phone") !== "") {
    const checked = checkPhone(get("phone"));
    if (!checked.ok) return bad("phone", maskPhone(text("phone")), checked.fault.zh, checked.fault.en);
    phone = checked.value;
  }
  const email = text("email");
  if (email !== "" && !/^[^\s@<>]{1,64}@[^\s@<>]{1,190}\.[^\s@<>]{2,}$/.test(email))
    return bad("email", "***", "不是电子邮箱地址", "not an e-mail address");
  const person = { name, identity: number, bornOn, phone, email };
  if (rules.kind === "staff") {
    const role = ROLES[text("role").toLowerCase().replace(/[\s-]/g, "")];
    if (!role) return bad("role", text("role").slice(0, 30), "没有这个角色", "no such role");
    if (!rules.mayGive(role)) return bad("role", text("role"), "本单位不能授予此角色", "your organisation does not give this role"); // prettier-ignore
    return { ok: true, row: { ...person, role, post: text("post").slice(0, 60), student: null } };
  }
  return checkStudent(text, person, rules, bad);
}

function checkStudent(
  text: (field: RosterField) => string,
  person: Pick<RosterRow, "name" | "identity" | "bornOn" | "phone" | "email">,
  rules: RowRules,
  bad: (field: string, value: string, zh: string, en: string) => CheckedRow,
): CheckedRow {
  const number = text("studentNumber").replace(/\s/g, "");
  if (!/^[\w-]{2,30}$/.test(number)) return bad("studentNumber", number.slice(0, 30), "学号为 2–30 个字母或数字", "2 to 30 letters or digits"); // prettier-ignore
  const code = text("programme").toUpperCase();
  const programme = standards().findProgramme(code.slice(0, 6));
  if (!/^\d{6}K?$/.test(code) || !programme) return bad("programme", code.slice(0, 30), "专业目录中没有此代码", "no such code in the catalogue of programmes"); // prettier-ignore
  const entryYear = Number(/^(?:19|20)\d\d/.exec(text("entryYear"))?.[0]);
  if (!(entryYear >= 1990 && entryYear <= Number(rules.today.slice(0, 4)) + 1))
    return bad("entryYear", text("entryYear").slice(0, 30), "不是入学年份", "not a year of entry");
  const stateText = text("state").toLowerCase();
  const state = stateText === "" ? "enrolled" : STATES[stateText as keyof typeof STATES];
  if (state === undefined) return bad("state", stateText.slice(0, 30), "应为 在籍、休学、毕业、离校", "enrolled, suspended, graduated or left"); // prettier-ignore
  let guardian: NonNullable<RosterRow["student"]>["guardian"] = null;
  if (text("guardianName") !== "" || text("guardianPhone") !== "") {
    const checked = checkPhone(text("guardianPhone"));
    if (!checked.ok) return bad("guardianPhone", maskPhone(text("guardianPhone")), checked.fault.zh, checked.fault.en); // prettier-ignore
    if (text("guardianName") === "")
      return bad("guardianName", "", "没有监护人姓名", "no name of the guardian");
    const relation = RELATIONS[(text("guardianRelation").toLowerCase() || "other") as keyof typeof RELATIONS];
    if (relation === undefined) return bad("guardianRelation", text("guardianRelation").slice(0, 30), "应为 父亲、母亲、其他", "father, mother or other"); // prettier-ignore
    guardian = { name: text("guardianName").slice(0, 60), phone: checked.value, relation };
  } else if (person.bornOn > rules.consentBefore)
    return bad(
      "guardianName",
      "",
      "未满 14 周岁，须填监护人姓名和手机",
      "under 14: a guardian and his mobile are needed",
    );
  const { level } = programme;
  const className = text("className").slice(0, 60);
  const student = { number, programme: programme.code, level, entryYear, className, state, guardian };
  return { ok: true, row: { ...person, role: "student", post: "", student } };
}
