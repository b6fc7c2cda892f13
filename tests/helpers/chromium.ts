import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; none is downloaded for the tests. */
export const CHROMIUM = [process.env['CHROMIUM'] ?? '', ...PLACES].find((path) => existsSync(path));

/** Tests in a browser skip, and say so, where there is none. */
export const hasChromium = CHROMIUM !== undefined;
if (!hasChromium) {
  process.stderr.write(`skipped: tests in a browser need CHROMIUM (none of ${PLACES.join(', ')} is there)\n`);
}
