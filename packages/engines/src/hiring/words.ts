/** For each kind: the rule it breaks, its basis in law, and how to say lawfully what is meant. */
import type { Kind } from "./types.ts";

export interface Wording {
  rule: string;
  rewording: string;
  basis: string;
}

const VOCATIONAL =
  "《中华人民共和国职业教育法》第五十三条：禁止设置妨碍职业学校毕业生平等就业、公平竞争的报考、录用、聘用条件";
const CAMPUS =
  "教育部“三严禁”：严禁发布含有限定985高校、211高校等字样的招聘信息；严禁发布违反国家规定的有关性别、户籍、学历等歧视性条款";
const MARKET =
  "《人力资源市场暂行条例》第二十四条：不得含有民族、种族、性别、宗教信仰等方面的歧视性内容（罚则见第四十三条）";

export const WORDING: Readonly<Record<Kind, Wording>> = {
  "school-tier": {
    rule: "LEG-20",
    rewording: "按岗位需要写明学历层次和专业，不限毕业院校，如“本科及以上学历，相关专业”",
    basis: CAMPUS,
  },
  "school-type": {
    rule: "LEG-18",
    rewording: "写明技能要求，各类学校同层次毕业生均可，如“需取得相应工种三级（高级工）及以上技能等级”",
    basis: VOCATIONAL,
  },
  "first-degree": {
    rule: "LEG-21",
    rewording: "以最高学历或技能等级为准，如“大专及以上学历，或取得相应工种三级（高级工）及以上技能等级”",
    basis: `${VOCATIONAL}；${CAMPUS}`,
  },
  "full-time": {
    rule: "LEG-21",
    rewording:
      "只写学历层次，不限学习形式；技能岗位写明技能等级，如“需取得相应工种三级（高级工）及以上技能等级”",
    basis: `${VOCATIONAL}；${CAMPUS}`,
  },
  sex: {
    rule: "LEG-19",
    rewording: "删去性别条件（性别不限）；确有体力等要求的，写明工作强度和内容",
    basis: `《就业促进法》第二十七条、《妇女权益保障法》第四十三条：除国家规定的不适合妇女的工种或者岗位外，不得以性别为由拒绝录用或者提高录用标准，不得限定男性或者规定男性优先；${MARKET}`,
  },
  marriage: {
    rule: "LEG-19",
    rewording: "删去婚姻、生育条件；需要出差、倒班的，写明工作安排",
    basis:
      "《就业促进法》第二十七条、《妇女权益保障法》第四十三条：不得询问、调查女性求职者的婚育情况，不得将限制结婚、生育或者婚姻、生育状况作为录用条件",
  },
  age: {
    rule: "LEG-21",
    rewording: "删去年龄条件，写明岗位需要的能力、经验和工作强度，如“年满18周岁，能适应倒班”",
    basis:
      "《就业促进法》第三条、第二十六条：劳动者依法享有平等就业的权利，用人单位应当提供平等的就业机会和公平的就业条件（年龄没有一律适用的全国性禁令，提示用人单位复核）",
  },
  household: {
    rule: "LEG-20",
    rewording: "删去户籍条件；需要就近到岗的，写明工作地点和到岗时间",
    basis: `《就业促进法》第三十一条：农村劳动者进城就业享有与城镇劳动者平等的劳动权利；${CAMPUS}`,
  },
  origin: {
    rule: "LEG-19",
    rewording: "删去对籍贯、地域的限制",
    basis: "《就业促进法》第三条、第二十六条、第三十一条：劳动者依法享有平等就业和自主择业的权利",
  },
  ethnicity: {
    rule: "LEG-19",
    rewording: "删去民族条件（民族不限）；需要某种语言的，写明语言能力",
    basis: `《就业促进法》第三条、第二十八条：各民族劳动者享有平等的劳动权利；${MARKET}`,
  },
  religion: {
    rule: "LEG-19",
    rewording: "删去宗教信仰条件",
    basis: `《就业促进法》第三条：劳动者就业，不因宗教信仰不同而受歧视；${MARKET}`,
  },
  carrier: {
    rule: "LEG-19",
    rewording: "删去对传染病病原携带者的限制；法律规定需要健康证明的岗位，写“持有效健康证”",
    basis:
      "《就业促进法》第三十条：不得以是传染病病原携带者为由拒绝录用（法律、行政法规和国务院卫生行政部门规定禁止从事的易使传染病扩散的工作除外）",
  },
  disability: {
    rule: "LEG-19",
    rewording: "删去对残疾人的限制，写明岗位需要完成的操作",
    basis: "《就业促进法》第二十九条：用人单位招用人员，不得歧视残疾人；《残疾人保障法》第三十八条",
  },
  zodiac: {
    rule: "LEG-21",
    rewording: "删去属相、星座、血型条件",
    basis:
      "《就业促进法》第三条、第二十六条：用人单位应当提供平等的就业机会和公平的就业条件，不得实施就业歧视",
  },
};
