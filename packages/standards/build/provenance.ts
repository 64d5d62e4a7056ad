/** Where each table comes from and what to doubt about it, in the words that the pages show. */

export interface TableProvenance {
  table: string;
  title: string;
  titleEn: string;
  collected: string;
  source: string;
  doubts: string[];
  doubtsEn: string[];
}

const COLLECTED = "2026-11-23";

export const PROVENANCE: readonly TableProvenance[] = [
  {
    table: "programme",
    title: "职业教育专业目录（2021年）及历年增补",
    titleEn: "Vocational education programme catalogue (2021) with later additions",
    collected: COLLECTED,
    source:
      "教育部发布；据公开整理的目录表、专业简介和 2026 年增补公告汇集（flyboat403/occupation-analysis、p180j/gk-job-helper、kimi-pp/university-skill-library-maintainer）",
    doubts: [
      "2021 年的 1349 个专业与公布总数逐级相符；2022 年以后增补的专业按来源标记推断批次，具体年份不详。",
      "2026 年 7 月增补的 27 个专业中只收到 3 个代码；其余只有名称或缺失，不编造代码。",
      "部分专业的修业年限在来源中缺失，留空。",
      "代码未与教育部原件逐条比对；1256 条与专业简介正文互证，无冲突。",
    ],
    doubtsEn: [
      "The 1,349 programmes of 2021 agree with the published counts at each level; the batch of later additions is inferred from the source's marks, the exact year is not known.",
      "Of the 27 programmes added in July 2026 only 3 codes are known; the others have a name only or are missing. No code is invented.",
      "Years of study are blank where the source lost them.",
      "Codes were not compared one by one with the Ministry's document; 1,256 agree with the printed profiles.",
    ],
  },
  {
    table: "occupation",
    title: "中华人民共和国职业分类大典（2022年版）及 2024、2025 年新职业",
    titleEn: "Occupational Classification of China (2022) with the new occupations of 2024 and 2025",
    collected: COLLECTED,
    source: "人力资源和社会保障部发布；据公开整理的文本汇集（flyboat403/occupation-analysis）",
    doubts: [
      "文本来源疑为 2022 年公示稿：25 个代码或名称与对照表、与后来公布的新职业代码不一致，已按后者更正并注明；其余职业可能还有未发现的移位。",
      "2 个只见于公示稿的职业未收入；4 个职业只见于对照表，没有定义。",
      "2025 年的 17 个新职业中 15 个没有代码；另 2 个代码未经核实。",
    ],
    doubtsEn: [
      "The text seems to be the draft of 2022: 25 codes or names differ from the relation table and from later official codes; they are corrected and marked. Other shifts may remain.",
      "2 occupations seen only in the draft are left out; 4 are known from the relation table only.",
      "15 of the 17 new occupations of 2025 have no code in the source; the other 2 codes are unverified.",
    ],
  },
  {
    table: "occupation-group",
    title: "职业分类大典的大类、中类、小类",
    titleEn: "Groups of the Occupational Classification",
    collected: COLLECTED,
    source: "同上",
    doubts: [],
    doubtsEn: [],
  },
  {
    table: "link",
    title: "专业与职业的对应关系",
    titleEn: "Links between programmes and occupations",
    collected: COLLECTED,
    source:
      "专业—职业对照表（发布者不详，公开整理）；职业教育专业简介（2022年修订）的“职业面向”；同类专业共有的职业",
    doubts: [
      "对照表的发布者不详，部分对应明显出于机械匹配（如药学对修脚师）。简介正文没有支持的，标为“存疑”并降低权重。",
      "中职 62 个、高职专科 125 个、职业本科 96 个专业在对照表中没有对应；只用简介或同类专业推得的对应，并注明来源。",
      "“同类”对应由同一专业类中至少两个专业共有的职业推得，不是官方对应。",
    ],
    doubtsEn: [
      "The publisher of the relation table is not known and parts of it look mechanical. A link that nothing in the programme's profile supports is marked as doubtful and weighs less.",
      "62 secondary, 125 college and 96 bachelor programmes have no row in the table; their links come from the profile or from programmes of the same class, and say so.",
      "A link by class is inferred from occupations that at least two programmes of the class share; it is not official.",
    ],
  },
  {
    table: "profile",
    title: "职业教育专业简介（2022年修订）要目：职业面向、岗位、课程、证书、接续专业",
    titleEn: "Programme profiles (2022): orientation, posts, courses, certificates, progression",
    collected: COLLECTED,
    source: "教育部发布；由公开的文字识别文本拆分",
    doubts: [
      "由文字识别和句子拆分得到，个别词句可能有误；81 个专业的简介按前后次序推定归属。",
      "证书是简介中提到的名称，不是 1+X 证书的官方目录。",
      "专业教学标准（2025年）的网址未逐一打开。",
    ],
    doubtsEn: [
      "Read by character recognition and split from sentences, so single words may be wrong; 81 profiles were assigned by their order.",
      "Certificates are the names mentioned in the profiles, not the official register of 1+X certificates.",
      "The addresses of the teaching standards (2025) were not opened one by one.",
    ],
  },
  {
    table: "certificate",
    title: "专业简介提到的职业技能等级证书和职业资格证书",
    titleEn: "Certificates mentioned in the programme profiles",
    collected: COLLECTED,
    source: "同上",
    doubts: [],
    doubtsEn: [],
  },
  {
    table: "industry",
    title: "国民经济行业分类（GB/T 4754—2017）",
    titleEn: "Industrial classification for national economic activities (GB/T 4754—2017)",
    collected: COLLECTED,
    source: "国家统计局；公开整理的文本（qwer-of-div/1frontEnd）",
    doubts: ["未纳入 2019 年第 1 号修改单。"],
    doubtsEn: ["Amendment 1 of 2019 is not applied."],
  },
  {
    table: "region",
    title: "行政区划代码（GB/T 2260 体例，2026 年 4 月）",
    titleEn: "Codes of administrative divisions (as GB/T 2260, April 2026)",
    collected: COLLECTED,
    source: "民政部；公开整理的清单（mumuy/data_location，MIT）",
    doubts: [],
    doubtsEn: [],
  },
  {
    table: "school",
    title: "全国普通高等学校名单（2025-06-20）",
    titleEn: "Regular institutions of higher education (2025-06-20)",
    collected: COLLECTED,
    source: "教育部名单；公开整理（hugg95/university-data，MIT；校名与所在地据公开整理）",
    doubts: [
      "层次和类型由校名规则推得，各省合计与公布数相符，个别学校可能有误。",
      "三所学校的所在地与省份不符或缺失，留空。没有中等职业学校名单。",
    ],
    doubtsEn: [
      "Level and type are derived from names; the totals of every province agree with the published ones, single schools may be wrong.",
      "The city of three schools is inconsistent and left blank. There is no list of secondary vocational schools.",
    ],
  },
  {
    table: "uncoded",
    title: "已公布而代码不详的专业和职业",
    titleEn: "Announced programmes and occupations without a known code",
    collected: COLLECTED,
    source: "同上",
    doubts: [],
    doubtsEn: [],
  },
];
