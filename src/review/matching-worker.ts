import { workerData } from 'node:worker_threads';
import type { HelperData } from './matching-helper.ts';
import { readForMatching, type LinesOfSearch } from './record-line.ts';

/** The second thread of `MatchingHelper`: reads what it is given, and says so. */
const { port, done } = workerData as HelperData;
port.on('message', (part: LinesOfSearch) => {
  port.postMessage(readForMatching(part));
  Atomics.add(done, 0, 1);
  Atomics.notify(done, 0);
});
