import type { CycleNote, CycleParameters, NoteKey } from "@tixi/engines/cycle";
import type { Locale } from "../platform/index.ts";

type Sentence = (v: CycleNote["values"]) => string;

/** What a reader has to know, in both languages. */
const SENTENCES: Record<NoteKey, { zh: Sentence; en: Sentence }> = {
  "not-a-sample": {
    zh: () => "招聘信息不是劳动力市场的抽样：数字只反映所列文件中的招聘情况。",
    en: () =>
      "Postings are no sample of the labour market: the figures tell what the listed files advertise.",
  },
  uncoded: {
    zh: (v) => `${v["postings"]} 条招聘信息（约 ${v["hires"]} 人）依据不足，没有编入职业，不计入需求。`,
    en: (v) =>
      `${v["postings"]} postings (about ${v["hires"]} hires) could not be coded and are not counted.`,
  },
  undated: {
    zh: (v) => `${v["postings"]} 条招聘信息没有发布日期，计入发布年度。`,
    en: (v) => `${v["postings"]} postings have no date; they are counted in the release year.`,
  },
  "outside-cities": {
    zh: (v) => `${v["postings"]} 条招聘信息没有写明本地区的城市，不计入。`,
    en: (v) => `${v["postings"]} postings name no city of the region and are left out.`,
  },
  "beyond-year": {
    zh: (v) => `${v["postings"]} 条招聘信息晚于发布年度，不计入。`,
    en: (v) => `${v["postings"]} postings are later than the release year and are left out.`,
  },
  "without-education": {
    zh: (v) => `${v["vacancies"]} 个岗位没有写明学历要求，按不限学历计。`,
    en: (v) => `${v["vacancies"]} vacancies name no education; they count as open to all.`,
  },
  calibrated: {
    zh: (v) => `需求按 ${v["surveys"]} 份企业用工调查校准，占需求的 ${v["share"]}%。`,
    en: (v) => `Demand is calibrated to ${v["surveys"]} enterprise surveys (${v["share"]}% of it).`,
  },
  "not-calibrated": {
    zh: () => "没有可用的企业用工调查，需求未经校准。",
    en: () => "There are no usable enterprise surveys; demand is not calibrated.",
  },
  "unlinked-demand": {
    zh: (v) => `约 ${v["hires"]} 人的需求所在职业没有开设的专业与之对应，其短缺不说明职业教育的情况。`,
    en: (v) =>
      `About ${v["hires"]} hires are in occupations that no offered programme leads to; their shortage says nothing about vocational education.`,
  },
  "unlinked-supply": {
    zh: (v) => `约 ${v["graduates"]} 名毕业生的专业没有与职业的对应关系，未参与匹配。`,
    en: (v) =>
      `About ${v["graduates"]} graduates are of programmes without a link to any occupation; they were not matched.`,
  },
  "intake-carried": {
    zh: (v) => `${v["share"]}% 的供给按相邻年度的招生推算。`,
    en: (v) => `${v["share"]}% of the supply rests on the intake of a neighbouring year.`,
  },
  "retention-missing": {
    zh: (v) => `${v["share"]}% 的供给没有巩固率，按全部在校生毕业计。`,
    en: (v) => `${v["share"]}% of the supply has no retention rate; all students are taken to graduate.`,
  },
  "duration-assumed": {
    zh: (v) => `${v["share"]}% 的供给修业年限按层次通常年限计。`,
    en: (v) => `${v["share"]}% of the supply uses the usual years of study of its level.`,
  },
  "further-study-missing": {
    zh: (v) => `${v["share"]}% 的供给没有升学数据，未扣除升学。`,
    en: (v) => `${v["share"]}% of the supply has no data on further study; none is deducted.`,
  },
  "stay-missing": {
    zh: (v) => `${v["share"]}% 的供给没有留在本省就业的数据，未扣除离省。`,
    en: (v) => `${v["share"]}% of the supply has no data on who stays; nobody is deducted.`,
  },
  "offerings-merged": {
    zh: (v) => `${v["rows"]} 行专业点与同校同专业同年的其他行合并。`,
    en: (v) => `${v["rows"]} rows of offerings were added to others of the same school, programme and year.`,
  },
  "links-pruned": {
    zh: (v) => `为控制规模，略去 ${v["links"]} 条同类专业对应。`,
    en: (v) => `${v["links"]} links by class were left out to limit the size.`,
  },
  "forecast-flat": {
    zh: () => "没有历年数据，预测按本年不变。",
    en: () => "There are no earlier years; the forecast keeps this year's figures.",
  },
  "forecast-untested": {
    zh: () => "历年太短，预测区间未能用过去检验。",
    en: () => "The past is too short to test the forecast intervals.",
  },
  "forecast-tested": {
    zh: (v) => `预测区间用过去检验：标称 ${v["nominal"]}%，实际覆盖 ${v["coverage"]}%。`,
    en: (v) => `Forecast intervals tested on the past: ${v["nominal"]}% nominal, ${v["coverage"]}% covered.`,
  },
};

/** A note as a sentence. */
export function noteSentence(note: CycleNote, locale: Locale): string {
  const words = SENTENCES[note.key];
  return locale === "en" ? words.en(note.values) : words.zh(note.values);
}

const GROUPS: Record<keyof CycleParameters, string> = { demand: "需求", supply: "供给", forecast: "预测", balance: "平衡", disclosure: "披露控制" }; // prettier-ignore

/** Every parameter as a line of the report's annex. */
export function parameterLines(parameters: CycleParameters): { name: string; value: string }[] {
  return (Object.keys(GROUPS) as (keyof CycleParameters)[]).flatMap((group) =>
    Object.entries(parameters[group]).map(([name, value]) => ({
      name: `${GROUPS[group]}.${name}`,
      value: typeof value === "object" ? JSON.stringify(value) : String(value),
    })),
  );
}
