/** Postings of the sample province: vacancies, their copies on other boards, unlawful and lawful wordings, some broken rows. */
import { SAMPLE_JOBS, type Job } from "./jobs.ts";
import { Random, Weighted } from "./random.ts";
import { CITIES, type City } from "./regions.ts";

/** What is known of a generated row; engines are tested against it. */
export interface PostingTruth {
  /** number of its vacancy; copies share it */
  vacancy: number;
  occupation: string;
  /** kind of the unlawful condition that was planted, null = none */
  unlawful: string | null;
  /** the row was made unreadable on purpose */
  broken: boolean;
}

export interface SamplePosting {
  cells: string[];
  truth: PostingTruth;
}

export const POSTING_HEADERS = [
  "编号", "岗位名称", "单位名称", "工作地点", "薪资", "学历要求", "经验要求", "招聘人数", "岗位描述", "发布日期", "行业", "来源",
]; // prettier-ignore

const FIRST_YEAR = 2022;
const YEARS = 5;
/** The last day of the sample: postings of 2026 end here. */
const LAST_DAY = Date.UTC(2026, 9, 31);
const COPY_SHARE = 0.1;
const UNLAWFUL_SHARE = 0.04;
const LAWFUL_NEGATION_SHARE = 0.06;
const BROKEN_SHARE = 0.003;

export interface Employer {
  name: string;
  city: City;
  kind: Job["kind"];
  jobs: Job[];
  draw: Weighted;
}

