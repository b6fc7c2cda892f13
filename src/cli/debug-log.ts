import { pino } from 'pino';

/** A log of the work on stderr, one JSON object a line. Synchronous, so that nothing is lost when the process ends. */
export function openDebugLog(): (what: string, fields?: Readonly<Record<string, unknown>>) => void {
  const logger = pino({ level: 'debug', base: null }, pino.destination({ dest: 2, sync: true }));
  return (what, fields = {}) => logger.debug(fields, what);
}
