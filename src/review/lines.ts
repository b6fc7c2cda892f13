import { createHash } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { chunksOf } from './files.ts';

/** A line of a file without its end; the first one has the number 1. */
export interface NumberedLine {
  readonly text: string;
  readonly line: number;
}

/**
 * The lines of a file, read in parts: a file of records may be larger than a string.
 * @returns the SHA-256 of the file, in hexadecimal.
 * @throws an error of the system where the file is missing or a folder.
 */
export function* linesOf(path: string): Generator<NumberedLine, string> {
  const decoder = new StringDecoder('utf8');
  const hash = createHash('sha256');
  let rest = '';
  let line = 0;
  for (const chunk of chunksOf(path)) {
    hash.update(chunk);
    const texts = (rest + decoder.write(chunk)).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) yield { text: text.replace(/\r$/, ''), line: ++line };
  }
  if (rest !== '') yield { text: rest.replace(/\r$/, ''), line: ++line };
  return hash.digest('hex');
}
