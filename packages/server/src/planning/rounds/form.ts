import { standards } from "@tixi/standards";
import type { InputFault, Sentence } from "../../platform/index.ts";
import type { Lane } from "./procedure.ts";

export type Kind = "open" | "change" | "withdraw";
export type Change = "rename" | "direction" | "expand" | "shrink" | "level";
export type FieldType = "text" | "long" | "integer" | "money" | "share" | "date" | "files" | "enterprises";

/** One field of the form. `money` is in fen, `share` in per cent, `files` are ids of files of the application. */
export interface Field {
  key: string;
  type: FieldType;
  label: Sentence;
  required: boolean;
  /** shortest text, or fewest files and enterprises */
  least?: number;
}

/** A group of evidence; the six of MAJ-04 and those that a withdrawal needs. */
export interface Group {
  key: string;
  title: Sentence;
  /** why it is asked, with its rule */
  note: Sentence;
  fields: readonly Field[];
}

const field = (key: string, type: FieldType, zh: string, en: string, least?: number): Field => ({ key, type, label: { zh, en }, required: true, ...(least ? { least } : {}) }); // prettier-ignore
const optional = (key: string, type: FieldType, zh: string, en: string): Field => ({ key, type, label: { zh, en }, required: false }); // prettier-ignore

const NEED: Group = {
  key: "need",
  title: { zh: "人才需求分析", en: "Analysis of need" },
  note: {
    zh: "供需数字由系统从本轮依据的人才需求发布填入；学校在此说明行业企业调研的情况（教职成〔2015〕10号）。",
    en: "Figures of demand and supply come from the release of the round; the school adds what it learnt from industry (2015, no. 10).",
  },
  fields: [
    field("words", "long", "行业企业需求调研与分析", "What was learnt from industry and enterprises", 30),
    field("industry", "text", "主要服务的产业、行业", "Industries served", 2),
    field(
      "enterprises",
      "enterprises",
      "合作或提出需求的企业",
      "Enterprises that cooperate or ask for people",
      1,
    ),
    field("intake", "integer", "拟年招生人数", "Intended yearly intake"),
    field("years", "integer", "修业年限（年）", "Years of study"),
  ],
};
const PLAN: Group = {
  key: "plan",
  title: { zh: "人才培养方案", en: "Training plan" },
  note: { zh: "须上传完整的人才培养方案。", en: "The whole training plan has to be uploaded." },
  fields: [
    field("files", "files", "人才培养方案（文件）", "Training plan (file)", 1),
    field("hours", "integer", "总学时", "Hours in all"),
    field("practice", "share", "实践教学学时占比（%）", "Share of practice hours (%)"),
    optional(
      "words",
      "long",
      "培养特色与校企共同制订情况",
      "What is particular, and how enterprises took part",
    ),
  ],
};
const TEACHERS: Group = {
  key: "teachers",
  title: { zh: "师资队伍", en: "Teachers" },
  note: { zh: "按人数填写，不填姓名。", en: "Numbers, not names." },
  fields: [
    field("full", "integer", "专任教师数", "Full-time teachers"),
    field("senior", "integer", "其中副高及以上", "of them with a senior title"),
    field("middle", "integer", "其中中级", "of them with a middle title"),
    field("dual", "integer", "其中“双师型”教师", "of them dual-qualified"),
    field("partTime", "integer", "行业企业兼职教师数", "Part-time teachers from industry"),
    optional("words", "long", "专业带头人与团队说明", "On the leader and the team"),
  ],
};
const CONDITIONS: Group = {
  key: "conditions",
  title: { zh: "办学条件", en: "Conditions" },
  note: {
    zh: "本专业可用的校内外实训条件。",
    en: "What can be used for this programme, in and outside the school.",
  },
  fields: [
    field("rooms", "integer", "实训室面积（平方米）", "Area of training rooms (m²)"),
    field("workstations", "integer", "实训工位数", "Workstations"),
    field("equipment", "money", "教学仪器设备值（元）", "Value of equipment (yuan)"),
    field("bases", "integer", "校外实习实训基地数", "Bases outside the school"),
    optional("words", "long", "主要设备与图书资源说明", "On main equipment and books"),
  ],
};
const BUDGET: Group = {
  key: "budget",
  title: { zh: "经费保障", en: "Funding" },
  note: {
    zh: "开办和首个培养周期的经费及来源。",
    en: "Money for the start and the first years, and where it comes from.",
  },
  fields: [
    field("total", "money", "经费总额（元）", "In all (yuan)"),
    field("fiscal", "money", "其中财政拨款（元）", "of it public money (yuan)"),
    field("enterprise", "money", "其中企业投入（元）", "of it from enterprises (yuan)"),
    field("words", "long", "用途与保障说明", "What it is for and how it is secured", 10),
  ],
};
const ARGUMENT: Group = {
  key: "argument",
  title: { zh: "校内专业设置评议", en: "The school's own expert argument" },
  note: {
    zh: "学校专业设置评议组织的论证结论，须上传论证报告。",
    en: "The conclusion of the school's own body, with its report.",
  },
  fields: [
    field("heldOn", "date", "论证日期", "Held on"),
    field("experts", "integer", "参加论证的专家人数", "Experts who took part"),
    field("words", "long", "论证结论", "Conclusion", 10),
    field("files", "files", "论证报告（文件）", "Report (file)", 1),
  ],
};
const OPINION: Group = {
  key: "opinion",
  title: { zh: "主管部门意见", en: "Opinion of the competent office" },
  note: {
    zh: "医药卫生、公安司法、教育类专业和国家控制布点专业，须先征求行业主管部门意见。",
    en: "Asked first for medical, police, justice and education classes and every state-controlled programme.",
  },
  fields: [
    field("office", "text", "出具意见的部门", "Office", 2),
    field("document", "text", "文号", "Number of the document", 2),
    field("words", "long", "意见要点", "What it says", 2),
    field("files", "files", "意见（文件）", "Opinion (file)", 1),
  ],
};
const REASON: Group = {
  key: "reason",
  title: { zh: "申请理由", en: "Reasons" },
  note: {
    zh: "供需数字由系统从本轮依据的人才需求发布填入。",
    en: "Figures of demand and supply come from the release of the round.",
  },
  fields: [field("words", "long", "撤销或缩减的理由", "Why it is closed or made smaller", 20)],
};
const STUDENTS: Group = {
  key: "students",
  title: { zh: "在校生培养安排", en: "Students on roll" },
  note: { zh: "须保证在校生按原方案完成学业。", en: "Those on roll finish what they began." },
  fields: [
    field("onRoll", "integer", "在校生人数", "Students on roll"),
    field("until", "integer", "最后一届毕业年份", "Year in which the last graduate"),
    field("words", "long", "完成学业的安排", "How they finish", 20),
  ],
};
const STAFF: Group = {
  key: "staff",
  title: { zh: "教师安排", en: "Teachers" },
  note: { zh: "按人数填写，不填姓名。", en: "Numbers, not names." },
  fields: [
    field("count", "integer", "本专业专任教师数", "Full-time teachers of it"),
    field("words", "long", "转岗、培训安排", "Where they go, and their training", 10),
  ],
};
const EQUIPMENT: Group = {
  key: "equipment",
  title: { zh: "设备设施安排", en: "Equipment" },
  note: { zh: "设备设施的去向。", en: "What becomes of it." },
  fields: [
    field("value", "money", "教学仪器设备值（元）", "Value (yuan)"),
    field("words", "long", "设备设施去向", "What becomes of it", 10),
  ],
};
const DIRECTION: Group = {
  key: "direction",
  title: { zh: "专业方向", en: "Direction" },
  note: { zh: "拟增设或调整的专业方向。", en: "The direction that is added or changed." },
  fields: [field("name", "text", "专业方向名称", "Name", 2)],
};
const SIZE: Group = {
  key: "size",
  title: { zh: "招生规模", en: "Size" },
  note: { zh: "现有与拟调整的年招生人数。", en: "The yearly intake now and then." },
  fields: [field("now", "integer", "现年招生人数", "Now"), field("then", "integer", "拟年招生人数", "Then")],
}; // prettier-ignore

