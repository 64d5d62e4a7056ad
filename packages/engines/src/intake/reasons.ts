/** The sentence beside each refused value. Keys are stable; the words here are the Chinese ones. */
import type { IntakeKind, Rejection } from "../types/index.ts";
import { fieldsOf } from "./fields.ts";
import { shown } from "./text.ts";

const SENTENCES: Record<string, string> = {
  "column-count": "这一行的列数与表头不同，可能缺少或多出分隔符",
  "header-repeated": "这一行重复了表头",
  "required-missing": "必填，但这一行没有填写",
  "title-unreadable": "岗位名称中没有可读的文字",
  "title-too-long": "岗位名称超过 300 个字，可能是列错位",
  "region-unknown": "找不到这个地区，请填写国家标准的省、市、县名称或六位代码",
  "region-ambiguous": "有多个同名地区，请写明所属的省或市",
  "region-not-a-city": "只写到省，请写明设区的市",
  "region-missing": "必填，但这一行没有说明地区",
  "outside-scope": "不在本系统所属的地区范围内",
  "salary-unreadable": "读不懂这个薪资，可以写成“6-8千/月”“200元/天”或“面议”",
  "education-unreadable": "读不懂这个学历要求，可以写：不限、中专、大专、本科、研究生",
  "headcount-unreadable": "读不懂这个人数，可以写数字或“若干”",
  "headcount-negative": "人数不能是负数",
  "headcount-absurd": "一条招聘信息的人数超过 10000，请核对",
  "date-impossible": "没有这一天",
  "date-unreadable": "读不懂这个日期，请写成 2026-03-05",
  "credit-code-invalid": "统一社会信用代码的校验位不对（GB 32100-2015）",
  "count-unreadable": "不是人数",
  "count-negative": "人数不能是负数",
  "count-fraction": "人数必须是整数",
  "count-absurd": "人数大得不合常理，请核对",
  "count-missing": "计划、录取、报到、在校生、毕业生等人数至少要填一项",
  "year-unreadable": "读不懂这个年份，请写四位数字",
  "year-impossible": "年份不在 2000 至 2060 之间",
  "duration-unreadable": "读不懂这个学制，可以写“三年”或“3”",
  "duration-impossible": "学制应在半年至八年之间",
  "level-unknown": "读不懂这个层次，请写：中职、高职专科、职业本科",
  "programme-missing": "专业代码和专业名称至少要填一项",
  "programme-unknown": "职业教育专业目录的这一层次中没有这个专业",
  "programme-ambiguous": "可能指多个专业，请填写专业代码",
  "programme-is-class": "这是专业类代码（按大类招生），请按专业分别填写",
  "programme-level-mismatch": "这个代码属于另一个层次",
  "programme-code-name-differ": "专业代码与专业名称指的不是同一个专业",
  "employed-exceeds-graduates": "就业人数多于毕业生数",
  "further-exceeds-graduates": "升学人数多于毕业生数",
  "matched-exceeds-employed": "对口就业人数多于就业人数",
  "stayed-exceeds-employed": "本省就业人数多于就业人数",
  "first-choice-exceeds-admitted": "第一志愿录取数多于录取数",
  "school-type-unknown": "读不懂这个类别，请写：综合师范、工农林、医药、财经政法、体育、艺术、中职、技工",
  "number-unreadable": "不是数字",
  "number-negative": "不能是负数",
  "number-fraction": "必须是整数",
  "number-absurd": "大得不合常理，请核对单位",
  "unit-unknown": "读不懂这个单位",
  "condition-missing": "学生、教师、用房、设备、图书等至少要填一项",
  "students-exceed-full-time": "研究生、留学生、预科生、进修生、成人脱产班学生之和多于全日制在校生数",
  "teachers-exceed-full-time": "多于专任教师数",
  "part-exceeds-buildings": "教学行政用房与学生宿舍面积之和多于校舍建筑面积",
  "new-exceeds-whole": "当年新增的多于总数",
  "industry-unknown": "《国民经济行业分类》（GB/T 4754-2017）中没有这个行业代码或名称",
  "occupation-unknown": "《职业分类大典（2022年版）》中没有这个职业代码",
  "growth-unreadable": "读不懂这个增长率，可以写“8%”或“0.08”",
  "growth-absurd": "年增长率应在 -90% 与 300% 之间",
  "json-broken": "这一行不是完整的 JSON 对象",
  "row-too-long": "这一行超过长度上限",
  "quote-unclosed": "引号没有闭合",
};

const NOTES: Record<string, string> = {
  "admitted-exceeds-plan": "录取数多于招生计划数",
  "registered-exceeds-admitted": "报到数多于录取数",
  "outcomes-exceed-graduates": "就业与升学人数之和多于毕业生数",
  "city-missing": "没有说明城市",
  "city-from-school": "城市取自学校名称",
  "year-assumed": "没有写年份，按本次规划的年份处理",
  "grade-missing": "中间年级的人数没有填写，按 0 计",
  "date-without-year": "日期没有年份，按未知处理",
  "level-ignored": "层次读不懂，按专业代码确定",
  "occupation-not-official": "不是大典中的职业名称，留待编码",
};

/** A refused value with its sentence. */
export function reject(
  kind: IntakeKind,
  row: number,
  field: string,
  value: string,
  code: string,
  candidates?: string[],
): Rejection {
  const label = fieldsOf(kind).find((f) => f.field === field)?.label.zh;
  const words = SENTENCES[code] ?? code;
  const which = label ? `${label}：${words}` : words;
  const reason = candidates?.length ? `${which}。可能是：${candidates.join("、")}` : which;
  return candidates?.length
    ? { row, field, value: shown(value, 200), code, reason, candidates }
    : { row, field, value: shown(value, 200), code, reason };
}

/** Something to know about an accepted row; it changes nothing. */
export interface Note {
  row: number;
  field: string;
  value: string;
  code: string;
  reason: string;
}

export function note(row: number, field: string, value: string, code: string): Note {
  return { row, field, value: shown(value), code, reason: NOTES[code] ?? code };
}

/** Every key that a rejection or note may carry, with its Chinese sentence. */
export function reasonSentences(): Readonly<Record<string, string>> {
  return { ...SENTENCES, ...NOTES };
}
