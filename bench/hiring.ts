/** Unlawful hiring conditions: precision and recall on the written examples beside a list of words, and speed. */
import { findUnlawfulConditions } from "@tixi/engines/hiring";
import { plant } from "@tixi/engines/dedupe/testing";
import {
  LAWFUL,
  postingWith,
  UNLAWFUL,
  WORDINGS_LAWFUL,
  WORDINGS_UNLAWFUL,
} from "@tixi/engines/hiring/testing";
import { timed, type Row } from "./row.ts";

const POSTINGS = 60_000;
/** One posting in so many sets a condition; about as in the shared real postings. */
const EVERY = 20;

/** What a list of banned words would find: the words alone, without their context. */
const BANNED =
  /985|211|双一流|重点院校|重点大学|一本|第一学历|原始学历|全日制|统招|勿扰|勿投|绕道|普通高校|限男|限女|男性|女性|男士|女士|女生|男生|女工|性别|已婚|未婚|已育|未育|孕|生育|岁|90后|出生|户籍|户口|本地人|籍|外地人|汉族|少数民族|宗教|信教|乙肝|三阳|传染|残疾|四肢|属相|属虎|属龙|座|血/;

export async function rows(): Promise<Row[]> {
  const asPosting = ({ text, title }: { text: string; title?: string }) => ({
    title: title ?? "岗位",
    description: text,
  });
  const unlawful = [...UNLAWFUL.map(asPosting), ...WORDINGS_UNLAWFUL.map(postingWith)];
  const lawful = [...LAWFUL.map(asPosting), ...WORDINGS_LAWFUL.map(postingWith)];
  const finds = (posting: { title: string; description: string }) =>
    findUnlawfulConditions(posting).length > 0;
  const byWords = ({ description }: { description: string }) => BANNED.test(description);
  const ours = scores(unlawful.filter(finds).length, unlawful.length, lawful.filter(finds).length);
  const list = scores(unlawful.filter(byWords).length, unlawful.length, lawful.filter(byWords).length);
  const words = `a list of banned words (${unlawful.length} unlawful, ${lawful.length} lawful examples)`;

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
  const speed = texts.length / (await best(check));
  const bare = texts.length / (await best(pass));
  return [
    {
      what: "hiring: precision on written examples (not held out)",
      value: ours.precision,
      unit: "",
      must: "≥ 0.95",
      peer: words,
      peerValue: list.precision,
      ratio: ours.precision / list.precision,
      pass: ours.precision >= 0.95,
    },
    {
      what: "hiring: recall on written examples (not held out)",
      value: ours.recall,
      unit: "",
      must: "≥ 0.95",
      peer: words,
      peerValue: list.recall,
      ratio: ours.recall / list.recall,
      pass: ours.recall >= 0.95,
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

/** Seconds of the quickest of five runs: other work on the machine only ever adds. */
async function best(work: () => unknown): Promise<number> {
  let seconds = Infinity;
  for (let run = 0; run < 5; run++) seconds = Math.min(seconds, (await timed(work)).seconds);
  return seconds;
}

function scores(found: number, of: number, wrong: number): { precision: number; recall: number } {
  return { precision: found / Math.max(1, found + wrong), recall: found / of };
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
