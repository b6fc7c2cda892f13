import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Author } from '../../src/model/record.ts';
import { parseAuthors, shortName, surnameOf } from '../../src/records/authors.ts';

const parse = (order: 'family-first' | 'given-first', ...names: string[]) => parseAuthors({ order, names });
const told = (authors: readonly Author[]) =>
  authors.map((author) => ('literal' in author ? `(${author.literal})` : `${author.family} | ${author.given ?? ''}`));

describe('parseAuthors', () => {
  it.each([
    // as RIS, BibTeX and Web of Science write them
    ['Smith, John', 'Smith | John'],
    ['Smith, J. A.', 'Smith | J. A.'],
    ['van der Meer, P.', 'van der Meer | P.'],
    ['Müller-Lüdenscheidt, H.-P.', 'Müller-Lüdenscheidt | H.-P.'],
    ['O’Brien, Conan', 'O’Brien | Conan'],
    ['García Márquez, Gabriel', 'García Márquez | Gabriel'],
    ['King, M. L., Jr.', 'King | M. L. Jr.'],
    ['King, Jr., Martin Luther', 'King | Martin Luther Jr.'],
    ['Smith Jr., John', 'Smith | John Jr.'],
    ['Martin Luther King, Jr.', 'King | Martin Luther Jr.'],
    ['Smith, Jr.', 'Smith | Jr.'],
    ['John Smith III', 'Smith | John III'],
    ['Smith J Jr', 'Smith | J Jr'],
    ['Igo R.P., Jr.', 'Igo | R.P. Jr.'],
    ['Connolly, SR', 'Connolly | SR'],
    ['Ivanov, II', 'Ivanov | II'],
    ['Stillman, Andrew N. (a.stillman@example.org)', 'Stillman | Andrew N.'],
    ['John Council', 'Council | John'],
    ['Smith,John', 'Smith | John'],
    ['Smith, John,', 'Smith | John'],
    ['Smith, John;', 'Smith | John'],
    ['Smith,', '(Smith)'],
    [', John', '(John)'],
    // as Scopus writes them
    ['Smith J.', 'Smith | J.'],
    ['Smith J.A.', 'Smith | J.A.'],
    ['Smith J. A.', 'Smith | J. A.'],
    ['Smith JA', 'Smith | JA'],
    ['Lee S.-H.', 'Lee | S.-H.'],
    ['Çelik Ö.', 'Çelik | Ö.'],
    ['van der Meer P.', 'van der Meer | P.'],
    ['de la Cruz-Jones M.-A.', 'de la Cruz-Jones | M.-A.'],
    ['Ivanov Yu.N.', 'Ivanov | Yu.N.'],
    ['Smith J.A. Jr.', 'Smith | J.A. Jr.'],
    // as BibTeX may write them
    ['John Smith', 'Smith | John'],
    ['J. A. Smith', 'Smith | J. A.'],
    ['Ludwig van Beethoven', 'van Beethoven | Ludwig'],
  ])('family first: %s', (name, expected) => expect(told(parse('family-first', name))).toEqual([expected]));

  it.each([
    ['J. A. Smith', 'Smith | J. A.'],
    ['John Smith', 'Smith | John'],
    ['Jean-Pierre Dupont', 'Dupont | Jean-Pierre'],
    ['Peter van der Meer', 'van der Meer | Peter'],
    ['Oscar de la Hoya', 'de la Hoya | Oscar'],
    ['José dos Santos', 'dos Santos | José'],
    ['O. St. John', 'St. John | O.'],
    ['Martin Luther King Jr.', 'King | Martin Luther Jr.'],
    ['John Smith III', 'Smith | John III'],
    // A surname that looks like a particle is one where nothing follows it.
    ['Quoc V. Le', 'Le | Quoc V.'],
    ['Xu Du', 'Du | Xu'],
    ['Da Vinci', 'Vinci | Da'],
    ['Smith, John', 'Smith | John'],
  ])('given first: %s', (name, expected) => expect(told(parse('given-first', name))).toEqual([expected]));

  it.each(['family-first', 'given-first'] as const)('%s: a name of one word is taken as it is', (order) => {
    expect(told(parse(order, 'WHO', 'OpenAI'))).toEqual(['(WHO)', '(OpenAI)']);
  });

  it('takes the name of a body as a whole', () => {
    const names = ['World Health Organization', { literal: 'Doe, Roe and Sons' }, { literal: ' ' }, 'Doe, J.'];
    expect(told(parseAuthors({ order: 'family-first', names }))).toEqual([
      '(World Health Organization)',
      '(Doe, Roe and Sons)',
      'Doe | J.',
    ]);
  });

  it('parts names that stand in one value', () => {
    expect(told(parse('family-first', 'Doe, J.; Roe, R.;', 'Poe, E.'))).toEqual(['Doe | J.', 'Roe | R.', 'Poe | E.']);
  });

  it.each(['', '  ', ',', 'et al.', 'et al', 'others', 'Anonymous', '[Anonymous]', 'N/A', 'n/a'])(
    'takes %j for nobody',
    (name) => expect(parse('family-first', 'Doe, J.', name)).toEqual([{ family: 'Doe', given: 'J.' }]),
  );

  it('cleans what it reads, and keeps the order', () => {
    expect(parse('family-first', ' Mu\u0308ller,\u00a0A. ', 'Gonz&aacute;lez, B.', '<i>Doe</i>, C.')).toEqual([
      { family: 'Müller', given: 'A.' },
      { family: 'González', given: 'B.' },
      { family: 'Doe', given: 'C.' },
    ]);
    expect(parseAuthors(undefined)).toEqual([]);
  });

  it('loses no word of a name, and leaves no part empty', () => {
    const words = fc.array(
      fc.constantFrom('Smith', 'van', 'der', 'de', 'J.', 'JA', 'M.-A.', 'Jr.', 'III', 'Öz', 'St.'),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const orders = fc.constantFrom('family-first' as const, 'given-first' as const);
    fc.assert(
      fc.property(orders, fc.array(words, { minLength: 1, maxLength: 3 }), (order, parts) => {
        const name = parts.map((part) => part.join(' ')).join(', ');
        const [author] = parse(order, name);
        const read = author && 'literal' in author ? [author.literal] : [author?.family ?? '', author?.given ?? ''];
        expect(read).not.toContain('');
        expect(read.join(' ').split(' ').sort()).toEqual(name.replaceAll(',', '').split(' ').sort());
      }),
      { numRuns: 500 },
    );
  });
});

it('surnameOf is what matching compares', () => {
  expect(surnameOf({ family: 'van der Meer', given: 'P.' })).toBe('van der Meer');
  expect(surnameOf({ literal: 'WHO' })).toBe('WHO');
});

it.each([
  [{ family: 'Zhu', given: 'Xiang' }, 'Zhu X'],
  [{ family: 'Smith', given: 'J.A.' }, 'Smith JA'],
  [{ family: 'Smith', given: 'J. A.' }, 'Smith JA'],
  [{ family: 'Dupont', given: 'Jean-Pierre' }, 'Dupont JP'],
  [{ family: 'van der Meer', given: 'élan' }, 'van der Meer É'],
  [{ family: 'Smith' }, 'Smith'],
  [{ literal: 'World Health Organization' }, 'World Health Organization'],
])('shortName(%j) is %s', (author, expected) => expect(shortName(author)).toBe(expected));
