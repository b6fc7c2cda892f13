import { openKeyboard, type Key, type Keyboard } from '../../terminal/keys.ts';
import { openFullScreen, type FullScreen } from '../../terminal/full-screen.ts';
import { BESIDE, layPage, type Laid, type Page } from '../../terminal/page.ts';
import { stylesFor, type Styles } from '../../terminal/styles.ts';
import { graphemesOf } from '../../text/graphemes.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import type { Context } from '../context.ts';
import { usageError } from '../../model/errors.ts';

interface Asking {
  readonly initial?: string;
  readonly wrong?: (text: string) => string | undefined;
}

/** A page at the terminal, and the keys that are pressed there. */
export class Desk {
  readonly styles: Styles;
  readonly #screen: FullScreen;
  readonly #keyboard: Keyboard;
  #page: () => Page = () => EMPTY;
  #hasLeft = false;
  #laid: Laid = { lines: [], mostScroll: 0, height: 1 };

  /**
   * @param twin what to do instead where there is no terminal.
   * @throws LitscreenError of kind `usage` where there is none, or it cannot show pages.
   */
  constructor(context: Context, twin: string) {
    if (context.env['TERM'] === 'dumb') throw usageError('this terminal cannot show a page (TERM=dumb)', twin);
    if (!process.stdout.isTTY) throw usageError('there is no terminal to show a page on', twin);
    this.styles = stylesFor(context.env);
    this.#keyboard = openKeyboard(process.stdin, () => undefined, twin);
    this.#screen = openFullScreen(process.stdout, () => this.paint());
  }

  /** Shows a page from now on; it is asked for anew whenever it is painted. */
  show(page: () => Page): void {
    this.#page = page;
  }

  paint(): Laid {
    this.#laid = layPage(this.#page(), this.#screen.size, this.styles);
    this.#screen.paint(this.#laid.lines);
    return this.#laid;
  }

  /** The next key; undefined once the person wants to leave. What was pasted is no key. */
  async next(): Promise<Key | undefined> {
    for (;;) {
      if (this.#hasLeft) return undefined;
      const key = await this.#keyboard.next();
      if (key?.isCtrl && key.name === 'z') this.#screen.suspend();
      else if (key?.isCtrl && key.name === 'l') this.paint();
      else if (!key?.isPasted) return key;
    }
  }

  /** Whether the terminal is so wide that something stands beside the body. */
  hasAside(): boolean {
    return this.#screen.size.columns >= BESIDE;
  }

  isScroll(key: Key): boolean {
    return !key.isCtrl && (key.name in SCROLLS || key.text === 'j' || key.text === 'k');
  }

  /** Where the page stands after a key that scrolls. */
  scrolled(from: number, { name, text }: Key): number {
    const { mostScroll, height } = this.#laid;
    const by = SCROLLS[text === 'j' ? 'down' : text === 'k' ? 'up' : name] ?? 0;
    const step = Math.abs(by) === PAGE ? Math.sign(by) * Math.max(1, height - 2) : by;
    return Math.min(mostScroll, Math.max(0, from + step));
  }

  /**
   * Asks for a line of text below the page; undefined where escape or ctrl-c took it back.
   *
   * @param does what enter does with it, in a word.
   * @param options.wrong what is wrong with a text, if anything is: then the question stays, and what is typed on is no key.
   */
  async ask(label: string, does: string, { initial = '', wrong }: Asking = {}): Promise<string | undefined> {
    const page = this.#page;
    // What stands before the cursor, and after it.
    let [before, after] = [initial, ''];
    let problem: string | undefined;
    const keys: Page['keys'] = [['enter', does], ...ASKING];
    const asked = () =>
      `${problem === undefined ? '' : `${problem} · `}${label}${terminalSafe(before)}▏${terminalSafe(after)}`;
    this.#page = () => ({ ...page(), message: asked(), keys });
    try {
      for (;;) {
        this.paint();
        const key = await this.#keyboard.next();
        // Who presses ctrl-c wants to leave, wherever they are: what they type next is meant for the shell.
        this.#hasLeft = key === undefined;
        if (key === undefined || key.name === 'escape') return undefined;
        if (key.name === 'return' || key.name === 'enter') {
          const text = (before + after).trim();
          if (key.isPasted) before += ' ';
          else {
            problem = wrong?.(text);
            if (problem === undefined) return text;
          }
        } else [before, after] = edited(before, after, key);
      }
    } finally {
      this.#page = page;
    }
  }

  close(): void {
    this.#screen.close();
    this.#keyboard.close();
  }
}

/** A step of a page, whatever that comes to. */
const PAGE = 0.5;
const SCROLLS: Readonly<Record<string, number>> = {
  up: -1,
  down: 1,
  pageup: -PAGE,
  pagedown: PAGE,
  space: PAGE,
  home: -Infinity,
  end: Infinity,
};

const ASKING: Page['keys'] = [
  ['esc', 'take back'],
  ['ctrl-u', 'empty'],
];

const EMPTY: Page = { left: '', right: [], body: () => [], blocks: [], message: '', keys: [], scroll: 0 };

/** What a key makes of a text on both sides of the cursor. */
function edited(before: string, after: string, { name, text, isCtrl }: Key): [before: string, after: string] {
  if (name === 'backspace') return [before.slice(0, before.length - lastOf(before).length), after];
  if (name === 'delete') return [before, after.slice(firstOf(after).length)];
  if (name === 'left') return [before.slice(0, before.length - lastOf(before).length), lastOf(before) + after];
  if (name === 'right') return [before + firstOf(after), after.slice(firstOf(after).length)];
  if (name === 'home' || (isCtrl && name === 'a')) return ['', before + after];
  if (name === 'end' || (isCtrl && name === 'e')) return [before + after, ''];
  if (isCtrl && name === 'u') return ['', ''];
  if (isCtrl && name === 'w') return [before.replace(/\S*\s*$/u, ''), after];
  return !isCtrl && text >= ' ' && !text.startsWith('\u001b') ? [before + text, after] : [before, after];
}

/** The first character of a text, and the last. */
const firstOf = (text: string) => graphemesOf(text)[0] ?? '';
const lastOf = (text: string) => graphemesOf(text).at(-1) ?? '';
