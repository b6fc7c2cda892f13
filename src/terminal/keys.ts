import { emitKeypressEvents, type Interface } from 'node:readline';
import { usageError } from '../model/errors.ts';

/**
 * A key as it was pressed: a character, or a name such as `return`, `escape`, `up`. With the control key held, the name is
 * that of the letter, and `text` is no letter: who looks for letters looks at `text`.
 */
export interface Key {
  readonly name: string;
  readonly text: string;
  readonly isCtrl: boolean;
  /** It was not typed, but came with a text that was pasted. */
  readonly isPasted: boolean;
}

export interface Keyboard {
  /** The next key; keys typed ahead are kept in their order. Undefined once the person wants to leave (ctrl-c, end). */
  next(): Promise<Key | undefined>;
  /** A line of text; undefined where escape took it back. */
  line(prompt: string): Promise<string | undefined>;
  close(): void;
}

/**
 * The keys of a person at the terminal, one by one.
 * @throws LitscreenError of kind `usage` where there is no terminal.
 * @param twin what to do instead where there is none.
 */
export function openKeyboard(input: NodeJS.ReadStream, echo: (text: string) => void, twin: string): Keyboard {
  if (!input.isTTY) throw usageError('there is no terminal to read keys from', twin);
  const waiting: ((key: Key | undefined) => void)[] = [];
  const typed: (Key | undefined)[] = [];
  const push = (key: Key | undefined) => {
    const reader = waiting.shift();
    if (reader) reader(key);
    else typed.push(key);
  };
  let isPasted = false;
  const onKey = (text: string | undefined, key: { name?: string; ctrl?: boolean; meta?: boolean }) => {
    const isCtrl = key.ctrl === true;
    if (key.name === 'paste-start' || key.name === 'paste-end') isPasted = key.name === 'paste-start';
    else if (isCtrl && !isPasted && (key.name === 'c' || key.name === 'd')) push(undefined);
    // With alt held, a letter is no letter either.
    else push({ name: key.name ?? text ?? '', text: key.meta ? '' : (text ?? ''), isCtrl, isPasted });
  };
  const onEnd = () => push(undefined);
  // An escape that no code follows is the key itself: half a second would be felt.
  emitKeypressEvents(input, { escapeCodeTimeout: 50 } as unknown as Interface);
  input.setRawMode(true);
  input.on('keypress', onKey);
  input.on('end', onEnd);
  input.resume();
  const next = () =>
    typed.length > 0
      ? Promise.resolve(typed.shift())
      : new Promise<Key | undefined>((resolve) => waiting.push(resolve));
  return {
    next,
    async line(prompt) {
      echo(prompt);
      let text = '';
      for (;;) {
        const key = await next();
        if (key === undefined || key.name === 'escape') {
          echo('\n');
          return undefined;
        }
        if (key.name === 'return' || key.name === 'enter') {
          echo('\n');
          return text;
        }
        if (key.name === 'backspace') {
          if (text !== '') echo('\b \b');
          text = [...text].slice(0, -1).join('');
        } else if (key.text >= ' ') {
          text += key.text;
          echo(key.text);
        }
      }
    },
    close() {
      input.setRawMode(false);
      input.off('keypress', onKey);
      input.off('end', onEnd);
      input.pause();
    },
  };
}
