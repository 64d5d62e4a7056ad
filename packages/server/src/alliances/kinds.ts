import type { Sentence } from "../platform/index.ts";

export const ALLIANCE_KINDS = ["consortium", "community"] as const;
export type AllianceKind = (typeof ALLIANCE_KINDS)[number];

/** Who may be a member (rule book ORG-01, ORG-10). */
export const MEMBER_KINDS = ["government", "park", "enterprise", "school", "university", "research", "association"] as const; // prettier-ignore
export type MemberKind = (typeof MEMBER_KINDS)[number];
export const SEATS = ["chair", "vice-chair", "director", "member"] as const;
export type SeatKind = (typeof SEATS)[number];
/** Seats that vote; a mere member hears and is heard. */
export const VOTING = ["chair", "vice-chair", "director"] as const;
export const LEGAL_FORMS = ["office", "non-enterprise-unit", "association", "institution", "company"] as const; // prettier-ignore
export const DOCUMENT_KINDS = ["approval", "charter", "agreement", "entity", "other"] as const;

/** What kind of member an organisation of the register is; null = none may be (pupils' hosts abroad, other alliances). */
const BY_REGISTER: Readonly<Record<string, MemberKind>> = {
  "education-authority": "government",
  department: "government",
  park: "park",
  enterprise: "enterprise",
  "training-provider": "enterprise",
  "secondary-school": "school",
  college: "school",
  "vocational-university": "school",
  "technician-school": "school",
  "comprehensive-high-school": "school",
  university: "university",
  institute: "research",
  association: "association",
};
export const memberKindOf = (registered: string): MemberKind | null => BY_REGISTER[registered] ?? null;

const WORDS: Readonly<Record<MemberKind, Sentence>> = {
  government: { zh: "政府部门", en: "government" },
  park: { zh: "产业园区", en: "an industrial park" },
  enterprise: { zh: "企业", en: "an enterprise" },
  school: { zh: "职业学校", en: "a vocational school" },
  university: { zh: "普通高校", en: "a university" },
  research: { zh: "科研机构", en: "a research institute" },
  association: { zh: "行业组织", en: "an association" },
};

/** What an alliance lacks before it may begin to work, or should have. */
export interface Lack {
  rule: string;
  /** nothing goes on without it; else it is only advised */
  hard: boolean;
  text: Sentence;
}

export interface Composition {
  kind: AllianceKind;
  documents: readonly { kind: string }[];
  members: readonly { kind: string; seat: string; leads: boolean; province: string }[];
}

/**
 * What the rule book asks of an alliance that begins to work: every type of member and the proof of its entity (ORG-01,
 * ORG-05), who leads (ORG-04, ORG-10), a chair; of a community more than one province (ORG-10, from memory).
 */
export function lacksOf({ kind, documents, members }: Composition): Lack[] {
  const lacks: Lack[] = [];
  const lack = (rule: string, hard: boolean, zh: string, en: string) => lacks.push({ rule, hard, text: { zh, en } });
  const has = (...kinds: MemberKind[]) => members.some((one) => kinds.includes(one.kind as MemberKind));
  const led = (one: MemberKind) => members.some((member) => member.leads && member.kind === one);
  if (kind === "consortium") {
    if (!has("government", "park")) lack("ORG-01", true, "成员中没有政府部门或园区管委会", "no government or park among the members");
    for (const one of ["enterprise", "school", "research"] as const)
      if (!has(one, ...(one === "research" ? (["university"] as const) : [])))
        lack("ORG-01", true, `成员中没有${WORDS[one].zh}${one === "research" ? "或高校" : ""}`, `${WORDS[one].en} is missing among the members`);
    for (const one of ["park", "school", "enterprise"] as const)
      if (!led(one) && !(one === "park" && led("government"))) lack("ORG-04", false, `牵头单位中没有${WORDS[one].zh}`, `${WORDS[one].en} should be among those who lead`);
  } else {
    // that each of the three leads is our reading of article 5; without enterprises and schools there is nothing to join
    for (const one of ["enterprise", "university", "school"] as const)
      if (!has(one)) lack("ORG-10", one !== "university", `成员中没有${WORDS[one].zh}`, `${WORDS[one].en} is missing among the members`);
      else if (!led(one)) lack("ORG-10", false, `牵头单位中没有${WORDS[one].zh}`, `${WORDS[one].en} should be among those who lead`);
    if (new Set(members.map(({ province }) => province)).size < 2) lack("ORG-10", false, "成员都在一个省，跨区域共同体应有两省以上的成员", "all members are of one province; a community reaches across at least two");
  }
  if (!members.some(({ seat }) => seat === "chair")) lack("ORG-09", true, "还没有理事长", "there is no chair");
  for (const [one, zh, en] of [["charter", "章程", "the charter"], ["entity", "实体化证明（登记证书或批准设立办公室的文件）", "the proof of its entity"]] as const)
    if (!documents.some((document) => document.kind === one)) lack("ORG-05", true, `没有登记${zh}`, `${en} is missing`);
  return lacks;
} // prettier-ignore
