import type { Locale } from "../context.ts";

/** A sentence in both languages; Chinese first. */
export interface Sentence {
  zh: string;
  en: string;
}

/** One value that was not accepted. */
export interface InputFault {
  /** where: body, query, params, or a file's name */
  part?: string;
  field: string;
  row?: number;
  value?: unknown;
  reason: string;
}

/** RFC 9457 problem document as it goes over the wire. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  errors?: InputFault[];
  [member: string]: unknown;
}

/** Base of all errors that a user may see. `kind` is stable and becomes `type: /problems/<kind>`. */
export class Problem extends Error {
  readonly status: number;
  readonly kind: string;
  readonly title: Sentence;
  readonly detail: Sentence;
  readonly members: Record<string, unknown>;

  constructor(
    status: number,
    kind: string,
    title: Sentence,
    detail?: Sentence,
    members: Record<string, unknown> = {},
  ) {
    super((detail ?? title).en);
    this.name = new.target.name;
    this.status = status;
    this.kind = kind;
    this.title = title;
    this.detail = detail ?? title;
    this.members = members;
  }

  toDocument(locale: Locale, instance?: string): ProblemDocument {
    const say = (sentence: Sentence) => (locale === "en" ? sentence.en : sentence.zh);
    return {
      type: `/problems/${this.kind}`,
      title: say(this.title),
      status: this.status,
      detail: say(this.detail),
      ...(instance ? { instance } : {}),
      ...this.members,
    };
  }
}

/** Nothing there, or nothing that this actor may know of: both look the same from outside. */
export class NotFound extends Problem {
  constructor(what: Sentence = { zh: "所请求的内容", en: "what was asked for" }) {
    super(
      404,
      "not-found",
      { zh: "未找到", en: "Not found" },
      {
        zh: `${what.zh}不存在,或不在您的权限范围内。`,
        en: `There is no such thing (${what.en}), or it lies outside what you may see.`,
      },
    );
  }
}

export class SignInRequired extends Problem {
  constructor() {
    super(
      401,
      "sign-in-required",
      { zh: "请先登录", en: "Please sign in" },
      { zh: "此操作需要登录后进行。", en: "This needs a signed-in user." },
    );
  }
}

export class Forbidden extends Problem {
  constructor(
    detail: Sentence = { zh: "您的角色没有此项权限。", en: "Your role does not have this right." },
  ) {
    super(403, "forbidden", { zh: "没有权限", en: "Not allowed" }, detail);
  }
}

export class PasswordChangeRequired extends Problem {
  constructor() {
    super(
      403,
      "password-change-required",
      { zh: "请先修改初始密码", en: "Change the one-time password first" },
      {
        zh: "首次登录须修改一次性密码,之后方可使用。",
        en: "The one-time password must be changed at the first sign-in before anything else.",
      },
    );
  }
}

export class SecondFactorRequired extends Problem {
  constructor() {
    super(
      403,
      "second-factor-required",
      { zh: "请先启用两步验证", en: "Add a second factor first" },
      {
        zh: "您的角色须启用两步验证，之后方可使用。",
        en: "Your role asks for a second factor, to be added before anything else.",
      },
    );
  }
}

/** Input that does not fit; names every field with its value. */
export class BadInput extends Problem {
  constructor(errors: InputFault[], detail?: Sentence) {
    const first = errors[0];
    const fallback = first
      ? { zh: `${first.field}:${first.reason}`, en: `${first.field}: ${first.reason}` }
      : { zh: "提交的内容不符合要求。", en: "The input does not fit." };
    super(400, "bad-input", { zh: "提交的内容有误", en: "The input has faults" }, detail ?? fallback, {
      errors,
    });
  }
}

/** The state of the thing does not admit the action. */
export class Conflict extends Problem {
  constructor(detail: Sentence, members: Record<string, unknown> = {}) {
    super(
      409,
      "conflict",
      { zh: "与当前状态冲突", en: "In conflict with the present state" },
      detail,
      members,
    );
  }
}

export class VersionChanged extends Problem {
  constructor() {
    super(
      412,
      "version-changed",
      { zh: "内容已被更新", en: "It has changed meanwhile" },
      {
        zh: "在您打开之后内容已被他人修改,请刷新后重试。",
        en: "Somebody changed it after you opened it; reload and try again.",
      },
    );
  }
}

export class VersionRequired extends Problem {
  constructor() {
    super(
      428,
      "version-required",
      { zh: "缺少版本标识", en: "If-Match is missing" },
      {
        zh: "修改须带 If-Match 头,其值为读取时得到的 ETag。",
        en: "An update needs the header If-Match with the ETag that was read.",
      },
    );
  }
}

export class TooLarge extends Problem {
  constructor(limitBytes: number) {
    const megabytes = Math.floor(limitBytes / 1024 / 1024);
    super(
      413,
      "too-large",
      { zh: "文件过大", en: "The file is too large" },
      {
        zh: `文件超过上限 ${megabytes} MB。`,
        en: `The file is larger than the limit of ${megabytes} MB.`,
      },
    );
  }
}

export class DiskFull extends Problem {
  constructor() {
    super(
      507,
      "disk-full",
      { zh: "服务器磁盘已满", en: "The server's disk is full" },
      {
        zh: "服务器磁盘已满,本次操作未保存;请联系管理员清理空间后重试。",
        en: "The server's disk is full and nothing of this was saved; make room and try again.",
      },
    );
  }
}

export class TooManyRequests extends Problem {
  constructor(seconds: number) {
    super(
      429,
      "too-many-requests",
      { zh: "尝试次数过多", en: "Too many attempts" },
      {
        zh: `尝试次数过多,请 ${seconds} 秒后再试。`,
        en: `Too many attempts; try again in ${seconds} seconds.`,
      },
      { retryAfter: seconds },
    );
  }
}

/** More is asked at once than can be answered; nothing was done, and the same request may be sent again. */
export class Busy extends Problem {
  constructor(seconds = 5) {
    super(
      503,
      "busy",
      { zh: "系统繁忙", en: "The server is busy" },
      {
        zh: `系统繁忙，本次操作未执行，请 ${seconds} 秒后重试。`,
        en: `The server is busy and nothing was done; try again in ${seconds} seconds.`,
      },
      { retryAfter: seconds },
    );
  }
}

export class InternalError extends Problem {
  constructor() {
    super(
      500,
      "internal",
      { zh: "服务器内部错误", en: "Internal error" },
      {
        zh: "服务器出现意外错误,已记录;请稍后重试。",
        en: "Something unexpected went wrong and was logged; try again later.",
      },
    );
  }
}
