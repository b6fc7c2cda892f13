import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { readForMatching, type ComparablesOfLines, type LinesOfSearch } from './record-line.ts';

/** With fewer records, starting a second thread takes longer than it saves. */
const WORTH_IT = 20_000;
/** Lines that are handed over at once, and how many such parts wait in the other thread. */
export const LINES_AT_ONCE = 1000;
const MOST_WAITING = 2;
/** A thread that says nothing for so long has died: what it was given is done here. */
const PATIENCE_MS = 60_000;

/** What the second thread is given when it starts. */
export interface HelperData {
  readonly port: MessagePort;
  /** Counts the parts that are done. */
  readonly done: Int32Array;
}

/**
 * Reads lines of records for matching on two cores where there are two: this thread hands parts over while the other has
 * few waiting, and reads the rest itself. What comes out is the same, whoever reads what.
 *
 * @param take is given the parts in no order, each once.
 */
export class MatchingHelper {
  readonly #take: (part: ComparablesOfLines) => void;
  readonly #worker: Worker | undefined;
  readonly #port;
  readonly #done = new Int32Array(new SharedArrayBuffer(4));
  readonly #waiting: LinesOfSearch[] = [];

  constructor(records: number, take: (part: ComparablesOfLines) => void) {
    this.#take = take;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    if (records < WORTH_IT || availableParallelism() < 2) {
      port1.close();
      return;
    }
    const workerData: HelperData = { port: port2, done: this.#done };
    this.#worker = new Worker(new URL('./matching-worker.js', import.meta.url), { workerData, transferList: [port2] });
    this.#worker.unref();
    // What a thread cannot do is done here: see `finish`.
    this.#worker.on('error', () => undefined);
  }

  /** Reads a part here or elsewhere, and takes what was read elsewhere meanwhile. */
  read(part: LinesOfSearch): void {
    if (this.#worker && this.#waiting.length < MOST_WAITING) {
      this.#waiting.push(part);
      this.#port.postMessage(part);
    } else this.#take(readForMatching(part));
    this.#receive();
  }

  /** Waits for what is still read elsewhere. */
  finish(): void {
    while (this.#waiting.length > 0) {
      const seen = Atomics.load(this.#done, 0);
      if (this.#receive() > 0) continue;
      if (Atomics.wait(this.#done, 0, seen, PATIENCE_MS) === 'timed-out') {
        for (const part of this.#waiting.splice(0)) this.#take(readForMatching(part));
      }
    }
    if (!this.#worker) return;
    this.#port.close();
    void this.#worker.terminate();
  }

  /** Takes what is done; parts come back in the order in which they were handed over. */
  #receive(): number {
    let received = 0;
    for (;;) {
      const message = this.#waiting.length > 0 ? receiveMessageOnPort(this.#port) : undefined;
      if (!message) return received;
      this.#waiting.shift();
      this.#take(message.message as ComparablesOfLines);
      received++;
    }
  }
}