const INDUSTRY: Record<Job["kind"], string[]> = {
  mech: ["机械/设备/重工", "通用设备制造业"], auto: ["汽车及零配件", "汽车制造业"], elec: ["电子技术/半导体/集成电路", "计算机、通信和其他电子设备制造业"],
  it: ["互联网/电子商务", "计算机软件"], chem: ["石油/化工/矿产", "化学原料和化学制品制造业"], textile: ["服装/纺织/皮革", "纺织业"],
  build: ["建筑/建材/工程", "房屋建筑业"], logi: ["交通/运输/物流", "仓储业"], retail: ["批发/零售", "贸易/进出口"], fin: ["金融/投资/证券", "会计/审计"],
  office: ["专业服务(咨询、人力资源、财会)", "商务服务业"], media: ["影视/媒体/艺术/文化传播", "广告"], hotel: ["酒店/旅游", "餐饮业"],
  care: ["医疗/护理/卫生", "居民服务业"], edu: ["教育/培训/院校", "教育"], energy: ["电气/电力/水利", "电力、热力生产和供应业"],
  agri: ["农/林/牧/渔", "农业"], rail: ["航天/航空", "道路运输业"],
}; // prettier-ignore
const TRADE: Record<Job["kind"], string[]> = {
  mech: ["精密机械", "智能装备", "重工", "数控科技"], auto: ["汽车零部件", "汽车", "新能源", "动力电池"], elec: ["电子", "半导体", "光电科技", "电路"],
  it: ["信息技术", "软件", "网络科技", "数据"], chem: ["化工", "新材料", "制药", "环保科技"], textile: ["服饰", "纺织", "家居", "制衣"],
  build: ["建设工程", "建筑装饰", "机电安装", "工程"], logi: ["物流", "供应链", "速运", "仓储"], retail: ["商贸", "电子商务", "百货", "贸易"],
  fin: ["会计师事务所", "财务咨询", "投资", "保险代理"], office: ["企业管理", "人力资源", "商务服务", "管理咨询"], media: ["文化传媒", "广告", "影视", "创意设计"],
  hotel: ["酒店管理", "餐饮管理", "旅行社", "物业服务"], care: ["养老服务", "医疗管理", "大药房", "家政服务"], edu: ["教育科技", "幼儿园", "文体", "培训学校"],
  energy: ["新能源", "电力工程", "能源", "燃气"], agri: ["农业科技", "生态农业", "食品", "畜牧"], rail: ["轨道交通", "航空服务", "城轨运营", "交通科技"],
}; // prettier-ignore
const FIRST = [..."锐宏博远恒泰启安鼎信诚盛嘉海瑞丰华明晟德凯星辰润康科达创优天正君和永利金隆"];
const SECOND = [..."成达通源泽铭程峰川林业拓佳新力能诺思维捷畅美睿卓翔腾益民康邦伟国强"];
const SOURCES = ["示例招聘网", "示例人才网", "示例直聘", "示例公共就业服务"];
const NOISE_BEFORE = ["急聘", "高薪诚聘", "【直招】", "急招", "（包吃住）", "双休", "诚聘"];
const NOISE_AFTER = [
  "（五险一金）",
  "+包吃住",
  "/长白班",
  "（双休）",
  "5-8K",
  "（可实习）",
  "月入过万",
  "（10人）",
  "-周末双休",
  "（提供住宿）",
];
const BENEFITS = [
  "五险一金",
  "包吃住",
  "带薪年假",
  "节日福利",
  "年度体检",
  "全勤奖",
  "餐补",
  "免费班车",
  "年终奖",
  "工龄奖",
  "团建",
  "双休",
  "两班倒",
  "提供住宿",
  "法定节假日休息",
];
const CLOSINGS = [
  "有意者请投递简历，合则约见。",
  "工作地点就近分配。",
  "试用期三个月，同工同酬。",
  "欢迎应届毕业生投递。",
  "薪资面谈，多劳多得。",
  "上班时间8:30-17:30。",
];
const LAWFUL = [
  "性别不限",
  "年龄不限，能胜任岗位即可",
  "不限户籍",
  "男女不限",
  "专业不限，学历不限",
  "婚否不限",
];
const UNLAWFUL: [kind: string, wordings: string[]][] = [
  ["sex", ["限男性", "仅限女性", "要求男性优先", "女，形象气质佳"]],
  ["age", ["年龄18-35岁", "35岁以下", "年龄不超过40周岁", "25-35周岁"]],
  ["marriage", ["已婚已育优先", "要求已婚", "未婚女性勿扰"]],
  ["school-tier", ["985、211院校优先录用", "限双一流高校毕业", "要求211及以上院校"]],
  ["first-degree", ["第一学历须为本科", "第一学历全日制大专及以上"]],
  ["full-time", ["须全日制统招本科", "统招大专以上学历，非统招勿投"]],
  ["household", ["限本地户口", "需本市户籍"]],
  ["carrier", ["乙肝携带者勿投", "入职需查乙肝两对半"]],
]; // prettier-ignore
const EDUCATION_WORDS = [
  ["不限", "学历不限", ""],
  ["中专", "高中/中专", "中专/中技"],
  ["大专", "大专及以上", "专科"],
  ["本科", "本科及以上", "本科学历"],
  ["硕士", "硕士及以上"],
];
const EXPERIENCE = ["经验不限", "1-3年", "3-5年", "1年以上", "无需经验", "5-10年", "应届生"];
const BROKEN: ((cells: string[]) => void)[] = [
  (cells) => (cells[1] = ""),
  (cells) => (cells[3] = "外星市"),
  (cells) => (cells[7] = "负三人"),
  (cells) => (cells[9] = "2026-13-45"),
];

