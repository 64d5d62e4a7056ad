/** Unlawful hiring conditions: precision and recall on the written examples beside a list of words, and speed. */
import { findUnlawfulConditions } from "@tixi/engines/hiring";
import { plant } from "@tixi/engines/dedupe/testing";
import { LAWFUL, UNLAWFUL } from "@tixi/engines/hiring/testing";
import { timed, type Row } from "./row.ts";

const POSTINGS = 60_000;
/** One posting in so many sets a condition; about as in the shared real postings. */
const EVERY = 20;

/** What a list of banned words would find: the words alone, without their context. */
const BANNED =
  /985|211|双一流|重点院校|重点大学|一本|第一学历|原始学历|全日制|统招|勿扰|勿投|绕道|普通高校|限男|限女|男性|女性|男士|女士|女生|男生|女工|性别|已婚|未婚|已育|未育|孕|生育|岁|90后|出生|户籍|户口|本地人|籍|外地人|汉族|少数民族|宗教|信教|乙肝|三阳|传染|残疾|四肢|属相|属虎|属龙|座|血/;

export async function rows(): Promise<Row[]> {
  const found = UNLAWFUL.filter(({ text, title, kind }) =>
    findUnlawfulConditions({ title: title ?? "岗位", description: text }).some(
      (breach) => breach.kind === kind,
    ),
  ).length;
  const wrong = LAWFUL.filter(
    ({ text, title }) => findUnlawfulConditions({ title: title ?? "岗位", description: text }).length > 0,
  ).length;
  const foundByWords = UNLAWFUL.filter(({ text }) => BANNED.test(text)).length;
  const wrongByWords = LAWFUL.filter(({ text }) => BANNED.test(text)).length;
  const words = `a list of banned words (${UNLAWFUL.length} + ${LAWFUL.length} examples)`;
  const precision = found / (found + wrong);
  const recall = found / UNLAWFUL.length;

  const texts = postings();
  let flagged = 0;
  const check = () => {
    flagged = 0;
    for (const text of texts) if (findUnlawfulConditions(text).length > 0) flagged++;
  };
  const pass = () => {
    let sum = 0;
    for (const { title, description } of texts) {
      for (let i = 0; i < title.length; i++) sum ^= title.charCodeAt(i);
      for (let i = 0; i < description.length; i++) sum ^= description.charCodeAt(i);
    }
    return sum;
  };
  check();
  pass();
  const speed = texts.length / (await timed(check)).seconds;
  const bare = texts.length / (await timed(pass)).seconds;
  return [
    {
      what: "hiring: precision on written examples",
      value: precision,
      unit: "",
      must: "≥ 0.95",
      peer: words,
      peerValue: foundByWords / (foundByWords + wrongByWords),
      ratio: precision / (foundByWords / (foundByWords + wrongByWords)),
      pass: precision >= 0.95,
    },
    {
      what: "hiring: recall on written examples",
      value: recall,
      unit: "",
      must: "≥ 0.95",
      peer: words,
      peerValue: foundByWords / UNLAWFUL.length,
      ratio: recall / (foundByWords / UNLAWFUL.length),
      pass: recall >= 0.95,
    },
    {
      what: `hiring: postings checked (300 characters, ${((flagged / texts.length) * 100).toFixed(1)} % with a find)`,
      value: speed,
      unit: "postings/s",
      must: "≥ 200,000",
      peer: "reading each character once",
      peerValue: bare,
      ratio: speed / bare,
      pass: speed >= 200_000,
    },
  ];
}

function postings(): { title: string; description: string }[] {
  const planted = plant(POSTINGS / 2.3, 77);
  return planted.map(({ title, description }, i) => {
    let text = description;
    while (text.length < 300) text += `\n${planted[(i * 7 + text.length) % planted.length]!.description}`;
    text = text.slice(0, 300);
    return {
      title,
      description: i % EVERY === 0 ? `${text.slice(0, 270)}\n${UNLAWFUL[i % UNLAWFUL.length]!.text}` : text,
    };
  });
}