const NUMERALS = "一二三四五六七八九";

/** The groups that a form has, numbered as they stand in it. */
export function groupsOf(of: { kind: Kind; change: Change | null; needsOpinion: boolean }): readonly Group[] {
  return partsOf(of).map((group, i) => ({
    ...group,
    title: { zh: `${NUMERALS[i]}、${group.title.zh}`, en: `${i + 1} ${group.title.en}` },
  }));
}

function partsOf(of: { kind: Kind; change: Change | null; needsOpinion: boolean }): readonly Group[] {
  const opinion = of.needsOpinion ? [OPINION] : [];
  if (of.kind === "withdraw") return [REASON, STUDENTS, STAFF, EQUIPMENT, ARGUMENT];
  if (of.change === "shrink") return [SIZE, REASON, STUDENTS, STAFF, ARGUMENT];
  const first = of.change === "direction" ? [DIRECTION] : of.change === "expand" ? [SIZE] : [];
  return [...first, NEED, PLAN, TEACHERS, CONDITIONS, BUDGET, ARGUMENT, ...opinion];
}

export interface Enterprise {
  name: string;
  post: string;
  people: number;
}
export type FormValue = string | number | null | string[] | Enterprise[];
export type Form = Record<string, Record<string, FormValue>>;

/** Keeps of what was sent what the form asks for; a draft may lack anything. */
export function keepForm(groups: readonly Group[], given: Form): Form {
  return Object.fromEntries(
    groups.map(({ key, fields }) => [
      key,
      Object.fromEntries(
        fields.flatMap((f) => {
          const value = given[key]?.[f.key];
          return value === undefined || value === null || value === "" ? [] : [[f.key, value]];
        }),
      ),
    ]),
  );
}

