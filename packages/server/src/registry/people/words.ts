import type { HeldRole } from "./grants.ts";

/** Roles as notices call them. */
export const roleWords: Record<HeldRole, { zh: string; en: string }> = {
  administrator: { zh: "管理员", en: "administrator" },
  auditor: { zh: "审计员", en: "auditor" },
  planner: { zh: "规划人员", en: "planner" },
  reviewer: { zh: "评审专家", en: "reviewer" },
  "school-officer": { zh: "学校管理员", en: "school officer" },
  teacher: { zh: "教师", en: "teacher" },
  "enterprise-officer": { zh: "企业管理员", en: "enterprise officer" },
  mentor: { zh: "企业导师", en: "mentor" },
  secretariat: { zh: "秘书处", en: "secretariat" },
  student: { zh: "学生", en: "student" },
};
