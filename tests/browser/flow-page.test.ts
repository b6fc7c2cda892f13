/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axeCore from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowColumn, FlowJson } from '../../src/flow/model.ts';
import { CHROMIUM, hasChromium } from '../helpers/chromium.ts';
import { buildSlmReview } from '../helpers/slm-review.ts';
import { workdir, workdirAt, type Workdir } from '../helpers/workdir.ts';

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };

/** Within the page, once `axeCore.source` ran there. */
declare const axe: typeof axeCore;

describe.skipIf(!hasChromium)('the page of the flow', () => {
  let slm: Workdir;
  let flow: FlowJson;
  let browser: Browser;

  beforeAll(async () => {
    slm = workdirAt(mkdtempSync(join(tmpdir(), 'litscreen-test-')));
    buildSlmReview(slm);
    slm.ok(['flow', '--output', 'output/prisma.html']);
    flow = slm.json(['flow', '--json']) as FlowJson;
    browser = await chromium.launch({
      ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }),
      // Chromium has no sandbox for root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(slm.path, { recursive: true, force: true });
  });

  /** Opens the page of a review; it must ask for nothing but itself, and leave the console empty. */
  async function visit(
    options: BrowserContextOptions,
    look: (page: Page) => Promise<void>,
    wd: Workdir = slm,
  ): Promise<void> {
    const url = pathToFileURL(join(wd.path, 'output/prisma.html')).href;
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const asked: string[] = [];
      const logged: string[] = [];
      context.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => logged.push(message.text()));
      page.on('pageerror', (error) => logged.push(error.message));
      await page.goto(url);
      await look(page);
      expect({ asked, logged }).toEqual({ asked: [url], logged: [] });
    } finally {
      await context.close();
    }
  }

  it('shows the picture on a wide screen, with the numbers of the flow', () =>
    visit(DESKTOP, async (page) => {
      expect(await page.locator('.picture svg').isVisible()).toBe(true);
      const links = page.locator('.picture a');
      const drawn = await links.evaluateAll((all) =>
        all.map((link) => ({
          box: decodeURIComponent((link.getAttribute('href') ?? '').replace('#box-', '')),
          text: [...link.querySelectorAll('text')].map((line) => line.textContent).join(' '),
          name: link.getAttribute('aria-label') ?? '',
        })),
      );
      expect(Object.fromEntries(drawn.map(({ box, text }) => [box, numbersIn(text)]))).toEqual(numbersOf(flow));
      for (const { text, name } of drawn) {
        expect(numbersIn(name)).toEqual(numbersIn(text));
        expect(await page.getByRole('link', { name, exact: true }).count()).toBeGreaterThan(0);
      }
      expect(await page.getByRole('link', { name: /\w/ }).count()).toBe(await links.count());
      await expectNoSidewaysScroll(page);
    }));

  it('shows the boxes below each other on a phone, and nothing to scroll sideways', () =>
    visit(PHONE, async (page) => {
      expect(await page.locator('.picture svg').isVisible()).toBe(false);
      const boxes = await page.locator('.box').evaluateAll((all) => all.map((box) => box.getBoundingClientRect()));
      expect(boxes).toHaveLength(Object.keys(numbersOf(flow)).length);
      for (const [at, box] of boxes.entries()) {
        expect(box.width).toBeGreaterThan(300);
        expect(box.top).toBeGreaterThanOrEqual(boxes[at - 1]?.bottom ?? 0);
      }
      await expectNoSidewaysScroll(page);
      await openAll(page);
      await expectNoSidewaysScroll(page);
      // A caption may take a second line, but not one for each letter.
      const captions = await page.locator('caption').evaluateAll((all) => all.map((caption) => caption.clientHeight));
      expect(Math.max(...captions)).toBeLessThan(60);
    }));

  it('leads from the picture into a box by keyboard', () =>
    visit(DESKTOP, async (page) => {
      const name = `Records excluded (n = ${flow.databases.excluded})`;
      let at = await tab(page);
      for (let tabs = 1; at.name !== name && tabs < 20; tabs++) at = await tab(page);
      expect(at).toMatchObject({ name, tag: 'a' });

      const details = boxAt(page, 'databases.excluded').locator('details');
      expect(await isOpen(details)).toBe(false);
      await page.keyboard.press('Enter');
      await details.locator('> summary:focus-visible').waitFor();
      expect(await isOpen(details)).toBe(true);
      expect(await focused(page)).toMatchObject({ tag: 'summary', hasRing: true, isInView: true });

      for (const [key, open] of [
        ['Enter', false],
        ['Enter', true],
        ['Space', false],
        ['Space', true],
        ['Enter', false],
      ] as const) {
        await page.keyboard.press(key);
        await expect.poll(() => isOpen(details)).toBe(open);
        expect(await focused(page)).toMatchObject({ tag: 'summary', hasRing: true });
      }

      // The address stays the same, and the link leads there all the same.
      await page.getByRole('link', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
      await details.locator('> summary:focus').waitFor();
      expect(await isOpen(details)).toBe(true);
    }));

  it('opens every box by keyboard, and shows where the focus is', () =>
    visit(PHONE, async (page) => {
      const all = page.locator('details');
      const opened: string[] = [];
      let at = await tab(page);
      while (at.tag === 'summary' && opened.length < 100) {
        await page.keyboard.press(opened.length % 2 === 0 ? 'Enter' : 'Space');
        await expect.poll(() => isOpen(page.locator('details:has(> summary:focus)'))).toBe(true);
        opened.push(at.name);
        at = await tab(page);
      }
      expect(opened).toEqual(await all.locator('> summary').allTextContents());
      expect(opened.length).toBeGreaterThan(10);
      expect(await page.locator('details:not([open])').count()).toBe(0);
    }));

  it('needs no script', () =>
    visit({ ...DESKTOP, javaScriptEnabled: false }, async (page) => {
      for (const box of Object.keys(numbersOf(flow))) {
        await page.locator(`.picture a[href="#box-${box}"]`).click();
        expect(new URL(page.url()).hash).toBe(`#box-${box}`);
        await expect.poll(async () => isInView(page, await boxAt(page, box).boundingBox())).toBe(true);
      }
      expect(await page.locator('details[open]').count()).toBe(0);
      for (const details of await page.locator('details').all()) {
        await details.locator('> summary').click();
        await details.locator('tbody tr').first().waitFor({ state: 'visible' });
        await details.locator('> summary').click();
        await details.locator('tbody tr').first().waitFor({ state: 'hidden' });
      }
    }));

  it('lists in each box what litscreen explain lists', () =>
    visit(DESKTOP, async (page) => {
      for (const [box, path, label] of [
        ['databases.excluded', 'databases.excluded', 'Records excluded'],
        ['included.studies', 'included.reports', 'Reports of included studies'],
        ['databases.duplicates', 'databases.duplicates', 'Duplicate records removed'],
      ] as const) {
        const { ids } = slm.json(['explain', path, '--json']) as { ids: string[] };
        const details = boxAt(page, box).locator('details').filter({ hasText: label });
        await details.getByText(label, { exact: true }).click();
        await details.locator('tbody').waitFor({ state: 'visible' });
        expect(await details.locator('tbody th').allInnerTexts()).toEqual(ids);
        expect(await details.locator('summary .n').innerText()).toBe(String(ids.length));
        expect(await details.locator('caption').innerText()).toContain(`${label}: ${ids.length} `);
      }
    }));

  it.each([
    ['a wide screen', DESKTOP],
    ['a phone', PHONE],
  ])('has no barrier that axe knows, on %s', (_, device) =>
    // The page's policy would refuse axe.
    visit({ ...device, bypassCSP: true }, async (page) => {
      await page.evaluate(axeCore.source);
      expect(await barriers(page)).toEqual([]);
      await openAll(page);
      // All rows are alike, and axe takes half a minute for some thousand of them.
      await page.locator('tbody tr:nth-child(n + 10)').evaluateAll((rows) => rows.forEach((row) => row.remove()));
      expect(await barriers(page)).toEqual([]);
    }),
  );

  it('shows what titles say, and does nothing that they say', async () => {
    const titles = [
      '<script>window.pwned=1</script>',
      '<img src=x onerror="window.pwned=1"> after an image',
      'Cats ]]> and --> dogs </table></details>',
      `"Double" and 'single' quotes & an &amp;`,
      '\u202eedirrevo na\u202c and text \u2067after\u2069 it',
      'x'.repeat(10_000),
    ];
    const shown = [
      ...titles.slice(0, 3),
      `"Double" and 'single' quotes & an &`,
      'edirrevo na and text after it',
      expect.stringMatching(/^x{400}…$/),
    ];
    const source = '<img src=y onerror=window.pwned=1>';
    const name = `</title></h1><script>window.pwned=1</script>${'y'.repeat(1000)}`;
    const wd = workdir();
    wd.ok(['init', '.', '--template', 'slm']);
    wd.write('review.yaml', wd.read('review.yaml').replace(/^title: .*/m, `title: ${JSON.stringify(name)}`));
    const entries = titles.map((title) => `TY  - JOUR\nTI  - ${title}\nAU  - Poe, Edgar\nPY  - 2024\nER  - \n\n`);
    wd.write('a.ris', entries.join(''));
    wd.ok(['ingest', 'a.ris', '--search', 'a', '--database', source, '--date', '2025-01-01']);
    wd.ok(['dedupe']);
    wd.ok(['flow', '--output', 'output/prisma.html']);
    for (const device of [DESKTOP, PHONE]) {
      await visit(
        device,
        async (page) => {
          await openAll(page);
          const details = boxAt(page, 'databases.screened').locator('details');
          expect(await details.locator('td:nth-of-type(1)').allInnerTexts()).toEqual(shown);
          expect(await page.locator('h1').innerText()).toBe(name);
          expect(await page.title()).toContain(name);
          expect(await page.locator('summary').filter({ hasText: source }).count()).toBe(1);
          expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
          expect(await page.locator('img, script + script, h1 script, td *, th *').count()).toBe(0);
          await expectNoSidewaysScroll(page);
          expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
        },
        wd,
      );
    }
  });

  it('prints the picture, however narrow', () =>
    visit(PHONE, async (page) => {
      const svg = page.locator('.picture svg');
      expect(await svg.isVisible()).toBe(false);
      await page.emulateMedia({ media: 'print' });
      expect(await svg.isVisible()).toBe(true);
      expect((await svg.boundingBox())?.width).toBeGreaterThan(300);
      await expectNoSidewaysScroll(page);
    }));
});

