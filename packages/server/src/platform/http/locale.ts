import type { FastifyRequest } from "fastify";
import type { Locale } from "../context.ts";

/** The user's language from `Accept-Language`: English only where it stands before Chinese; Chinese otherwise. */
export function localeOf(request: FastifyRequest): Locale {
  const header = request.headers["accept-language"];
  if (!header) return "zh-CN";
  const wishes = header
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag, quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter((wish) => /^(zh|en)\b/.test(wish.tag) && wish.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wishes[0]?.tag.startsWith("en") ? "en" : "zh-CN";
}
