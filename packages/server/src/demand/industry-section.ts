/** Section of GB/T 4754 (A…T) that an industry text of a job board means. Boards have their own lists of industries. */
import { standards } from "@tixi/standards";

/** Words of the boards' lists, tried in this order; the first that stands in the text decides. */
const WORDS: [RegExp, string][] = [
  [/农|林业|牧|渔|养殖|种植/, "A"],
  [/采矿|矿产|采掘|石油开采/, "B"],
  [/教育|培训|院校|学校|学术/, "P"],
  [/医疗服务|医院|卫生|护理|养老|社会工作|医疗健康/, "Q"],
  [/互联网|软件|计算机|信息技术|网络|通信服务|电信|游戏|IT|人工智能|大数据|电子商务/i, "I"],
  [/银行|保险|证券|基金|金融|投资|期货|信托/, "J"],
  [/房地产|物业/, "K"],
  [/建筑|建设|装修|装潢|工程施工|土木|市政/, "E"],
  [/物流|运输|仓储|快递|航空公司|铁路|航运|邮政/, "G"],
  [/酒店|餐饮|住宿/, "H"],
  [/旅游|租赁|商务|咨询|广告|会展|公关|人力资源|猎头|法律|会计|审计|外包|安保|中介/, "L"],
  [/科研|研究|检测|认证|设计服务|技术服务/, "M"],
  [/环保|水利|环境/, "N"],
  [/家政|美容|美发|维修服务|生活服务|居民服务|洗浴|健身/, "O"],
  [/文化|体育|娱乐|影视|传媒|出版|艺术|媒体/, "R"],
  [/政府|机关|公共|非营利|社会组织|事业单位/, "S"],
  [/电力|热力|燃气|供水|能源|新能源/, "D"],
  [/批发|零售|贸易|进出口|百货|超市|快速消费品销售/, "F"],
  [/制造|机械|设备|电子|半导体|集成电路|仪器|汽车|化工|医药|制药|生物|服装|纺织|食品|饮料|家具|家电|印刷|包装|钢铁|冶金|材料|玩具|工艺品|工业自动化|加工|耐用消费品|快速消费品/, "C"],
]; // prettier-ignore

const MEMO_LIMIT = 20_000;
const memo = new Map<string, number>();
let byName: Map<string, string> | undefined;

/** 0 = unknown, else 1 + index of the section letter. An official name or code decides before the boards' words. */
export function industrySection(text: string): number {
  if (text === "") return 0;
  const known = memo.get(text);
  if (known !== undefined) return known;
  if (memo.size >= MEMO_LIMIT) memo.clear();
  const letter = letterOf(text);
  const section = letter ? letter.charCodeAt(0) - 64 : 0;
  memo.set(text, section);
  return section;
}

function letterOf(text: string): string | undefined {
  byName ??= new Map(standards().industries.flatMap((i) => [[i.name, i.section], [i.code, i.section]] as const)); // prettier-ignore
  return byName.get(text.trim()) ?? WORDS.find(([words]) => words.test(text))?.[1];
}
