/**
 * Places in texts → GB/T 2260 codes. A text is a chain of places ("上海-徐汇区", "南京·江宁·秣陵", "陕西省西安市碑林区");
 * what is smaller than a county or not official (高新区, 软件园) is passed over. A county answers with its city; the
 * counties of a municipality with the municipality; a county governed by its province (仙桃市) is its own city.
 */
import { plain } from "./text.ts";

/** One line of an administrative division table. */
export interface Division {
  code: string;
  name: string;
  /** code of the division above, "" for a province */
  parent: string;
}

export interface RegionMatch {
  /** the city; or the province where the text names no more */
  code: string;
  name: string;
  level: "province" | "city";
  /** the county, where one is named */
  county: string | null;
  province: string;
}

export type RegionReading =
  | { kind: "found"; region: RegionMatch }
  /** says nothing of a place: empty, "全国", "项目地" */
  | { kind: "absent" }
  | { kind: "ambiguous"; candidates: RegionMatch[] }
  | { kind: "unknown" };

interface Place extends Division {
  rank: 0 | 1 | 2;
  province: string;
  /** code of the city that stands for it; "" for a province that has cities */
  city: string;
}

const SUFFIX =
  /(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|自治旗|林区|特区|矿区|地区|新区|省|市|盟|州|区|县|旗)$/;
const PEOPLES =
  /(?:蒙古族?|回族?|藏族?|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克族?|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春|普米族|各族)+$/;
/** Administrative words that stand where a city is missing. */
const HOLLOW =
  /^(?:市辖区|县|郊县|省直辖县?级?行政区划?|自治区直辖县?级?行政区划|省直辖行政单位|直辖县级|区内|其它|其他|周边|城区)$/;
const NOWHERE =
  /^(?:全国|全国各地|全国范围|中国|国内|国外|海外|异地|异地招聘|不限|地点不限|远程|居家|线上|项目地|外派|随项目外派|多地|多个城市|待定|面议|无|null|none|nan|-|—|\/)$/i;
const SEPARATORS = /[\s\-—–~·・•.,，、/\\|>_:：;；()（）【】[\]]+/;

/** Counties that boards still name though they were merged or renamed: old name → code of what holds the place now. */
const FORMER: Record<string, string> = {
  闸北区: "310106",
  卢湾区: "310101",
  南汇区: "310115",
  崇文区: "110101",
  宣武区: "110102",
  江干区: "330102",
  下城区: "330105",
  合川市: "500117",
  永川市: "500118",
  江津市: "500116",
  南川市: "500119",
  襄樊市: "420600",
  巢湖地区: "340181",
  莱芜市: "370116",
  增城市: "440118",
  从化市: "440117",
  顺德市: "440606",
  南海市: "440605",
  萧山市: "330109",
  余杭市: "330110",
  江宁县: "320115",
  吴江市: "320509",
  吴县市: "320506",
  锡山市: "320205",
  武进市: "320412",
  江都市: "321012",
  通州市: "320614",
  思茅市: "530800",
  江北区: "500157",
  渝北区: "500157",
  雄安新区: "130600",
  洋浦经济开发区: "460400",
  杨凌示范区: "610403",
  燕郊开发区: "131082",
  密云县: "110118",
  延庆县: "110119",
  即墨市: "370215",
  章丘市: "370114",
  双流县: "510116",
  郫县: "510117",
  长安县: "610116",
};

export class RegionIndex {
  readonly #byCode = new Map<string, Place>();
  readonly #byName = new Map<string, Place[]>();
  #longest = 0;
  #memory = new Map<string, RegionReading>();

