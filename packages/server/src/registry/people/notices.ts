import { noticeKind } from "../../platform/index.ts";

/** What the register tells people. No name of a person stands in a subject. */

export const roleGiven = noticeKind({
  name: "registry.role-given",
  title: { zh: "我得到新的角色", en: "I was given a role" },
  params: { organisation: "text", role: "words" },
  subject: { zh: "您有新的角色：{role}", en: "You have a new role: {role}" },
  body: { zh: "您在“{organisation}”担任{role}。", en: "You are now {role} at {organisation}." },
  mail: "now",
});

export const claimWaits = noticeKind({
  name: "registry.claim-waits",
  title: { zh: "有人申请加入本单位", en: "Somebody claims a role here" },
  params: { organisation: "text", role: "words", name: "personal" },
  subject: { zh: "有一人等待确认：{role}", en: "Somebody waits to be confirmed: {role}" },
  body: {
    zh: "{name} 申请在“{organisation}”担任{role}，请核实后确认或退回。",
    en: "{name} says to be {role} at {organisation}. Confirm it or refuse it.",
  },
  mail: "daily",
});

export const claimDecided = noticeKind({
  name: "registry.claim-decided",
  title: { zh: "我的角色申请有了结果", en: "My claim was decided" },
  params: { organisation: "text", role: "words", outcome: "words", reason: "personal" },
  subject: { zh: "角色申请{outcome}：{role}", en: "Your claim was {outcome}: {role}" },
  body: {
    zh: "您在“{organisation}”担任{role}的申请{outcome}。{reason}",
    en: "Your claim to be {role} at {organisation} was {outcome}. {reason}",
  },
  mail: "now",
});

export const roleEnded = noticeKind({
  name: "registry.role-ended",
  title: { zh: "我的角色结束", en: "A role of mine ended" },
  params: { organisation: "text", role: "words", reason: "personal" },
  subject: { zh: "您的角色已结束：{role}", en: "A role of yours ended: {role}" },
  body: {
    zh: "您在“{organisation}”的角色（{role}）已结束：{reason}",
    en: "Your role of {role} at {organisation} has ended: {reason}",
  },
  mail: "now",
});

export const roleLent = noticeKind({
  name: "registry.role-lent",
  title: { zh: "有人把角色委托给我", en: "A role was lent to me" },
  params: { role: "words", from: "personal", until: "text", reason: "personal" },
  subject: { zh: "您受托代行：{role}", en: "You act for somebody: {role}" },
  body: {
    zh: "{from} 委托您代行{role}，至 {until}：{reason}。在右上角切换角色后生效，操作记录会写明代谁行事。",
    en: "{from} lent you the role of {role} until {until}: {reason}. Switch to it at the top right; what you do is recorded as done on behalf.",
  },
  mail: "now",
});

export const workPassed = noticeKind({
  name: "registry.work-passed",
  title: { zh: "有工作移交给我", en: "Work was handed to me" },
  params: { count: "number", from: "personal", reason: "personal" },
  subject: { zh: "{count} 项工作移交给您", en: "{count} things were handed over to you" },
  body: { zh: "{from} 的 {count} 项工作移交给您：{reason}", en: "{count} things of {from} are yours now: {reason}" },
  mail: "now",
}); // prettier-ignore

export const phoneUsed = noticeKind({
  name: "registry.phone-used",
  title: { zh: "有人用我的手机号注册", en: "Somebody registered with my number" },
  params: { on: "text" },
  subject: { zh: "有人用您的手机号注册", en: "Somebody registered with your number" },
  body: {
    zh: "{on}，有人用您的手机号注册了新账号。您已有账号，无需再注册；如不是您本人，请告知管理员。新账号不能用此号码登录。",
    en: "On {on} somebody registered a new account with your number. You have an account already; if it was not you, tell an administrator. The new account cannot sign in with this number.",
  },
  mail: "now",
});

export const invitationTaken = noticeKind({
  name: "registry.invitation-taken",
  title: { zh: "我的邀请被接受", en: "An invitation of mine was accepted" },
  params: { name: "personal", role: "words" },
  subject: { zh: "您的邀请已被接受：{role}", en: "Your invitation was accepted: {role}" },
  body: { zh: "{name} 接受了邀请，担任{role}。", en: "{name} accepted the invitation and is {role} now." },
  mail: "none",
});

export const passwordGiven = noticeKind({
  name: "registry.password-given",
  title: { zh: "我的密码被重置", en: "My password was reset" },
  params: { by: "personal", on: "text", reason: "personal" },
  subject: { zh: "您的密码已重置", en: "Your password was reset" },
  body: {
    zh: "{on}，{by} 为您的账号设置了一次性密码：{reason}。如不是您要求的，请立即告知审计员。",
    en: "On {on} {by} gave your account a one-time password: {reason}. If you did not ask for it, tell an auditor at once.",
  },
  mail: "now",
});

export const sessionsEnded = noticeKind({
  name: "registry.sessions-ended",
  title: { zh: "我的登录被终止", en: "I was signed out" },
  params: { by: "personal", on: "text", reason: "personal" },
  subject: { zh: "您已被退出所有设备", en: "You were signed out everywhere" },
  body: {
    zh: "{on}，{by} 让您的账号退出了所有设备：{reason}。",
    en: "On {on} {by} signed your account out everywhere: {reason}.",
  },
  mail: "now",
});

export const registryKinds = [
  roleGiven, claimWaits, claimDecided, roleEnded, roleLent, workPassed, phoneUsed, invitationTaken, passwordGiven, sessionsEnded,
] as const; // prettier-ignore
