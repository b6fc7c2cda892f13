import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { BibRecord } from '../../model/record.ts';

/** Where the page of a record is on the web; undefined where it names none that is safe to open. */
export function webAddress({ doi, url }: BibRecord): string | undefined {
  if (doi !== undefined) return `https://doi.org/${encodeURI(doi).replace(/[?#]/g, encodeURIComponent)}`;
  return url !== undefined && /^https?:\/\/[^\s"'<>\\^`{|}]+$/.test(url) ? url : undefined;
}

/**
 * Opens a page in the person's browser.
 * @param fail is called where there is none.
 */
export function openInBrowser(address: string, fail: () => void): void {
  const [command, ...args] = platform() === 'darwin' ? ['open'] : platform() === 'win32' ? ['explorer'] : ['xdg-open'];
  const child = spawn(command ?? '', [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', fail);
  child.unref();
}
