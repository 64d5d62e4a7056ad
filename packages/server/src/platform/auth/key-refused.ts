import { Problem } from "../http/problems.ts";

/** A key that is unknown, revoked, or past its day: never taken for somebody without one. */
export class KeyRefused extends Problem {
  constructor() {
    super(
      401,
      "key-refused",
      { zh: "接口密钥无效", en: "The API key is not valid" },
      {
        zh: "接口密钥不存在、已停用或已过期。",
        en: "There is no such API key, or it was revoked, or it has expired.",
      },
    );
  }
}
