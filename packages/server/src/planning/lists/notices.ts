import { noticeKind } from "../../platform/index.ts";

export const listWaits = noticeKind({
  name: "planning.list-waits",
  title: { zh: "清单等待审核或发布", en: "A list waits for review or publication" },
  params: { title: "text", version: "number", next: "words", by: "personal" },
  subject: { zh: "《{title}》等待{next}", en: "“{title}” waits for {next}" },
  body: {
    zh: "《{title}》第 {version} 版由{by}提交，等待{next}。",
    en: "“{title}”, version {version}, was handed on by {by} and waits for {next}.",
  },
  mail: "now",
});

export const listReturned = noticeKind({
  name: "planning.list-returned",
  title: { zh: "我起草的清单被退回", en: "A list that I drafted was returned" },
  params: { title: "text", version: "number", by: "personal", note: "personal" },
  subject: { zh: "《{title}》被退回", en: "“{title}” was returned" },
  body: {
    zh: "《{title}》第 {version} 版被{by}退回。意见：{note}",
    en: "“{title}”, version {version}, was returned by {by}. Note: {note}",
  },
  mail: "now",
});

export const listChanged = noticeKind({
  name: "planning.list-changed",
  title: { zh: "我订阅的清单有变化", en: "A list to which I subscribe has changed" },
  params: { title: "text", added: "number", removed: "number", changed: "number", filter: "words" },
  subject: { zh: "《{title}》有新版本", en: "“{title}” has a new version" },
  body: {
    zh: "您订阅的《{title}》（{filter}）已发布新版本：新增 {added} 条，移出 {removed} 条，变更 {changed} 条。",
    en: "“{title}”, to which you subscribe ({filter}), has a new version: {added} added, {removed} removed, {changed} changed.",
  },
  mail: "daily",
});

export const statementMade = noticeKind({
  name: "planning.list-statement-made",
  title: { zh: "企业填报了用人需求", en: "An enterprise states a need" },
  params: { enterprise: "text", post: "personal" },
  subject: { zh: "{enterprise}填报了用人需求", en: "{enterprise} states a need" },
  body: {
    zh: "{enterprise}填报了岗位“{post}”的用人需求，请决定是否采纳进人才需求清单。",
    en: "{enterprise} states that it needs “{post}”; decide whether the demand list takes it in.",
  },
  mail: "daily",
});

export const statementDecided = noticeKind({
  name: "planning.list-statement-decided",
  title: { zh: "本单位填报的用人需求有了结果", en: "Our statement was decided on" },
  params: { title: "personal", decision: "words", note: "personal" },
  subject: { zh: "填报的用人需求{decision}", en: "A stated need was {decision}" },
  body: {
    zh: "贵单位填报的“{title}”{decision}。说明：{note}",
    en: "“{title}”, which your enterprise stated, was {decision}. Note: {note}",
  },
  mail: "now",
});

export const itemAnswered = noticeKind({
  name: "planning.list-item-answered",
  title: { zh: "清单条目有了答复", en: "A list item was answered" },
  params: { organisation: "text", item: "text", answer: "words" },
  subject: { zh: "{organisation}答复了清单条目", en: "{organisation} answered a list item" },
  body: {
    zh: "{organisation}对清单条目“{item}”答复：{answer}。",
    en: "{organisation} answered the list item “{item}”: {answer}.",
  },
  mail: "none",
});

export const listKinds = [
  listWaits,
  listReturned,
  listChanged,
  statementMade,
  statementDecided,
  itemAnswered,
];
