/**
 * A small XML reader for the parts of a workbook: elements, text, entities, CDATA. Prefixes are dropped. Documents
 * with a DOCTYPE are refused, so no entity can be declared.
 */

export interface XmlHandler {
  /** @param attributes the raw text behind the name; see `attribute` */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** The document is not well-formed. */
export class XmlBroken extends Error {
  override readonly name = "XmlBroken";
}

const LONGEST_MARKUP = 1 << 20;

export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #stack: string[] = [];
  #rest = "";
  #started = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** @throws XmlBroken */
  write(chunk: string): void {
    const text = this.#rest === "" ? chunk : this.#rest + chunk;
    let at = 0;
    for (;;) {
      const tag = text.indexOf("<", at);
      if (tag < 0) {
        // An entity may be cut at the end of the chunk.
        const amp = text.indexOf("&", Math.max(at, text.length - 12));
        const stop = amp >= 0 && text.indexOf(";", amp) < 0 ? amp : text.length;
        this.#emitText(text, at, stop);
        at = stop;
        break;
      }
      this.#emitText(text, at, tag);
      at = tag;
      const end = this.#markup(text, tag);
      if (end < 0) break;
      at = end;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > LONGEST_MARKUP) throw new XmlBroken("标记没有结束");
  }

  /** @throws XmlBroken if elements are still open */
  end(): void {
    if (this.#rest.trim() !== "") throw new XmlBroken("内容在标记中间中断");
    if (this.#stack.length > 0) throw new XmlBroken(`<${this.#stack.at(-1)!}> 没有结束，内容被截断`);
    if (!this.#started) throw new XmlBroken("没有内容");
  }

  /** @returns where the markup ends, -1 if the chunk ends first */
  #markup(text: string, at: number): number {
    const second = text.charCodeAt(at + 1);
    if (Number.isNaN(second)) return -1;
    if (second === 33) {
      if (text.startsWith("<!--", at)) return after(text, "-->", at + 4);
      if (text.startsWith("<![CDATA[", at)) {
        const end = text.indexOf("]]>", at + 9);
        if (end < 0) return -1;
        if (this.#stack.length > 0) this.#handler.text(text.slice(at + 9, end));
        return end + 3;
      }
      if (text.length - at < 9) return -1;
      throw new XmlBroken("不接受带 DOCTYPE 的内容");
    }
    if (second === 63) return after(text, "?>", at + 2);
    const end = tagEnd(text, at + 1);
    if (end < 0) return -1;
    if (second === 47) {
      const name = localName(text.slice(at + 2, end).trim());
      const opened = this.#stack.pop();
      if (opened !== name) throw new XmlBroken(`</${name}> 与 <${opened ?? ""}> 不对应`);
      this.#handler.close(name);
      return end + 1;
    }
    const empty = text.charCodeAt(end - 1) === 47;
    const stop = empty ? end - 1 : end;
    let nameEnd = at + 1;
    while (nameEnd < stop && text.charCodeAt(nameEnd) > 32) nameEnd++;
    const name = localName(text.slice(at + 1, nameEnd));
    if (name === "") throw new XmlBroken("标记没有名称");
    this.#started = true;
    this.#handler.open(name, text.slice(nameEnd, stop));
    if (empty) this.#handler.close(name);
    else this.#stack.push(name);
    return end + 1;
  }

  #emitText(text: string, from: number, to: number): void {
    if (to <= from) return;
    const part = text.slice(from, to);
    if (this.#stack.length > 0) this.#handler.text(part.indexOf("&") < 0 ? part : unescapeXml(part));
    else if (part.replace("\ufeff", "").trim() !== "") throw new XmlBroken("标记之外有文字");
  }
}

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? -1 : end + mark.length;
}

/** The ">" that ends a tag; one inside an attribute's quotes does not. */
function tagEnd(text: string, from: number): number {
  let end = text.indexOf(">", from);
  if (end < 0) return -1;
  for (;;) {
    const quotes = oddQuote(text, from, end);
    if (quotes < 0) return end;
    end = text.indexOf(">", end + 1);
    if (end < 0) return -1;
  }
}

function oddQuote(text: string, from: number, to: number): number {
  let open = -1;
  let mark = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (open < 0 && (c === 34 || c === 39)) {
      open = i;
      mark = c;
    } else if (open >= 0 && c === mark) open = -1;
  }
  return open;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,8});/g, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED[name] ?? whole;
    const code = name[1] === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : "\ufffd";
  });
}

const patterns = new Map<string, RegExp>();

/** The value of an attribute, prefix or not; null if it is not there. */
export function attribute(attributes: string, name: string): string | null {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  const found = pattern.exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? null : unescapeXml(value);
}
