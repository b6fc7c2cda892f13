import { createRequire } from 'node:module';

/** Loads a library at the moment when text asks for it: most commands never do, and those would wait for it. */
export const loadLate = createRequire(import.meta.url);
