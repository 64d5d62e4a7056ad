/** Organisations of every kind that the policy names. */
export const KINDS = [
  "education-authority",
  "department",
  "secondary-school",
  "college",
  "vocational-university",
  "technician-school",
  "comprehensive-high-school",
  "university",
  "enterprise",
  "park",
  "institute",
  "association",
  "training-provider",
  "overseas-partner",
  "consortium",
  "community",
] as const;
export type Kind = (typeof KINDS)[number];

/** Those that bear an identifier of the Ministry of Education. */
export const SCHOOLS: ReadonlySet<Kind> = new Set<Kind>([
  "secondary-school",
  "college",
  "vocational-university",
  "technician-school",
  "comprehensive-high-school",
  "university",
]);

/** As spreadsheets say it: the first is what templates offer. */
export const KIND_WORDS: Readonly<Record<Kind, readonly string[]>> = {
  "education-authority": ["教育行政部门", "教育局", "教育厅"],
  department: ["其他政府部门", "政府部门", "其他部门"],
  "secondary-school": ["中等职业学校", "中职", "职业高中", "中专"],
  college: ["高等职业学校", "高职专科", "高职", "高职院校"],
  "vocational-university": ["职业本科学校", "职业本科", "职业大学"],
  "technician-school": ["技工院校", "技师学院", "技工学校"],
  "comprehensive-high-school": ["综合高中"],
  university: ["普通本科高校", "普通本科", "大学"],
  enterprise: ["企业", "公司"],
  park: ["产业园区", "园区"],
  institute: ["科研机构", "研究院", "研究所"],
  association: ["行业组织", "行业协会", "协会"],
  "training-provider": ["培训机构", "培训评价组织"],
  "overseas-partner": ["境外合作机构", "境外机构"],
  consortium: ["市域产教联合体", "联合体"],
  community: ["行业产教融合共同体", "共同体"],
};
