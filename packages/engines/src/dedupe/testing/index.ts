/**
 * Postings whose vacancies are known: made vacancies, each advertised one to five times the way boards do it (other
 * days and head counts, noise in titles, reordered or dropped sentences, cut texts, employers' names in other forms),
 * beside what must stay apart (other posts of the same employer with the same company text, the same post of other
 * employers and in other cities). For tests and the bench; deterministic in the seed.
 */
import { employerKey, signature, SIGNATURE_BYTES, type DedupeColumns } from "../index.ts";

export interface PlantedPosting {
  title: string;
  description: string;
  company: string;
  city: number;
  day: number;
  headcount: number;
  /** the truth */
  vacancy: number;
}

/** Small and fast; the same seed gives the same numbers everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TITLES =
  "维修电工 装配钳工 数控车工 数控铣工 焊工 叉车司机 仓库管理员 质检员 行政文员 人事专员 会计 出纳 销售代表 电话销售 客服专员 前台接待 厨师 餐厅服务员 客房服务员 保安 保洁员 普工 包装工 缝纫工 电子装配工 PLC工程师 机械工程师 电气工程师 工艺工程师 Java开发工程师 前端开发工程师 测试工程师 网络管理员 平面设计师 室内设计师 幼儿教师 护士 药剂师 康复治疗师 美容师 汽车维修工 汽车销售顾问 物流专员 采购专员 快递员 货车司机 电商运营 新媒体运营 短视频剪辑 直播运营 招商经理 店长 储备干部 安全员 施工员 资料员 造价员 测量员 水电工 锅炉工".split(
    " ",
  );
const VERBS = "负责 协助 参与 完成 组织 跟踪 落实 执行 检查 记录 分析 整理 制定 维护 改进".split(" ");
const OBJECTS =
  "设备的日常点检与保养|生产线异常的处理|来料与成品的检验|工单与报表的填写|客户来电的接听与回访|合同与发票的归档|仓库货物的收发与盘点|图纸的绘制与审核|程序的编写与调试|现场安全的巡查|新员工的带教|供应商的询价与比价|门店的陈列与补货|菜品的切配与出品|患者的护理与宣教|课程的备课与授课|车辆的检测与维修|线路的敷设与接线|模具的装拆与调整|账目的核对与报税|活动方案的策划与执行|网站内容的更新与推广|货物的装卸与配送|样品的试制与测试|工艺文件的编制|招聘信息的发布与面试安排|会议的准备与纪要|客户档案的建立与维护|市场信息的收集与反馈|施工进度的控制|材料的取样与送检|数据的录入与统计|系统的部署与运行监控|投诉的受理与跟进|预算的编制与控制|培训计划的制定与实施".split(
    "|",
  );
const DEMANDS =
  "有相关经验者优先|能适应倒班|持有相应职业资格证书|工作认真细致|有良好的沟通能力|能吃苦耐劳|熟练使用办公软件|服从工作安排|有团队合作精神|能看懂图纸|会开车者优先|能承受工作压力|普通话流利|身体健康|退役军人优先|有上进心|动手能力强|责任心强".split(
    "|",
  );
const BENEFITS =
  "缴纳五险一金|提供工作餐|提供宿舍|带薪年假|节日福利|年度体检|绩效奖金|班车接送|生日礼金|定期培训|晋升通道畅通|高温补贴".split(
    "|",
  );
const FIRMS =
  "华辰 东启 瑞泰 恒远 金科 宏图 新力 安达 博源 中捷 联创 天成 卓越 永信 同方 顺达 星河 海纳 正大 鼎盛".split(
    " ",
  );
const TRADES = "机械 电子 科技 物流 餐饮 建筑 汽车 商贸 信息技术 食品 服饰 医药 教育 装饰 能源".split(" ");
const CITIES = "江城 云州 临海 平原 北山 南湖".split(" ");
const NOISE = "急聘|高薪诚聘|急招|诚聘".split("|");
const TAILS = "（双休）|（包吃住）|（五险一金）|3名|若干名|【长白班】|（6000-8000元）|+双休| 包食宿".split(
  "|",
);

interface Made {
  e: number;
  duties: string[];
}

/** @param vacancies how many; about 2.2 postings come of each */
export function plant(vacancies: number, seed: number): PlantedPosting[] {
  const random = randomOf(seed);
  const upTo = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)]!;
  const some = (list: readonly string[], count: number): string[] => {
    const chosen = new Set<string>();
    while (chosen.size < count) chosen.add(pick(list));
    return [...chosen];
  };
  const employers = Math.max(2, Math.round(vacancies / 6));
  const about = Array.from({ length: employers }, (_, e) => ({
    name: `${pick(CITIES)}${pick(FIRMS)}${e.toString(36).toUpperCase()}${pick(TRADES)}有限公司`,
    text: `公司成立于${1990 + upTo(30)}年，主营${pick(TRADES)}与${pick(TRADES)}业务，${some(OBJECTS, 2).join("、")}均有专人负责。`,
    benefits: some(BENEFITS, 4),
  }));
  const postings: PlantedPosting[] = [];
  const taken = new Set<string>();
  let before: Made | null = null;
  for (let v = 0; v < vacancies; v++) {
    const e: number = before && random() < 0.15 ? before.e : upTo(employers);
    const employer = about[e]!;
    const city = upTo(2);
    let title = pick(TITLES);
    // One employer has one open vacancy of a title in a city: two would be the same to every reader.
    while (taken.has(`${e}|${city}|${title}`))
      title = `${pick(["高级", "初级", "资深", "夜班", "驻外"])}${pick(TITLES)}`;
    taken.add(`${e}|${city}|${title}`);
    // Employers use one text for several posts: some vacancies share nearly all of it with the one before.
    const template: Made | null = before && before.e === e && random() < 0.8 ? before : null;
    const own = some(OBJECTS, 5 + upTo(4)).map((object) => pick(VERBS) + object);
    const duties: string[] = template ? [...template.duties.slice(1), own[0]!] : own;
    const demands = some(DEMANDS, 3 + upTo(3));
    before = { e, duties };
    const copies = random() < 0.45 ? 1 : 2 + upTo(4);
    for (let c = 0; c < copies; c++) {
      const edited = c > 0;
      const lines = duties.slice();
      if (edited && random() < 0.3) lines.splice(upTo(lines.length), 1);
      if (edited && random() < 0.3) lines.push(pick(VERBS) + pick(OBJECTS));
      if (edited && random() < 0.25) lines.reverse();
      const numbered = random() < 0.5;
      let description =
        `岗位职责：${lines.map((line, i) => (numbered ? `${i + 1}、${line}；` : `${line}。`)).join(random() < 0.5 ? "\n" : " ")}` +
        `任职要求：${demands.join(random() < 0.5 ? "，" : "、")}。${random() < 0.8 ? employer.text : ""}福利：${employer.benefits.join("、")}`;
      if (edited && random() < 0.12)
        description = description.slice(0, Math.floor(description.length * (0.4 + random() * 0.4)));
      let shown = title;
      if (edited && random() < 0.3) shown = `【${pick(NOISE)}】${shown}`;
      if (edited && random() < 0.4) shown += pick(TAILS);
      let company = employer.name;
      if (edited && random() < 0.2)
        company = pick([
          company.replace("有限公司", "有限责任公司"),
          `${company}（直招）`,
          company.replace("有限公司", ""),
          ` ${company} `,
        ]);
      postings.push({
        title: shown,
        description,
        company,
        city,
        day: 20_000 + upTo(300),
        headcount: random() < 0.3 ? 0 : 1 + upTo(9),
        vacancy: v,
      });
    }
  }
  return postings;
}