/** The numbers in each box of the picture, in their order. */
function numbersOf({ databases, other, included }: FlowJson): Record<string, readonly number[]> {
  return {
    // The kind of the sources stands before them; there are no registers.
    'databases.identified': [databases.identified, ...databases.sources.map(({ n }) => n), 0],
    'databases.duplicates': [databases.duplicates, databases.automation, databases.otherRemoved],
    'databases.screened': [databases.screened],
    'databases.excluded': [databases.excluded],
    ...retrieved('databases', databases),
    'other.identified': [other.identified, ...other.sources.map(({ n }) => n)],
    ...retrieved('other', other),
    'included.studies': [included.studies, included.reports],
  };
}

function retrieved(name: string, column: FlowColumn): Record<string, readonly number[]> {
  return {
    [`${name}.sought`]: [column.sought],
    [`${name}.notRetrieved`]: [column.notRetrieved],
    [`${name}.assessed`]: [column.assessed],
    [`${name}.excludedReports`]: [column.excludedReports.reduce((sum, { n }) => sum + n, 0)],
  };
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\(n = ([^)]+)\)/g)].map(([, n = '']) => Number(n.replaceAll(/\D/g, '')));
}

function boxAt(page: Page, path: string): Locator {
  return page.locator(`[id="box-${path}"]`);
}

