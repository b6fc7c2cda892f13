import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseDoi } from '../../src/records/doi.ts';

const SICI = '10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o';

describe('normaliseDoi', () => {
  it.each([
    '10.1000/xyz123',
    '10.1000/XYZ123',
    ' 10.1000/xyz123\n',
    'https://doi.org/10.1000/xyz123',
    'http://dx.doi.org/10.1000/xyz123',
    'doi:10.1000/xyz123',
    'DOI 10.1000/xyz123',
    'doi: 10.1000/xyz123.',
    '10.1000/xyz123,',
    '"10.1000/xyz123"',
    '(10.1000/xyz123)',
    '(doi:10.1000/xyz123).',
    '<https://doi.org/10.1000/xyz123>',
    '[10.1000/xyz123]',
    '([10.1000/xyz123])',
    '10.1000/xyz123 [doi]',
    '10.1000/xyz123[doi]',
    '10.1000/xyz123[doi].',
    '10.1000/xyz123.)',
    '10.1000/xyz123;10.1000/other',
    'https://doi.org/10.1000/xyz123/',
    'https://proxy.example.org/login?url=https%3A%2F%2Fdoi.org%2F10.1000%2Fxyz123&id=7',
    'https://publisher.org/10.1000/xyz123/full.',
    'https://doi.org/10.1000%2Fxyz123',
    // What an address says behind the DOI is not part of it.
    'https://publisher.org/doi/full/10.1000/xyz123?download=true#page-2',
    'https://publisher.org/10.1000/xyz123/abstract',
    'https://publisher.org/doi/pdf/10.1000/xyz123.pdf',
    'https://doi.org/10.1000%2FXYZ123.',
    // Of several the first counts.
    '10.1000/xyz123 10.1000/other',
    '10.1000/xyz123; 10.1000/other',
    'S0021-9150 [pii]; 10.1000/xyz123 [doi]',
  ])('%j', (text) => expect(normaliseDoi(text)).toBe('10.1000/xyz123'));

  it.each([
    '10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O',
    '10.1002/(SICI)1097-4571(199806)49:8&lt;693::AID-ASI4&gt;3.0.CO;2-O',
    '10.1002/(SICI)1097-4571(199806)49:8&amp;lt;693::AID-ASI4&amp;gt;3.0.CO;2-O',
    'https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O',
    'https://doi.org/10.1002%2F(SICI)1097-4571(199806)49%3A8%3C693%3A%3AAID-ASI4%3E3.0.CO%3B2-O',
    'https://doi.org/10.1002%2f%28sici%291097-4571%28199806%2949%3a8%3c693%3a%3aaid-asi4%3e3.0.co%3b2-o',
  ])('keeps the signs that a SICI is made of: %s', (text) => expect(normaliseDoi(text)).toBe(SICI));

  it.each([
    // Brackets that were opened in the DOI are its own.
    ['10.1016/0021-9150(94)90018-3', '10.1016/0021-9150(94)90018-3'],
    ['10.1016/S0140-6736(05)', '10.1016/s0140-6736(05)'],
    ['(10.1016/S0140-6736(05))', '10.1016/s0140-6736(05)'],
    ['10.1000/a[b]', '10.1000/a[b]'],
    ['10.1145/3366423.3380123', '10.1145/3366423.3380123'],
    ['10.48550/arXiv.2301.00001', '10.48550/arxiv.2301.00001'],
    ['10.1007/978-3-030-1_2', '10.1007/978-3-030-1_2'],
    ['10.1000/r&amp;d', '10.1000/r&d'],
    ['10.1000/a/b/c', '10.1000/a/b/c'],
    ['10.1000/a/full', '10.1000/a/full'],
  ])('%s is %s', (text, expected) => expect(normaliseDoi(text)).toBe(expected));

  it.each([
    '',
    'n/a',
    '10.1000',
    '10.1000/',
    '10.1000/.',
    '10.12/x',
    'https://doi.org/',
    'https://arxiv.org/abs/2010.12345',
  ])('finds none in %j', (text) => expect(normaliseDoi(text)).toBeUndefined());

  it('stays as read what has a broken escape', () => {
    expect(normaliseDoi('10.1000/a%2fb%zz')).toBe('10.1000/a%2fb%zz');
  });

  it('is done once, however a DOI is dressed up', () => {
    const suffix = fc
      .array(fc.constantFrom('a', 'B', '7', '.', '-', '_', ';', ':', '/', '(x)', '<1::a>', '[2]'), { minLength: 1 })
      .map((parts) => `x${parts.join('')}9`);
    const prefix = fc.constantFrom(
      '',
      'https://doi.org/',
      'http://dx.doi.org/',
      'doi:',
      'DOI ',
      ' ',
      '(',
      '<',
      '"',
      '[doi] ',
    );
    const tail = fc.constantFrom('', '.', ',', ';', '"', ' ', ')', ').', '>', ' [doi]', '[doi]', ' and 10.1000/other');
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 99999 }), suffix, prefix, tail, (registrant, name, before, after) => {
        const doi = `10.${registrant}/${name}`;
        expect(normaliseDoi(before + doi + after)).toBe(doi.toLowerCase());
        expect(normaliseDoi(doi.toLowerCase())).toBe(doi.toLowerCase());
        expect(normaliseDoi(`https://doi.org/${encodeURIComponent(doi)}`)).toBe(doi.toLowerCase());
      }),
      { numRuns: 500 },
    );
  });
});

it.each([
  // Old DOIs of the American Psychological Association have two slashes; a registrant may have parts.
  ['10.1037//0022-3514.83.3.606', '10.1037//0022-3514.83.3.606'],
  ['10.1000.10/123', '10.1000.10/123'],
  // What a resolver's address escapes belongs to the DOI.
  ['https://doi.org/10.1000%2Fabc%3Fd', '10.1000/abc?d'],
  ['https://doi.org/10.1002/abc%3C1::AID-X%3E3.0.CO;2-%23', '10.1002/abc<1::aid-x>3.0.co;2-#'],
  ['10.1000/a%3Cb%3E', '10.1000/a<b>'],
  ['2010.12345/x', undefined],
])('%s is %s', (text, expected) => expect(normaliseDoi(text)).toBe(expected));
