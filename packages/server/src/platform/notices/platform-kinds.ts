import { noticeKind } from "./kinds.ts";

/** Long work that somebody started is done. */
export const jobDone = noticeKind({
  name: "platform.job-done",
  title: { zh: "我启动的任务已完成", en: "Work that I started is done" },
  params: { work: "words" },
  subject: { zh: "{work}已完成", en: "{work}: done" },
  body: { zh: "您启动的“{work}”已完成。", en: "“{work}”, which you started, is done." },
  mail: "daily",
});

export const jobFailed = noticeKind({
  name: "platform.job-failed",
  title: { zh: "我启动的任务失败", en: "Work that I started has failed" },
  params: { work: "words", reason: "personal" },
  subject: { zh: "{work}失败", en: "{work}: failed" },
  body: {
    zh: "您启动的“{work}”没有完成。原因：{reason}",
    en: "“{work}”, which you started, was not completed. Reason: {reason}",
  },
  mail: "now",
});

export const webhookDisabled = noticeKind({
  name: "platform.webhook-disabled",
  title: { zh: "网络回调已停用", en: "A webhook was disabled" },
  params: { host: "text", name: "personal", reason: "text" },
  subject: { zh: "发往 {host} 的网络回调已停用", en: "The webhook to {host} was disabled" },
  body: {
    zh: "网络回调“{name}”（{host}）连续一天未能送达，已停用。最后一次的结果：{reason}。修复后可在“接收方式”页面重新启用。",
    en: "The webhook “{name}” ({host}) could not be reached for a day and was disabled. Last outcome: {reason}. Once it is repaired, take it up again on the page of preferences.",
  },
  mail: "now",
});

export const platformKinds = [jobDone, jobFailed, webhookDisabled];
