/** The columns of a roster: what is asked of staff, and of students. Headers are known in both languages. */
export type RosterKind = "staff" | "students";
export type RosterField =
  | "name" | "identity" | "role" | "post" | "phone" | "email"
  | "studentNumber" | "programme" | "entryYear" | "className" | "state" | "guardianName" | "guardianPhone" | "guardianRelation"; // prettier-ignore

export interface RosterColumn {
  field: RosterField;
  zh: string;
  en: string;
  also: readonly string[];
  required: boolean;
  how: { zh: string; en: string };
  example: string;
}

const name: RosterColumn = {
  field: "name", zh: "姓名", en: "Name", also: ["名字"], required: true,
  how: { zh: "与证件一致", en: "as on the identity card" }, example: "示例甲",
}; // prettier-ignore
const identity: RosterColumn = {
  field: "identity", zh: "公民身份号码", en: "Identity number", also: ["身份证号", "身份证号码", "身份证件号", "证件号码"], required: true,
  how: { zh: "18 位；导入时即加密，页面上只显示前 6 位和后 4 位", en: "18 characters; sealed as it is read, shown only as its first six and last four" }, example: "",
}; // prettier-ignore
const phone: RosterColumn = {
  field: "phone", zh: "手机号码", en: "Mobile", also: ["手机", "手机号", "电话", "联系电话"], required: false,
  how: { zh: "11 位；开通账号后可用来登录", en: "11 digits; a name to sign in with once there is an account" }, example: "",
}; // prettier-ignore

export const COLUMNS: Readonly<Record<RosterKind, readonly RosterColumn[]>> = {
  staff: [
    name,
    identity,
    { field: "role", zh: "角色", en: "Role", also: ["人员类别", "身份"], required: true, how: { zh: "教师、学校管理员、企业管理员、导师、秘书处；只能填本单位可以授予的角色", en: "teacher, school officer, enterprise officer, mentor, secretariat; only what your organisation may give" }, example: "教师" },
    { field: "post", zh: "职务", en: "Post", also: ["岗位", "职位"], required: false, how: { zh: "如 教务处副处长", en: "e.g. deputy head of teaching affairs" }, example: "专业带头人" },
    phone,
    { field: "email", zh: "电子邮箱", en: "E-mail", also: ["邮箱", "email"], required: false, how: { zh: "用于接收通知", en: "for notices" }, example: "" },
  ],
  students: [
    name,
    identity,
    { field: "studentNumber", zh: "学号", en: "Student number", also: ["学籍号"], required: true, how: { zh: "本校内唯一", en: "unique in the school" }, example: "2026010001" },
    { field: "programme", zh: "专业代码", en: "Programme code", also: ["专业", "专业名称", "Programme"], required: true, how: { zh: "教育部专业目录代码，如 460103", en: "code of the Ministry's catalogue, e.g. 460103" }, example: "460103" },
    { field: "entryYear", zh: "入学年份", en: "Entry year", also: ["年级", "入学年"], required: true, how: { zh: "四位年份", en: "four digits" }, example: "2026" },
    { field: "className", zh: "班级", en: "Class", also: ["行政班", "班级名称"], required: false, how: { zh: "文字", en: "text" }, example: "数控2601" },
    { field: "state", zh: "学籍状态", en: "Enrolment", also: ["状态"], required: false, how: { zh: "在籍、休学、毕业、离校；不填为在籍", en: "enrolled, suspended, graduated, left; enrolled where empty" }, example: "在籍" },
    phone,
    { field: "guardianName", zh: "监护人姓名", en: "Guardian", also: ["家长姓名"], required: false, how: { zh: "未满 14 周岁必填", en: "needed under 14" }, example: "" },
    { field: "guardianPhone", zh: "监护人手机", en: "Guardian's mobile", also: ["监护人电话", "家长电话"], required: false, how: { zh: "未满 14 周岁必填", en: "needed under 14" }, example: "" },
    { field: "guardianRelation", zh: "与学生关系", en: "Relation", also: ["监护人关系", "关系"], required: false, how: { zh: "父亲、母亲、其他；不填为其他", en: "father, mother, other; other where empty" }, example: "" },
  ],
}; // prettier-ignore

const plain = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s*_（）()'’-]/g, "");

/** Which column of a file holds which field; the first that fits. */
export function recogniseHeaders(
  kind: RosterKind,
  headers: readonly string[],
): { at: Map<RosterField, number>; missing: RosterColumn[] } {
  const at = new Map<RosterField, number>();
  headers.forEach((header, i) => {
    const found = COLUMNS[kind].find((one) =>
      [one.zh, one.en, one.field, ...one.also].some((word) => plain(word) === plain(header)),
    );
    if (found && !at.has(found.field)) at.set(found.field, i);
  });
  return { at, missing: COLUMNS[kind].filter((one) => one.required && !at.has(one.field)) };
}
