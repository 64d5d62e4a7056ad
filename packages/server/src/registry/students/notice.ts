import type { Locale, Sentence } from "../../platform/index.ts";

/**
 * What a guardian is told before he answers (PIPL articles 17, 29 to 31; rules LEG-02, LEG-04). A change of the text
 * is a new version; what was answered keeps the version that it was answered to.
 */
export const NOTICE_VERSION = "2026-11-1";

const TITLE: Sentence = {
  zh: "未满 14 周岁学生个人信息处理告知与同意",
  en: "Notice and consent: personal data of a pupil under 14",
};

const SECTIONS: readonly { heading: Sentence; text: Sentence }[] = [
  {
    heading: { zh: "谁处理", en: "Who" },
    text: {
      zh: "您孩子就读的学校，使用本系统处理；学校联系方式见学校公告。",
      en: "The school that your child attends, with this system; the school's notices say how to reach it.",
    },
  },
  {
    heading: { zh: "处理什么", en: "What" },
    text: {
      zh: "姓名、公民身份号码、出生日期、学号、专业、班级、学籍状态，以及您的姓名和手机号码。身份号码和联系方式加密保存，页面上只显示一部分。",
      en: "Name, identity number, date of birth, student number, programme, class and enrolment, and your name and mobile. Numbers and contact data are kept sealed and shown only in part.",
    },
  },
  {
    heading: { zh: "为什么", en: "Why" },
    text: {
      zh: "学籍登记依法进行，无须同意。您的同意用于：为孩子开通本系统账号，记录课程、实训与学习成果。不同意不影响入学和上课。",
      en: "Enrolment itself rests on the law and needs no consent. Your consent is for opening an account for your child and for recording courses, training and results. To refuse does not touch enrolment or teaching.",
    },
  },
  {
    heading: { zh: "保存多久", en: "How long" },
    text: {
      zh: "离校后按学籍档案规定保存；账号在离校后关闭。",
      en: "After leaving, as the rules for school records ask; the account is closed then.",
    },
  },
  {
    heading: { zh: "您的权利", en: "Your rights" },
    text: {
      zh: "您可以随时在同一链接上撤回同意，与给予同意一样方便；可以向学校查阅、复制、更正、删除孩子的信息。未成年人的信息不会出现在任何公开页面。",
      en: "You may withdraw at any time by this same link, as easily as you gave it; you may ask the school to see, copy, correct or delete the data. Nothing of a minor appears on any public page.",
    },
  },
];

export function noticeIn(locale: Locale) {
  const say = (sentence: Sentence) => (locale === "en" ? sentence.en : sentence.zh);
  return {
    version: NOTICE_VERSION,
    title: say(TITLE),
    sections: SECTIONS.map(({ heading, text }) => ({ heading: say(heading), text: say(text) })),
  };
}
