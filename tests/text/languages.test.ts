import { describe, expect, it } from 'vitest';
import { languageOf, languagesOf } from '../../src/text/languages.ts';

describe('languageOf', () => {
  it.each([
    ['English', 'eng'],
    ['english', 'eng'],
    ['en', 'eng'],
    ['ENG', 'eng'],
    ['en-GB', 'eng'],
    ['en_US', 'eng'],
    ['German', 'ger'],
    ['deu', 'ger'],
    ['ger', 'ger'],
    ['Greek', 'gre'],
    ['Modern Greek', 'gre'],
    ['Greek, Modern (1453-)', 'gre'],
    ['Castilian', 'spa'],
    ['Chinese (Simplified)', 'chi'],
    ['Bokmål, Norwegian', 'nob'],
    ['und', undefined],
    ['Multiple languages', undefined],
    ['Englisch', undefined],
    ['', undefined],
  ])('%s: %s', (text, code) => expect(languageOf(text)).toBe(code));

  it('takes a text apart that names several', () => {
    expect(languagesOf('English; French')).toEqual(['eng', 'fre']);
    expect(languagesOf('English and Klingonese')).toEqual(['eng', undefined]);
    expect(languagesOf(' ')).toEqual([]);
  });
});