/** Employers: many small, some large; what they hire for follows their trade and their city's strong trades. */
function employersOf(random: Random, count: number): { list: Employer[]; weights: number[]; draw: Weighted } {
  const cityDraw = new Weighted(CITIES.map((c) => c.size));
  const everywhere = SAMPLE_JOBS.filter((job) => ["会计专业人员", "行政办事员", "营销员", "保安员", "保洁员", "电工", "人力资源管理专业人员", "仓储管理员", "客户服务管理员"].includes(job.name)); // prettier-ignore
  const list: Employer[] = [];
  const names = new Set<string>();
  while (list.length < count) {
    const city = CITIES[cityDraw.draw(random)]!;
    const kinds = Object.keys(TRADE) as Job["kind"][];
    const kind = kinds[new Weighted(kinds.map((k) => city.strong[k] ?? 1)).draw(random)]!;
    const brand = random.pick(FIRST) + random.pick(SECOND) + (random.chance(0.35) ? random.pick(FIRST) : "");
    const name = `示例·${city.name.slice(0, -1)}${brand}${random.pick(TRADE[kind])}有限公司`;
    if (names.has(name)) continue;
    names.add(name);
    const own = SAMPLE_JOBS.filter((job) => job.kind === kind);
    const jobs = [...own, random.pick(everywhere), random.pick(everywhere)];
    list.push({
      name,
      city,
      kind,
      jobs,
      draw: new Weighted(jobs.map((job, i) => job.weight * (i < own.length ? 1 : 0.35))),
    });
  }
  const weights = list.map((_, i) => 1 / (i % 97 === 0 ? 1 : 6 + (i % 53)));
  return { list, weights, draw: new Weighted(weights) };
}

const employerCount = (postings: number): number => Math.max(60, Math.min(40_000, Math.round(postings / 14)));

/** Those that advertise most among the employers of `samplePostings`, the largest first. */
export function largestEmployers(count: number, postings: number, seed: number): Employer[] {
  const { list, weights } = employersOf(new Random(seed), employerCount(postings));
  const order = list.map((employer, i) => ({ employer, weight: weights[i]! }));
  return order
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count)
    .map(({ employer }) => employer);
}

/** `count` rows in a mixed order. Constant memory beside the employers; about 200,000 rows a second. */
export function* samplePostings(count: number, seed: number): Generator<SamplePosting> {
  const random = new Random(seed);
  const employers = employersOf(random, employerCount(count));
  const waiting: SamplePosting[] = [];
  let vacancy = 0;
  let made = 0;
  while (made < count) {
    const rows = vacancyRows(random, employers.list[employers.draw.draw(random)]!, vacancy++);
    for (const row of rows) {
      if (made + waiting.length >= count) break;
      waiting.push(row);
    }
    // Copies come some while after the first posting.
    while (waiting.length > 400 || (made + waiting.length >= count && waiting.length > 0)) {
      const at = random.below(waiting.length);
      const row = waiting[at]!;
      waiting[at] = waiting[waiting.length - 1]!;
      waiting.pop();
      row.cells[0] = `S${String(++made).padStart(8, "0")}`;
      yield row;
    }
  }
}

function vacancyRows(random: Random, employer: Employer, vacancy: number): SamplePosting[] {
  const job = employer.jobs[employer.draw.draw(random)]!;
  const year = yearOf(random, job.growth);
  const start = Date.UTC(FIRST_YEAR + year, 0, 1);
  const day = start + random.below(Math.min(365, Math.floor((LAST_DAY - start) / 86_400_000))) * 86_400_000;
  const education = new Weighted(job.education).draw(random);
  const unlawful = random.chance(UNLAWFUL_SHARE) ? random.pick(UNLAWFUL) : null;
  const core = random.pick(job.titles);
  const description = describe(random, job, education, unlawful);
  const cells = [
    "",
    titleOf(random, core),
    employer.name,
    place(random, employer.city),
    pay(random, job),
    random.pick(EDUCATION_WORDS[education]!),
    random.pick(EXPERIENCE),
    headcount(random, job),
    description,
    dateText(random, day),
    random.pick(INDUSTRY[employer.kind]),
    random.pick(SOURCES),
  ];
  const truth = { vacancy, occupation: job.code, unlawful: unlawful?.[0] ?? null, broken: false };
  const rows = [{ cells, truth }];
  if (random.chance(COPY_SHARE)) {
    const copies = random.chance(0.2) ? 2 : 1;
    for (let k = 0; k < copies; k++) {
      const copy = [...cells];
      copy[1] = titleOf(random, core);
      copy[8] = description
        .replace("岗位职责", "工作内容")
        .replace(/。[^。]*。$/, `。${random.pick(CLOSINGS)}`);
      copy[9] = dateText(random, Math.min(LAST_DAY, day + random.between(1, 25) * 86_400_000));
      copy[11] = random.pick(SOURCES);
      rows.push({ cells: copy, truth });
    }
  }
  if (random.chance(BROKEN_SHARE)) {
    random.pick(BROKEN)(cells);
    rows[0] = { cells, truth: { ...truth, broken: true } };
  }
  return rows;
}

