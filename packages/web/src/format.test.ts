import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatDate,
  formatDuration,
  formatFen,
  formatInterval,
  formatList,
  formatNumber,
  formatSalary,
  formatShare,
  formatSigned,
  shortCity,
} from "./format.ts";

describe("numbers as they stand on a page", () => {
  it("keeps an amount of a ledger exact to the fen", () => {
    expect(formatFen(126_000_000)).toBe("1,260,000.00");
    expect(formatFen(9_007_199_254_740_99)).toBe("9,007,199,254,740.99");
    expect(formatFen(-1)).toBe("−0.01");
  });
  it("groups below 100,000 and counts in 万 from there on, in Chinese only", () => {
    expect(formatNumber(12_345, "zh-CN")).toBe("12,345");
    expect(formatNumber(123_456, "zh-CN")).toBe("12.3 万");
    expect(formatNumber(123_456, "en")).toBe("123,456");
    expect(formatNumber(312_000_000, "zh-CN")).toBe("3.12 亿");
  });
  it("shows a dash for what is missing, never 0", () => {
    for (const missing of [null, undefined, Number.NaN]) expect(formatNumber(missing, "zh-CN")).toBe("—");
    expect(formatNumber(0, "zh-CN")).toBe("0");
    expect(formatDate(null, "en")).toBe("—");
    expect(formatSalary(null, "en")).toBe("—");
  });
  it("lists words with the marks of the language", () => {
    expect(formatList(["数学", 2], "zh-CN")).toBe("数学、2");
    expect(formatList(["数学", 2], "en")).toBe("数学, 2");
    expect(formatList([], "en")).toBe("");
  });
  it("signs a gap with a real minus, and nothing that rounds to zero", () => {
    expect(formatSigned(1204, "zh-CN")).toBe("+1,204");
    expect(formatSigned(-318, "zh-CN")).toBe("−318");
    expect(formatSigned(-0.2, "zh-CN")).toBe("0");
  });
  it("leaves out an interval that says nothing", () => {
    expect(formatInterval({ value: 5, low: 5.1, high: 4.9 }, "en")).toBe("");
    expect(formatInterval({ value: 1300, low: 1180, high: 1420 }, "en")).toBe("1,180–1,420");
  });
  it("writes shares, money, bytes and durations with their units", () => {
    expect(formatShare(0.0687)).toBe("6.9%");
    expect(formatSalary({ min: 6000, max: 8000 }, "zh-CN")).toBe("6,000–8,000 元/月");
    expect(formatBytes(61_200_000)).toBe("61.2 MB");
    expect(formatDuration(125_000, "zh-CN")).toBe("2 分 05 秒");
  });
});

describe("names of cities where room is scarce", () => {
  it.each([
    ["武汉市", "武汉"],
    ["大兴安岭地区", "大兴安岭"],
    ["恩施土家族苗族自治州", "恩施"],
    ["黔东南苗族侗族自治州", "黔东南"],
    ["延边朝鲜族自治州", "延边"],
    ["博尔塔拉蒙古自治州", "博尔塔拉"],
    ["神农架林区", "神农架林区"],
  ])("%s → %s", (name, short) => expect(shortCity(name)).toBe(short));
});
