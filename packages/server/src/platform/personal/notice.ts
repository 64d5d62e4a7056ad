import type { z } from "zod";
import { registerOf, type PersonalField } from "./fields.ts";
import type { PersonalModule } from "./hooks.ts";
import type * as s from "./schemas.ts";

/**
 * Versions of the rules, newest first. A new text is a new version: consent that was given names the version that was
 * read (registry.guardian.notice), so no text is changed in place.
 */
export const NOTICE_VERSIONS = [{ version: "1.0", effective: "2026-11-26" }] as const;

const SECTIONS: z.infer<typeof s.notice>["sections"] = [
  {
    title: { zh: "谁处理您的个人信息", en: "Who processes your personal data" },
    paragraphs: [
      {
        zh: "本系统由页面所示的主管部门运行，用于职业教育的规划、办学、校企合作与招生就业工作。您所在的学校、企业或其他单位录入和核对本单位人员的信息，并办理您提出的请求。",
        en: "The authority named on this page runs the system for planning, schooling, co-operation with enterprises, admission and employment in vocational education. Your school, enterprise or other organisation enters and checks the data of its own people and answers your requests.",
      },
    ],
  },
  {
    title: { zh: "处理哪些信息、用于什么、依据是什么", en: "Which data, what for, on what basis" },
    paragraphs: [
      {
        zh: "以下逐项列出系统中的个人信息，此外不收集。不作自动化决策，不用于商业营销，不对外提供，不向境外传输；法律规定须提供的除外。",
        en: "Below every kind of personal data in the system is named. Nothing else is collected. Nothing is decided by a machine alone, used for advertising, given to others or sent abroad, except where a law obliges to.",
      },
    ],
  },
  {
    title: { zh: "怎样保护", en: "How it is protected" },
    paragraphs: [
      {
        zh: "身份号码、联系方式和监护人信息加密保存，密钥不在数据库内，并可定期更换。页面上只显示部分字符；查看全文须写明原因，并留下记录。您可以在“我的个人信息”页面看到谁在何时因何查看过。",
        en: "Identity numbers, contact data and data of guardians are stored encrypted; the key is not in the database and is changed from time to time. Pages show a few characters of them; to see the whole somebody must give a reason, which is recorded. “My data” tells you who looked, when and why.",
      },
      {
        zh: "每个人只能看到其角色和单位范围内的信息。公开页面只有统计数字，并经过处理，不能据此认出个人。",
        en: "Everybody sees only what lies within his role and organisation. Public pages hold figures only, treated so that nobody can be recognised in them.",
      },
    ],
  },
  {
    title: { zh: "您的权利", en: "Your rights" },
    paragraphs: [
      {
        zh: "登录后在“我的个人信息”页面，您可以查阅全部信息并下载副本，更正联系方式，申请注销并删除。删除申请由您所在单位或主管部门在十五个工作日内答复并说明理由。依法须保存的内容会逐项告知，除保存外不再使用。",
        en: "Signed in, under “My data”, you can read everything and take a copy, correct your contact data, and ask for erasure. Your organisation or the authority answers within fifteen working days and gives its reasons. What a law obliges to keep is named, item by item, and is used for nothing else.",
      },
    ],
  },
  {
    title: { zh: "未成年人", en: "Minors" },
    paragraphs: [
      {
        zh: "不满十八周岁者的任何个人信息都不会出现在公开页面上。不满十四周岁的，其个人信息按敏感个人信息处理，须由父母或者其他监护人同意，监护人可以随时撤回同意。",
        en: "Nothing about anybody under 18 stands on a public page. Data of children under 14 is treated as sensitive and needs the consent of a parent or guardian, who may withdraw it at any time.",
      },
    ],
  },
  {
    title: { zh: "变更与联系", en: "Changes and contact" },
    paragraphs: [
      {
        zh: "本规则有变更时以新版本公布，旧版本的编号和日期保留在本页。对办理结果有异议的，可以向主管部门或网信部门投诉、举报。",
        en: "A change of these rules is published as a new version; numbers and dates of earlier ones stay on this page. If you disagree with an answer you may complain to the authority or to the cyberspace administration.",
      },
    ],
  },
];

/** The rules as everybody may read them, with the register of all modules. Secrets that are no personal data are left out. */
export function noticeOf(modules: readonly PersonalModule[]): z.infer<typeof s.notice> {
  const [current, ...earlier] = NOTICE_VERSIONS;
  const fields = registerOf(modules).filter(({ kind, kept }) => kind !== "secret" && kept !== "index");
  // What a person thinks of first comes first, the books of the system last.
  const inOrder = once(fields).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return { ...current, sections: SECTIONS, fields: inOrder.map(presentField), earlier };
}

const ORDER = [
  "name",
  "identity",
  "birth",
  "contact",
  "guardian",
  "education",
  "work",
  "account",
  "network",
  "acts",
];

/** The same words stand once, in however many tables the same is kept. */
function once(fields: readonly PersonalField[]): PersonalField[] {
  const seen = new Map(fields.map((field) => [`${field.kind} ${field.label.zh}`, field]));
  return [...seen.values()];
}

function presentField(field: PersonalField): z.infer<typeof s.field> {
  const { kind, label, purpose, basis, law, sensitive, kept, why, retention, mask } = field;
  return {
    kind,
    label,
    purpose,
    basis,
    law: law ?? null,
    sensitive,
    kept,
    why: why ?? null,
    retention,
    masked: mask !== null,
  };
}