/**
 * What is missing in a form that is handed in, field by field.
 * @param files ids of the application's files that are there
 */
export function formFaults(groups: readonly Group[], form: Form, files: ReadonlySet<string>): InputFault[] {
  return groups.flatMap((group) =>
    group.fields.flatMap((f) => {
      const reason = faultOf(f, form[group.key]?.[f.key] ?? null, files);
      return reason === null
        ? []
        : [{ part: "body", field: `${group.key}.${f.key}`, reason: `${f.label.zh}：${reason.zh} / ${f.label.en}: ${reason.en}` }]; // prettier-ignore
    }),
  );
}

function faultOf({ type, required, least = 0 }: Field, value: FormValue, files: ReadonlySet<string>): Sentence | null {
  if (value === null || value === "") return required ? { zh: "必填", en: "required" } : null;
  switch (type) {
    case "integer":
    case "money":
      return Number.isSafeInteger(value) && (value as number) >= 0 ? null : { zh: "须为不小于0的整数", en: "a whole number of 0 or more" };
    case "share":
      return typeof value === "number" && value >= 0 && value <= 100 ? null : { zh: "须在0到100之间", en: "between 0 and 100" };
    case "date":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? null : { zh: "须为日期", en: "a date" };
    case "files": {
      const there = Array.isArray(value) ? value.filter((id) => typeof id === "string" && files.has(id)) : [];
      return there.length >= least ? null : { zh: "须上传文件", en: "a file has to be uploaded" };
    }
    case "enterprises": {
      const rows = Array.isArray(value) ? (value as Enterprise[]) : [];
      if (rows.length < least) return { zh: `至少填写${least}家`, en: `${least} at least` };
      return rows.every((row) => typeof row === "object" && row.name.trim() && row.post.trim() && Number.isSafeInteger(row.people) && row.people > 0)
        ? null : { zh: "每家须有名称、岗位和人数", en: "each with its name, post and number" };
    }
    default:
      return typeof value === "string" && [...value.trim()].length >= least ? null : { zh: `不少于${least}个字`, en: `${least} characters at least` };
  }
} // prettier-ignore

/** Categories and classes whose competent office is asked first (MAJ-14), by their names in the catalogue. */
const ASKED_CATEGORIES = ["医药卫生大类", "公安与司法大类"];
const ASKED_CLASSES = ["教育类"];

/** Whether the opinion of the competent office belongs to the form: those classes, and every state-controlled programme. */
export function needsOpinion(programme: string | null): boolean {
  const found = programme === null ? undefined : standards().findProgramme(programme);
  if (!found) return false;
  return (
    found.controlled ||
    ASKED_CATEGORIES.includes(found.categoryName) ||
    ASKED_CLASSES.includes(found.className)
  );
}

/**
 * Who decides, read off the catalogue: the ministry for state-controlled and bachelor programmes that are begun, the
 * province for one outside the catalogue; the rest, and every withdrawal, is recorded.
 */
export function laneOf(of: { kind: Kind; change: Change | null; programme: string | null; newProgramme: string | null }): Lane {
  const begins = of.kind === "open" || of.change === "rename" || of.change === "level";
  if (!begins) return "record";
  const target = of.newProgramme ?? of.programme;
  if (target === null) return "provincial";
  const found = standards().findProgramme(target);
  return found?.controlled || found?.level === "bachelor" ? "ministry" : "record";
} // prettier-ignore