  /** @param divisions provinces, cities and counties in any order; `extra` are added (a sample province, say). */
  constructor(divisions: Iterable<Division>, extra: Iterable<Division> = []) {
    for (const list of [divisions, extra]) for (const d of list) this.#insert(d);
    for (const place of this.#byCode.values()) this.#settle(place);
    for (const place of this.#byCode.values()) {
      this.#name(place.name, place);
      const short = shortName(place.name);
      if (short !== place.name && [...short].length >= 2) this.#name(short, place);
    }
    for (const [name, code] of Object.entries(FORMER)) {
      const place = this.#byCode.get(code);
      if (place && place.name !== name) this.#name(name, place);
    }
  }

  /** The region with this code, as `find` would give it; null if the table has none. */
  get(code: string): RegionMatch | null {
    const place = this.#byCode.get(code);
    return place ? this.#match(place) : null;
  }

  nameOf(code: string): string | null {
    return this.#byCode.get(code)?.name ?? null;
  }

  /** Codes of the cities of a province in order of code: prefectures, and counties governed by the province. */
  cities(province: string): string[] {
    const codes: string[] = [];
    for (const p of this.#byCode.values())
      if (p.province === province && p.city === p.code) codes.push(p.code);
    return codes.sort();
  }

  /** Whether a region of this code lies in the scope: a province, a city, or the nation ("000000", "", null). */
  within(code: string, scope: string | null): boolean {
    if (isNation(scope)) return true;
    const place = this.#byCode.get(code);
    return code === scope || place?.province === scope || place?.city === scope;
  }

  /**
   * @param within province that decides between places of one name, when the text itself does not
   * @returns the city (or province) that the text names; null if none, or several that nothing decides between
   */
  find(text: string, within: string | null = null): RegionMatch | null {
    const reading = this.read(text, within);
    return reading.kind === "found" ? reading.region : null;
  }

  read(text: string, within: string | null = null): RegionReading {
    const key = within ? `${within}|${text}` : text;
    const known = this.#memory.get(key);
    if (known) return known;
    const reading = this.#read(text, within);
    if (this.#memory.size >= 50_000) this.#memory = new Map();
    if (text.length <= 80) this.#memory.set(key, reading);
    return reading;
  }

  #read(text: string, within: string | null): RegionReading {
    const s = plain(text.length > 200 ? text.slice(0, 200) : text);
    const code = /^(\d{6})(?:\d{3,6})?(?:\.0)?$/.exec(s);
    if (code) {
      const place = this.#byCode.get(code[1]!);
      return place ? { kind: "found", region: this.#match(place) } : { kind: "unknown" };
    }
    const tokens = s.split(SEPARATORS).filter((t) => t !== "" && !HOLLOW.test(t) && !NOWHERE.test(t));
    if (tokens.length === 0) return { kind: "absent" };

    const named: Place[][] = [];
    for (const token of tokens) named.push(...this.#places(token, named.length === 0));
    if (named.length === 0)
      return NOWHERE.test(s) || /外派|项目地|全国|远程/.test(s) ? { kind: "absent" } : { kind: "unknown" };

    const ends = chains(named);
    const inside = within && !isNation(within) ? ends.filter((p) => this.within(p.code, within)) : [];
    const left = inside.length > 0 ? inside : ends;
    const first = left[0]!;
    // A province or a city goes before a county of the same short name: 吉林, 朝阳, 海南.
    const same = left.filter((p) => p.rank === first.rank);
    const cities = new Set(same.map((p) => p.city || p.code));
    if (cities.size > 1) return { kind: "ambiguous", candidates: same.map((p) => this.#match(p)) };
    return { kind: "found", region: this.#match(first) };
  }

  /** The places that a piece of text without separators names one after the other, each with its possible meanings. */
  #places(token: string, first: boolean): Place[][] {
    const whole = this.#byName.get(token) ?? this.#renamed(token);
    if (whole) return [whole];
    for (let length = Math.min(token.length - 1, this.#longest); length >= 2; length--) {
      const places = this.#byName.get(token.slice(0, length));
      if (!places) continue;
      const rest = token.slice(length).replace(/^[市省区]/, "");
      const next = HOLLOW.test(rest) || rest === "" ? [] : this.#places(rest, false);
      const full = places.some((p) => p.name === token.slice(0, length));
      // A short name at the head of longer text counts only for a city or province ("合肥政务区", "仙桃职业学院"), or when more follows.
      const kept =
        full || next.length > 0 ? places : first ? places.filter((p) => p.rank < 2 || p.city === p.code) : [];
      if (kept.length > 0) return [kept, ...next];
    }
    return [];
  }

  /** A county that has become a district or a city since the text was written: 荔浦县 → 荔浦市. */
  #renamed(token: string): Place[] | undefined {
    if (token.length < 3 || !/[县市区]$/.test(token)) return undefined;
    const places = this.#byName.get(token.slice(0, -1))?.filter((p) => p.rank === 2);
    return places?.length ? places : undefined;
  }

  #match(place: Place): RegionMatch {
    const city = place.city === "" ? place : this.#byCode.get(place.city)!;
    return {
      code: city.code,
      name: city.name,
      level: place.city === "" ? "province" : "city",
      county: place.rank === 2 ? place.code : null,
      province: place.province,
    };
  }

  #insert(d: Division): void {
    const rank = d.parent === "" || d.parent === "000000" ? 0 : d.code.endsWith("00") ? 1 : 2;
    this.#byCode.set(d.code, { code: d.code, name: d.name, parent: d.parent, rank, province: "", city: "" });
  }

  /** Finds province and city of a place from its parents. */
  #settle(place: Place): void {
    const above = this.#byCode.get(place.parent);
    if (place.rank === 0) {
      place.province = place.code;
      place.city = isMunicipality(place.code) ? place.code : "";
    } else if (place.rank === 1) {
      place.province = place.parent;
      place.city = place.code;
    } else if (!above || above.rank === 0) {
      place.province = above?.code ?? `${place.code.slice(0, 2)}0000`;
      place.city = above && isMunicipality(above.code) ? above.code : place.code;
    } else {
      place.province = above.parent;
      place.city = above.code;
    }
  }

  #name(name: string, place: Place): void {
    const held = this.#byName.get(name);
    if (held) {
      if (!held.includes(place)) held.push(place);
    } else this.#byName.set(name, [place]);
    this.#longest = Math.max(this.#longest, name.length);
  }
}

/** Beijing, Tianjin, Shanghai, Chongqing, and the places without prefectures: Hong Kong, Macao, Taiwan. */
function isMunicipality(code: string): boolean {
  return ["110000", "120000", "310000", "500000", "710000", "810000", "820000"].includes(code);
}

export function isNation(scope: string | null): boolean {
  return scope === null || scope === "" || scope === "000000" || scope === "100000";
}

/** 恩施土家族苗族自治州 → 恩施, 徐汇区 → 徐汇, 内蒙古自治区 → 内蒙古. */
export function shortName(name: string): string {
  const bare = name.replace(SUFFIX, "");
  if (bare.length < 2 && !/[市省]$/.test(name)) return name;
  const short = /自治/.test(name) ? bare.replace(PEOPLES, "") : bare;
  return short.length >= 2 ? short : bare;
}

/**
 * The last places of the chains that agree with most of the names, best rank first. A chain goes downwards: each name
 * lies in the one before it; a name that fits nowhere is left out.
 */
function chains(named: Place[][]): Place[] {
  let best = 0;
  let ends: Place[] = [];
  const follow = (at: number, last: Place | null, length: number): void => {
    if (at === named.length) {
      if (!last) return;
      if (length > best) {
        best = length;
        ends = [last];
      } else if (length === best && !ends.includes(last)) ends.push(last);
      return;
    }
    for (const place of named[at]!) {
      if (last === null || isInside(place, last)) follow(at + 1, place, length + 1);
      else if (place === last || isInside(last, place)) follow(at + 1, last, length + 1);
    }
    if (last !== null || at === 0) follow(at + 1, last, length);
  };
  follow(0, null, 0);
  // What comes first in the text decides between chains of equal length ("武汉/全国", "南昌/南京").
  const first = new Set(named[0]!.map((p) => p.code));
  const led = ends.filter((p) => first.has(p.code) || named[0]!.some((f) => isInside(p, f)));
  return (led.length > 0 ? led : ends).sort((a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1));
}

function isInside(place: Place, other: Place): boolean {
  if (place.rank <= other.rank) return false;
  return other.rank === 0 ? place.province === other.code : place.parent === other.code;
}
