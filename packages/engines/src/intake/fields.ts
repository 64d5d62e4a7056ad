/** The fields of each kind of table, with the headers that people write over them. */
import type { IntakeKind } from "../types/index.ts";

import { CONDITION_FIELDS } from "./condition-fields.ts";
import { field, type Field } from "./field.ts";
import { OFFERING_FIELDS } from "./offering-fields.ts";

export type { Field, FieldType } from "./field.ts";

const POSTINGS: readonly Field[] = [
  field(
    "title",
    "岗位名称",
    "Post title",
    "text",
    "title, 职位名称, 职位, 岗位, 招聘岗位, 招聘职位, 职务, 工种, 标题, 招聘标题, 岗位名, 职位名, job_title, jobtitle, job_name, jobname, position, position_name, job, post, name",
    true,
  ),
  field(
    "company",
    "单位名称",
    "Employer",
    "text",
    "company, 公司, 公司名称, 企业名称, 企业, 用人单位, 招聘单位, 单位, 公司名, 雇主, company_name, companyname, employer, enterprise, brand_name, organization",
  ),
  field(
    "companyCode",
    "统一社会信用代码",
    "Unified social credit code",
    "credit-code",
    "信用代码, 社会信用代码, 企业统一社会信用代码, 机构代码, uscc, credit_code, company_code, unified_social_credit_code",
  ),
  field(
    "regionText",
    "工作地点",
    "Place of work",
    "region",
    "region_text, region, 地区, 工作地区, 工作城市区域, 上班地点, 地点, 工作地址, 上班地址, 工作区域, 区域, 地址, location, work_location, address, area, job_area, place, workplace",
  ),
  field(
    "city",
    "城市",
    "City",
    "region",
    "city, 工作城市, 所在城市, 所在市, 市, 地市, 设区市, 市州, city_name, work_city, job_city",
  ),
  field("province", "省份", "Province", "region", "province, 省, 所在省, 所在省份, 省市, province_name"),
  field(
    "salary",
    "薪资",
    "Pay",
    "salary",
    "salary_text, salary, 薪酬, 工资, 月薪, 薪水, 薪资待遇, 薪资范围, 工资待遇, 待遇, 薪酬范围, 年薪, pay, wage, salary_range, compensation, provide_salary",
  ),
  field(
    "salaryMin",
    "最低薪资",
    "Lowest pay",
    "salary",
    "最低工资, 薪资下限, 最低月薪, 薪酬下限, salary_min, min_salary, salary_low, salary_from",
  ),
  field(
    "salaryMax",
    "最高薪资",
    "Highest pay",
    "salary",
    "最高工资, 薪资上限, 最高月薪, 薪酬上限, salary_max, max_salary, salary_high, salary_to",
  ),
  field(
    "education",
    "学历要求",
    "Education",
    "education",
    "education_text, education, 学历, 最低学历, 文化程度, 教育程度, 学历层次, degree, degree_required, edu, qualification, education_level",
  ),
  field(
    "experience",
    "经验要求",
    "Experience",
    "experience",
    "experience_text, experience, 工作经验, 工作年限, 经验, 年限要求, 工作经历, work_experience, work_year, years_of_experience, exp",
  ),
  field(
    "headcount",
    "招聘人数",
    "Head count",
    "headcount",
    "headcount, 人数, 需求人数, 招聘名额, 名额, 招收人数, 拟招人数, 需求数量, 招聘数量, head_count, number, openings, vacancies, recruit_num, quantity, hc",
  ),
  field(
    "description",
    "岗位描述",
    "Description",
    "longtext",
    "description, 职位描述, 岗位职责, 工作内容, 职位信息, 任职要求, 岗位要求, 描述, 职位详情, 岗位说明, 工作职责, 招聘要求, 职责描述, job_description, jd, detail, details, content, requirement, requirements, duties, job_desc",
  ),
  field(
    "publishedAt",
    "发布日期",
    "Published",
    "date",
    "published_at, 发布时间, 发布日, 日期, 更新时间, 更新日期, 刊登日期, 招聘日期, 时间, published, publish_date, publish_time, date, posted_at, post_date, created_at, updated_at, issue_date",
  ),
  field(
    "industry",
    "行业",
    "Industry",
    "text",
    "industry_text, industry, 所属行业, 公司行业, 行业类别, 企业行业, 行业类型, 行业门类, company_industry, industry_name, sector",
  ),
  field(
    "source",
    "来源",
    "Source",
    "text",
    "source, 数据来源, 来源网站, 招聘平台, 平台, 渠道, 信息来源, site, website, platform, channel",
  ),
  field(
    "id",
    "编号",
    "Id",
    "text",
    "id, 序号id, 职位编号, 岗位编号, 招聘编号, 职位id, 岗位id, 唯一标识, job_id, jobid, position_id, posting_id, uuid, record_id",
  ),
  field(
    "tags",
    "标签",
    "Tags",
    "text",
    "tags_text, tags, 职位标签, 福利标签, 福利, 福利待遇, 关键词, 技能标签, welfare, benefits, labels, keywords, job_tags",
  ),
];

