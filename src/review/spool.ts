import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { NumberList } from '../model/number-list.ts';
import type { Spool } from '../records/spool.ts';

/** What is kept in memory before the file is made: a small ingest never makes one. */
const IN_MEMORY = 1 << 23;
/** What is read at once: records are mostly taken in their order. */
const READ_AT_ONCE = 1 << 16;

/** A spool that keeps what is more than a few megabytes in a file, which is gone when it is closed. */
export class FileSpool implements Spool {
  readonly #path: string;
  /** Where each text begins; and where the next one will. */
  readonly #offsets = new NumberList(Float64Array);
  #handle: number | undefined;
  /** What is not in the file yet, and where it begins. */
  #pending = Buffer.alloc(READ_AT_ONCE);
  #flushed = 0;
  readonly #view = Buffer.alloc(READ_AT_ONCE);
  #viewStart = 0;
  #viewLength = 0;

  constructor(path: string) {
    this.#path = path;
    this.#offsets.push(0);
  }

  add(json: string): number {
    const start = this.#end;
    // A UTF-16 unit takes three bytes at the most.
    const needed = start - this.#flushed + 3 * json.length;
    if (needed > this.#pending.length) this.#makeRoom(3 * json.length);
    const written = this.#pending.write(json, start - this.#flushed);
    return this.#offsets.push(start + written) - 1;
  }

  get(number: number): string {
    const start = this.#offsets.at(number) ?? 0;
    const end = this.#offsets.at(number + 1) ?? start;
    if (start >= this.#flushed) return this.#pending.toString('utf8', start - this.#flushed, end - this.#flushed);
    const isInView = start >= this.#viewStart && end <= this.#viewStart + this.#viewLength;
    if (!isInView && end - start > this.#view.length) return this.#read(Buffer.alloc(end - start), start).toString();
    if (!isInView) {
      this.#viewStart = start;
      this.#viewLength = this.#read(this.#view, start).length;
    }
    return this.#view.toString('utf8', start - this.#viewStart, end - this.#viewStart);
  }

  close(): void {
    if (this.#handle === undefined) return;
    closeSync(this.#handle);
    rmSync(this.#path, { force: true });
    this.#handle = undefined;
  }

  get #end(): number {
    return this.#offsets.at(-1) ?? 0;
  }

  /** Sees to it that so many bytes fit behind what is pending: in memory while it is little, else by writing it out. */
  #makeRoom(bytes: number): void {
    const used = this.#end - this.#flushed;
    if (used + bytes > IN_MEMORY && used > 0) {
      this.#handle ??= openSync(this.#path, 'w+');
      for (let done = 0; done < used;)
        done += writeSync(this.#handle, this.#pending, done, used - done, this.#flushed + done);
      this.#flushed = this.#end;
      if (bytes <= this.#pending.length) return;
    }
    const kept = this.#pending.subarray(0, this.#end - this.#flushed);
    const larger = Buffer.alloc(Math.max(kept.length + bytes, Math.min(IN_MEMORY, 2 * this.#pending.length)));
    kept.copy(larger);
    this.#pending = larger;
  }

  #read(into: Buffer, start: number): Buffer {
    let length = 0;
    while (length < into.length) {
      const read = readSync(this.#handle ?? 0, into, length, into.length - length, start + length);
      if (read === 0) break;
      length += read;
    }
    return into.subarray(0, length);
  }
}