/** The columns of postings; employers are numbered as they come, keys are hashes of the content. */
export function columnsOf(postings: readonly PlantedPosting[]): DedupeColumns {
  const n = postings.length;
  const employers = new Map<string, number>();
  const columns: DedupeColumns = {
    count: n,
    key: new Uint32Array(2 * n),
    employer: new Uint32Array(n),
    city: new Uint16Array(n),
    headcount: new Uint16Array(n),
    day: new Int32Array(n),
    signature: new Uint8Array(SIGNATURE_BYTES * n),
  };
  postings.forEach((posting, i) => {
    const name = employerKey(posting.company);
    if (name !== "" && !employers.has(name)) employers.set(name, employers.size + 1);
    columns.employer[i] = employers.get(name) ?? 0;
    columns.city[i] = posting.city;
    columns.headcount[i] = posting.headcount;
    columns.day[i] = posting.day;
    const text = `${posting.title}|${posting.company}|${posting.city}|${posting.day}|${posting.headcount}|${posting.description}`;
    columns.key[2 * i] = hash(text, 0x811c9dc5);
    columns.key[2 * i + 1] = hash(text, 0x9e3779b1);
    signature(posting.title, posting.description, columns.signature, i * SIGNATURE_BYTES);
  });
  return columns;
}

function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Of the pairs put together, the share that belong together (precision); of those that do, the share found (recall). */
export function pairScores(
  found: ArrayLike<number>,
  truth: ArrayLike<number>,
): { precision: number; recall: number } {
  const pairs = (groups: Map<string | number, number>): number =>
    [...groups.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const byFound = new Map<number, number>();
  const byTruth = new Map<number, number>();
  const byBoth = new Map<string, number>();
  for (let i = 0; i < truth.length; i++) {
    const f = found[i]!;
    const t = truth[i]!;
    byFound.set(f, (byFound.get(f) ?? 0) + 1);
    byTruth.set(t, (byTruth.get(t) ?? 0) + 1);
    byBoth.set(`${f} ${t}`, (byBoth.get(`${f} ${t}`) ?? 0) + 1);
  }
  const right = pairs(byBoth);
  return { precision: right / Math.max(1, pairs(byFound)), recall: right / Math.max(1, pairs(byTruth)) };
}