const SURVEYS: readonly Field[] = [
  field(
    "company",
    "企业名称",
    "Enterprise",
    "text",
    "company, 单位名称, 公司名称, 用人单位, 企业, 公司, 单位, company_name, employer, enterprise",
    true,
  ),
  field(
    "companyCode",
    "统一社会信用代码",
    "Unified social credit code",
    "credit-code",
    "信用代码, 社会信用代码, 企业统一社会信用代码, uscc, credit_code, company_code, unified_social_credit_code",
  ),
  field(
    "city",
    "所在城市",
    "City",
    "region",
    "city, 城市, 所在市, 地市, 地区, 所在地, 所在地区, 企业所在地, 用工地点, 工作地点, region, region_text, location",
    true,
  ),
  field(
    "industry",
    "行业",
    "Industry",
    "industry",
    "industry, 行业代码, 所属行业, 行业名称, 国民经济行业, 行业类别, industry_code, industry_text, sector",
  ),
  field(
    "postTitle",
    "岗位名称",
    "Post",
    "text",
    "post_title, 岗位, 职位, 职位名称, 需求岗位, 用工岗位, 工种, 招聘岗位, title, job_title, position, post",
  ),
  field(
    "occupation",
    "职业",
    "Occupation",
    "occupation",
    "occupation, 职业代码, 职业名称, 职业编码, 对应职业, 大典职业, occupation_code, occupation_name",
  ),
  field(
    "education",
    "学历要求",
    "Education",
    "education",
    "education, 学历, 最低学历, 文化程度, education_text, degree",
  ),
  field(
    "wanted",
    "需求人数",
    "Wanted",
    "count",
    "wanted, 用工需求, 需求数, 需求数量, 拟招人数, 拟招聘人数, 计划招聘人数, 缺工人数, 招聘人数, 新增需求, demand, headcount, openings, vacancies",
    true,
  ),
  field(
    "employed",
    "现有人数",
    "Employed now",
    "count",
    "employed, 在岗人数, 现有在岗人数, 在职人数, 现有员工数, 现有职工数, 从业人数, current, current_staff, staff, employees",
  ),
  field("year", "年份", "Year", "year", "year, 年度, 需求年份, 需求年度, 调查年份, 预测年份, 调查年度", true),
];

const INDUSTRY_PLAN: readonly Field[] = [
  field(
    "industry",
    "行业",
    "Industry",
    "industry",
    "industry, 行业代码, 行业名称, 产业, 产业名称, 国民经济行业, 行业门类, 所属行业, industry_code, industry_name, industry_text, sector",
    true,
  ),
  field(
    "city",
    "地区",
    "Region",
    "region",
    "city, 城市, 所在城市, 地市, 区域, 市州, 适用地区, region, region_text, location",
  ),
  field("year", "年份", "Year", "year", "year, 年度, 规划年份, 目标年份, 预测年份", true),
  field(
    "growth",
    "年均增长率",
    "Yearly growth",
    "percent",
    "growth, 增长率, 增速, 年增长率, 预期增速, 年均增速, 从业人员增长率, 预期增长率, 预计增长率, growth_rate, annual_growth",
    true,
  ),
  field(
    "newPosts",
    "新增岗位数",
    "New posts",
    "count",
    "new_posts, 新增岗位, 新增就业, 新增就业岗位, 新增用工, 计划新增岗位数, 新增从业人员, new_jobs, planned_posts",
  ),
  field(
    "document",
    "依据文件",
    "Document",
    "text",
    "document, 文件, 规划名称, 来源文件, 文件名称, 规划文件, 文号, 依据, 来源, plan, source, plan_name",
  ),
];

const BY_KIND: Record<IntakeKind, readonly Field[]> = {
  postings: POSTINGS,
  offerings: OFFERING_FIELDS,
  surveys: SURVEYS,
  "industry-plan": INDUSTRY_PLAN,
  conditions: CONDITION_FIELDS,
};

export const INTAKE_KINDS: readonly IntakeKind[] = [
  "postings",
  "offerings",
  "surveys",
  "industry-plan",
  "conditions",
];

/** The fields that a table of this kind may have, in the order of its template. */
export function fieldsOf(kind: IntakeKind): readonly Field[] {
  return BY_KIND[kind];
}