function isOpen(details: Locator): Promise<boolean> {
  return details.evaluate((element) => (element as HTMLDetailsElement).open);
}

function openAll(page: Page): Promise<void> {
  return page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
}

/** Neither the page nor a part of it. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page
    .locator('html, .rows')
    .evaluateAll((all) => all.filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.outerHTML));
  expect(wide.map((html) => html.slice(0, 200))).toEqual([]);
}

function isInView(page: Page, box: Awaited<ReturnType<Locator['boundingBox']>>): boolean {
  const height = page.viewportSize()?.height ?? 0;
  return box !== null && box.y >= 0 && box.y < height;
}

interface Focused {
  readonly tag: string;
  readonly name: string;
  readonly hasRing: boolean;
  readonly isInView: boolean;
}

function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom } = element.getBoundingClientRect();
    return {
      tag: element.tagName.toLowerCase(),
      name: element.getAttribute('aria-label') ?? element.textContent,
      hasRing: element.matches(':focus-visible') && outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
      isInView: top >= 0 && bottom <= innerHeight,
    };
  });
}

/** Goes on by one Tab: what has the focus then shows that it has. */
async function tab(page: Page): Promise<Focused> {
  await page.keyboard.press('Tab');
  const at = await focused(page);
  if (at.tag !== 'body') expect(at).toMatchObject({ hasRing: true, isInView: true });
  return at;
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() => axe.run());
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}), ${nodes.length} times: ${nodes[0]?.html}`);
}