function yearOf(random: Random, growth: number): number {
  const weights = Array.from({ length: YEARS }, (_, year) => (1 + growth) ** year);
  return new Weighted(weights).draw(random);
}

function titleOf(random: Random, core: string): string {
  const before = random.chance(0.18) ? random.pick(NOISE_BEFORE) : "";
  const after = random.chance(0.3) ? random.pick(NOISE_AFTER) : "";
  return before + core + after;
}

function place(random: Random, city: City): string {
  const name = random.chance(0.3) ? city.name.slice(0, -1) : city.name;
  const dice = random.next();
  return dice < 0.5 ? name : dice < 0.8 ? `示例省${city.name}` : `${name}-高新区`;
}

function pay(random: Random, job: Job): string {
  const low = Math.max(3, Math.round(job.pay[0] * (0.9 + 0.25 * random.next())));
  const high = Math.max(low + 1, Math.round(job.pay[1] * (0.85 + 0.3 * random.next())));
  const dice = random.next();
  if (dice < 0.3) return `${low * 1000}-${high * 1000}元/月`;
  if (dice < 0.55) return `${low}-${high}千/月`;
  if (dice < 0.7) return `${low}K-${high}K`;
  if (dice < 0.78) return `${(low / 10).toFixed(1)}-${(high / 10).toFixed(1)}万/月`;
  if (dice < 0.84) return `${(high / 10).toFixed(1)}万·13薪`;
  if (dice < 0.92) return "面议";
  return `${Math.round((low * 1000) / 26 / 10) * 10}元/天`;
}

function headcount(random: Random, job: Job): string {
  const dice = random.next();
  if (dice < 0.32) return "";
  if (dice < 0.38) return "若干";
  const n = 1 + Math.floor(-Math.log(1 - random.next()) * job.heads * 1.6);
  return dice < 0.7 ? String(n) : `招${n}人`;
}

function dateText(random: Random, day: number): string {
  const iso = new Date(day).toISOString().slice(0, 10);
  if (random.chance(0.9)) return iso;
  return random.chance(0.5)
    ? iso.replaceAll("-", "/")
    : `${iso.slice(0, 4)}年${iso.slice(5, 7)}月${iso.slice(8)}日`;
}

function describe(random: Random, job: Job, education: number, unlawful: [string, string[]] | null): string {
  const duties = job.duties.map((duty, i) => `${i + 1}、${duty}`).join("；");
  const asked = ["不限学历", "中专及以上学历", "大专及以上学历", "本科及以上学历", "硕士及以上学历"][
    education
  ]!;
  const wants = [
    asked,
    ...job.skills,
    random.pick(["责任心强，服从安排", "有团队合作精神", "能吃苦耐劳", "学习能力强", "有相关经验者优先"]),
  ];
  if (unlawful) wants.splice(1 + random.below(wants.length), 0, random.pick(unlawful[1]));
  else if (random.chance(LAWFUL_NEGATION_SHARE)) wants.push(random.pick(LAWFUL));
  const requirements = wants.map((want, i) => `${i + 1}、${want}`).join("；");
  const benefits = [random.pick(BENEFITS), random.pick(BENEFITS), random.pick(BENEFITS)].join("、");
  const about = random.chance(0.4)
    ? `我司主营${random.pick(["本地市场", "全国市场", "出口业务", "园区配套"])}，现因${random.pick(["业务扩展", "新线投产", "门店增加", "项目启动"])}招聘。`
    : "";
  return `${about}岗位职责：${duties}。任职要求：${requirements}。福利待遇：${benefits}。${random.pick(CLOSINGS)}`;
}
