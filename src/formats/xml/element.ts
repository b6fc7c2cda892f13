/** An element of one record's XML, with what stands in it. */
export class XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[] = [];

  constructor(name: string, attributes: Readonly<Record<string, string>> = {}) {
    this.name = name;
    this.attributes = attributes;
  }

  /** All text in it, without the marks of style around its parts. */
  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('');
  }

  elements(): XmlElement[] {
    return this.children.filter((child) => typeof child !== 'string');
  }
}

/** Attributes without which an element's text does not say what it is: the ids, retractions and comments of PubMed. */
const KINDS = ['RefType', 'IdType', 'EIdType', 'Source'];

/**
 * The elements of a record by their paths (`titles/title`). What is taken becomes a field; the rest is kept as written,
 * so that nothing a source says is lost.
 */
export class TakenElements {
  readonly #root: XmlElement;
  readonly #taken = new Set<XmlElement>();

  constructor(root: XmlElement) {
    this.#root = root;
  }

  /** The elements at a path, without taking them. */
  peek(path: string, from: XmlElement = this.#root): XmlElement[] {
    return path
      .split('/')
      .reduce<XmlElement[]>(
        (parents, name) => parents.flatMap((parent) => parent.elements().filter((child) => child.name === name)),
        [from],
      );
  }

  /** Takes elements that were looked at before. */
  take(elements: readonly XmlElement[]): readonly XmlElement[] {
    for (const element of elements) this.#taken.add(element);
    return elements;
  }

  /** The elements at the first of some paths at which there are any; they are taken. */
  all(...paths: string[]): XmlElement[] {
    const found = paths.map((path) => this.peek(path)).find((elements) => elements.length > 0) ?? [];
    for (const element of found) this.#taken.add(element);
    return found;
  }

  /** The texts of those that have one. */
  texts(...paths: string[]): string[] {
    return this.all(...paths)
      .map((element) => element.text.trim())
      .filter((text) => text !== '');
  }

  /** The text of the first of some paths that has one. */
  first(...paths: string[]): string | undefined {
    for (const path of paths) {
      const element = this.peek(path).find((item) => item.text.trim() !== '');
      if (!element) continue;
      this.#taken.add(element);
      return element.text.trim();
    }
    return undefined;
  }

  /** The first text at a path that is so; its element is taken. */
  find(path: string, isSo: (text: string) => boolean): string | undefined {
    const element = this.peek(path).find((item) => isSo(item.text));
    if (element) this.#taken.add(element);
    return element?.text;
  }

  /** The texts of what has not been taken, by path; undefined where nothing is left. */
  rest(): Record<string, string | string[]> | undefined {
    const rest = new Map<string, string[]>();
    this.#collect(this.#root, '', rest);
    if (rest.size === 0) return undefined;
    return Object.fromEntries([...rest].map(([path, texts]) => [path, texts.length === 1 ? (texts[0] ?? '') : texts]));
  }

  #collect(element: XmlElement, path: string, rest: Map<string, string[]>): void {
    for (const child of element.elements()) {
      if (this.#taken.has(child)) continue;
      const kind = KINDS.map((name) => child.attributes[name]).find((value) => value !== undefined);
      const name = kind === undefined ? child.name : `${child.name}[${kind}]`;
      const place = path === '' ? name : `${path}/${name}`;
      const isLeaf = child.children.some((item) => typeof item === 'string' && item.trim() !== '');
      const parts = child.elements();
      if (!isLeaf && parts.length > 0 && !parts.every((part) => part.name === 'style')) {
        this.#collect(child, place, rest);
        continue;
      }
      const text = child.text.trim();
      const texts = rest.get(place);
      if (text === '') continue;
      if (texts) texts.push(text);
      else rest.set(place, [text]);
    }
  }
}
