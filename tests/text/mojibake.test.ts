import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairMojibake } from '../../src/text/mojibake.ts';

const windows1252 = new TextDecoder('windows-1252');
const breakOnce = (text: string) => windows1252.decode(new TextEncoder().encode(text), { stream: true });

describe('repairMojibake', () => {
  it.each([
    ['MÃ¼ller', 'Müller'],
    ['childrenâ€™s â€œfirstâ€\u009d words', 'children’s “first” words'],
    ['2013â€“2015', '2013–2015'],
    ['JosÃ© GarcÃ\u00ada', 'José García'],
    ['CafÃƒÂ©', 'Café'],
    ['æ—¥æœ¬', '日本'],
    ['naïve Ångström, Ærø, Çelik', 'naïve Ångström, Ærø, Çelik'],
    ['São Paulo; AÇÃO; Ãrvore', 'São Paulo; AÇÃO; Ãrvore'],
    ['25 Â°C', '25 °C'],
    ['“AMANHÃ”, ‘IRMÃ’', '“AMANHÃ”, ‘IRMÃ’'],
    ['CÃ”TE, Ã–sterreich', 'CÔTE, Österreich'],
    ['“Â” is a letter', '“Â” is a letter'],
    ['Ä… is German', 'Ä… is German'],
    ['ZieliÅ„ski, TomÃ¡Å¡', 'Zieliński, Tomáš'],
    ['plain text', 'plain text'],
  ])('%s is %s', (written, meant) => expect(repairMojibake(written)).toBe(meant));

  /** Text of words as they are written: letters that stand side by side in none can look like what was broken. */
  const words =
    'Müller naïve children’s “first” 2013–2015 日本語 Größe 5 °C José García; São Ángel Übung € 10 Ærø œuvre α-Helix Łódź'.split(
      ' ',
    );
  const text = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((list) => list.join(' '));

  it('gives back what was broken', () => {
    fc.assert(
      fc.property(text, (meant) => {
        // One letter of Eastern Europe alone shows nothing.
        expect(repairMojibake(breakOnce(`Größe ${meant}`))).toBe(`Größe ${meant}`);
      }),
    );
  });

  it('leaves words alone', () => {
    fc.assert(
      fc.property(text, (meant) => {
        expect(repairMojibake(meant)).toBe(meant);
      }),
    );
  });

  it('takes long text in no time', () => {
    const text = 'Ã'.repeat(200_000) + 'â€'.repeat(200_000);
    expect(repairMojibake(text).length).toBeGreaterThan(0);
  });
});
