import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bibtex } from '../../../src/formats/bibtex/bibtex.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const one = (fields: string, type = 'article', key = 'k') => fieldsOf(bibtex, `@${type}{${key}, ${fields}}`);

describe('bibtex', () => {
  it.each([
    ['an entry', '@article{k, title = {One}}', 0],
    ['an entry over lines', '@article{k,\n  title = {One}\n}', 0],
    ['an entry without a key', '@article{title = {One}}', 0],
    ['an entry in parentheses', '@book(k, title = {One})', 0],
    ['a comment', '@comment{saved by me}', 0],
    ['a preamble', '@PREAMBLE{"x"}', 0],
    ['an abbreviation', '@string{acm = "ACM"}', 0],
    ['text before it', '% saved by me\n\n  @article{k, title = {One}}', 15],
  ])('is known by %s', (_, head, at) => expect(bibtex.sniff(head)).toBe(at));

  it.each([
    ['a style sheet', '@media (max-width: 600px) {\n  a { b: c }\n}\n@font-face {\n  a: b;\n}'],
    ['a program', '@Component({\n  selector: "a",\n})\n@Override\npublic void a() {}'],
    ['a mention', '@someone (see above)\nwrites to a@b.org, and more'],
    ['nothing', ''],
  ])('is not known by %s', (_, head) => expect(bibtex.sniff(head)).toBe(-1));

  it('reads every field of a record', () => {
    expect(
      one(
        `author = {M{\\"u}ller, Anna and van der Meer, P.}, title = {Distilling {SLMs}}, journal = {Journal of Models},
         year = {2024}, month = may, volume = {12}, number = {3}, pages = {101--110}, articleno = {e101},
         doi = {10.1000/a\\_b}, url = {https://www.scopus.com/record?eid=2-s2.0-1\\&x=y}, abstract = {We distil 50\\%.},
         keywords = {distillation, SLM}, issn = {1234-5678}, eissn = {8765-4321}, isbn = {978-3-16-148410-0},
         language = {English}, publisher = {Press}, note = {Cited by: 7}, pmid = {33355555}, numpages = {9}`,
      ),
    ).toEqual({
      type: ['article'],
      title: 'Distilling SLMs',
      authors: { order: 'family-first', names: ['Müller, Anna', 'van der Meer, P.'] },
      year: '2024',
      date: '2024-05',
      venue: 'Journal of Models',
      volume: '12',
      issue: '3',
      pages: '101–110',
      articleNumber: 'e101',
      doi: ['10.1000/a_b', 'https://www.scopus.com/record?eid=2-s2.0-1&x=y'],
      abstract: 'We distil 50%.',
      keywords: ['distillation', ' SLM'],
      issn: ['1234-5678', '8765-4321'],
      isbn: ['978-3-16-148410-0'],
      language: 'English',
      publisher: 'Press',
      url: 'https://www.scopus.com/record?eid=2-s2.0-1&x=y',
      ids: { eid: '2-s2.0-1', pmid: '33355555' },
      timesCited: '7',
      extra: { numpages: '9', 'citation-key': 'k' },
    });
  });

  it.each([
    ['title', 'title = {One}, subtitle = {Two}', 'One: Two'],
    ['title', 'title = {}, TITLE = {One}', 'One'],
    ['venue', 'journaltitle = {Journal}', 'Journal'],
    ['venue', 'booktitle = {Proceedings}, series = {LNCS}', 'Proceedings'],
    ['venue', 'journal = { }, booktitle = {Proceedings}', 'Proceedings'],
    ['year', 'date = {2024-05-21}', '2024-05-21'],
    ['date', 'date = {2024-05-21}, year = {2024}, month = jan', '2024-05-21'],
    ['date', 'year = 2024, month = {September}', '2024-09'],
    ['date', 'year = 2024, month = "5~" # may', '2024-05'],
    ['date', 'year = 2024, month = 11', '2024-11'],
    ['date', 'year = 2024, month = {13}', undefined],
    ['date', 'month = may', undefined],
    ['articleNumber', 'article-number = {e1}', 'e1'],
    ['articleNumber', 'art_number = {e1}', 'e1'],
    ['articleNumber', 'eid = {e1}', 'e1'],
    ['publisher', 'institution = {Uni}', 'Uni'],
    ['timesCited', 'times-cited = {12}', '12'],
    ['timesCited', 'note = {cited By 9; Conference of 2024}', '9'],
    ['url', 'url = {\\url{https://a.org/~b}}', 'https://a.org/~b'],
  ] as const)('finds the %s in %s', (name, fields, expected) => expect(one(fields)[name]).toBe(expected));

  it.each([
    ['a note that says more', 'note = {Cited by: 3; Open access}', { note: 'Cited by: 3; Open access' }],
    ['a note that says no more', 'note = {Cited by: 3}', {}],
    [
      'fields of no name of ours, decoded',
      'funding_text 1 = {M{\\"u}ller \\& Co}',
      { 'funding_text 1': 'Müller & Co' },
    ],
    ['fields that come again', 'file = {a}, file = {b}', { file: ['a', 'b'] }],
    ['the second of two abstracts', 'abstract = {a}, abstract = {b}', { abstract: 'b' }],
    ['nothing of empty fields', 'file = {}, note = { }', {}],
  ])('keeps %s', (_, fields, extra) => expect(one(fields).extra).toEqual({ ...extra, 'citation-key': 'k' }));

  it.each([
    [
      'its field',
      one('doi = {10.1000/a}, url = {https://doi.org/10.1000/b}'),
      ['10.1000/a', 'https://doi.org/10.1000/b'],
    ],
    ['the key, as ACM writes it', one('title = {One}', 'inproceedings', '10.1145/1.2'), ['10.1145/1.2']],
    ['no key of another kind', one('title = {One}', 'article', '10.x'), []],
  ])('finds the DOI in %s', (_, fields, doi) => expect(fields.doi).toEqual(doi));

  it.each([
    ['the type of the entry', one('title = {One}', 'inproceedings'), ['inproceedings']],
    ['what Scopus says before it', one('document_type = {Review}'), ['Review', 'article']],
    ['a type in a field', one('type = {Data Paper}', 'misc'), ['Data Paper', 'misc']],
    ['arXiv', one('eprint = {2301.00001}, archivePrefix = {arXiv}', 'misc'), ['preprint', 'misc']],
    ['arXiv of an article', one('eprint = {2301.00001}, eprinttype = {arxiv}'), ['article']],
  ])('takes for the type %s', (_, fields, type) => expect(fields.type).toEqual(type));

  it.each([
    ['of arXiv', one('eprint = {2301.00001}, archiveprefix = {arXiv}', 'misc'), { arxiv: '2301.00001' }],
    ['of no arXiv', one('eprint = {2301.00001}', 'misc'), undefined],
    ['of Web of Science', one('unique-id = {WOS:000514379300001}'), { ut: 'WOS:000514379300001' }],
    [
      'of Web of Science, in the key',
      one('title = {One}', 'article', 'WOS:000514379300001'),
      { ut: 'WOS:000514379300001' },
    ],
  ])('finds the accession number %s', (_, fields, ids) => expect(fields.ids).toEqual(ids));

  it.each([
    ['semicolons', 'keywords = {a, b; c}', ['a, b', ' c']],
    ['commas', 'keywords = {a,b}', ['a', 'b']],
    ['several fields', 'author_keywords = {a}, keywords = {b}, keywords-plus = {c}', ['a', 'b', 'c']],
    ['none', 'title = {One}', []],
  ])('parts keywords at %s', (_, fields, keywords) => expect(one(fields).keywords).toEqual(keywords));

  it('takes the school of a thesis for its venue, and of nothing else', () => {
    expect(one('school = {Uni}', 'phdthesis')).toMatchObject({ venue: 'Uni' });
    expect(one('school = {Uni}', 'techreport')).toMatchObject({ venue: undefined, publisher: 'Uni' });
  });

  it.each([
    ['a month by its name', 'month = {September}', '2024-09'],
    ['a month by its abbreviation', 'month = sep', '2024-09'],
    ['a month by its number', 'month = 9', '2024-09'],
    ['a day beside the month', 'month = sep, day = 5', '2024-09-05'],
    ['a day in the month', 'month = "5~" # sep', '2024-09'],
    ['a day that is none', 'month = sep, day = 35', '2024-09'],
    ['a date', 'month = sep, date = {2024-10-11}', '2024-10-11'],
    ['a season', 'month = {Spring}', undefined],
    ['two months', 'month = {MAY-JUN}', undefined],
    ['a month that is none', 'month = 13', undefined],
  ])('reads the date from %s', (_, fields, date) => expect(one(`year = 2024, ${fields}`).date).toBe(date));

  it('keeps a month that makes no date', () => {
    expect(one('year = 2024, month = {Spring}').extra).toMatchObject({ month: 'Spring' });
    expect(one('month = may').extra).toMatchObject({ month: 'may' });
  });

  it.each([
    ['the key of ACM', 'title = {One}', '10.1145/1234567', ['10.1145/1234567']],
    ['a key that says so', 'title = {One}', 'doi:10.1145/1234567', ['doi:10.1145/1234567']],
    ['a key like one', 'title = {One}', 'ten:10.1145', []],
  ])('takes a DOI from %s', (_, fields, key, doi) => expect(one(fields, 'article', key).doi).toEqual(doi));

  it.each([
    ['its field', 'pmid = {12345678}, pmcid = {PMC99}', 'k', { pmid: '12345678', pmcid: 'PMC99' }],
    ['an archive', 'eprint = {12345678}, eprinttype = {pubmed}', 'k', { pmid: '12345678' }],
    ['the key', 'title = {One}', 'pmid12345678', { pmid: '12345678' }],
    ['the note', 'note = {PMID: 12345678; PMCID: PMC99}', 'k', { pmid: '12345678', pmcid: 'PMC99' }],
    ['nothing', 'note = {A note}', 'k', undefined],
  ])('takes the number of PubMed from %s', (_, fields, key, ids) => {
    expect(one(fields, 'article', key).ids).toEqual(ids);
  });

  it.each([
    ['its key', 'title = {One}', '5071584'],
    ['its address', 'url = {http://ieeexplore.ieee.org/document/10848379}', 'k'],
    ['its DOI', 'doi = {10.1109/5.771073}', 'k'],
  ])('reads the people that IEEE Xplore puts into braces, as %s shows it', (_, fields, key) => {
    const names = 'author = {T. {Win} and {Hninn Mar Aung}}';
    expect(one(`${names}, ${fields}`, 'article', key).authors?.names).toEqual(['T. Win', 'Hninn Mar Aung']);
    expect(one(names).authors?.names).toEqual(['T. Win', { literal: 'Hninn Mar Aung' }]);
  });

  it('takes the language of BibLaTeX', () => expect(one('langid = {ngerman}')).toMatchObject({ language: 'ngerman' }));

  it('takes the title of a conference from either field', () => {
    expect(one('booktitle = {ACL}', 'proceedings')).toMatchObject({ title: 'ACL' });
    expect(one('booktitle = {ACL}', 'inproceedings')).toMatchObject({ title: undefined, venue: 'ACL' });
  });

  it.each([
    [
      'Scopus',
      'references = {Doe J., One, (2020); Roe A., Two, (2021)}',
      ['Doe J., One, (2020)', 'Roe A., Two, (2021)'],
    ],
    [
      'Web of Science',
      'cited-references = {{Doe J, 2020, ONE.\n   Roe A, 2021, TWO.}}',
      ['Doe J, 2020, ONE.', 'Roe A, 2021, TWO.'],
    ],
  ])('parts the cited references of %s', (_, fields, references) => {
    expect(one(fields).references).toEqual(references);
  });

  it.each([
    ['entries on one line', '@book{a, title = {One}} @book{b, title = {Two}}', 2],
    ['a sign in a title', '@book{a, title = {{Mail} @home}, note = {b} }', 1],
    ['types of BibLaTeX', '@mvbook{a, title = {One}}\n@in-book{b, title = {Two}}', 2],
    [
      'abbreviations, comments and containers',
      '@string{a = "b"}\n@comment{c}\n@preamble{"d"}\n@xdata{e, title = {x}}',
      0,
    ],
  ])('counts %s', (_, text, total) => {
    const counter = bibtex.counter();
    counter.add(text);
    expect(counter.total()).toBe(total);
    expect([...bibtex.parse(text)]).toHaveLength(total);
  });

  describe('takes what another entry keeps for it', () => {
    const titlesOf = (text: string) =>
      [...bibtex.parse(text)].map((item) => item.ok && [item.fields.title, item.fields.venue, item.fields.year]);

    it('from a container, which is no entry', () => {
      const text = '@xdata{x, year = 2020, journaltitle = {J}}\n@article{a, title = {One}, xdata = {x}}\n';
      expect(titlesOf(text)).toEqual([['One', 'J', '2020']]);
    });

    it('from several containers, the first one first', () => {
      const text =
        '@article{a, title = {One}, xdata = {y, x}}\n@xdata{x, year = 2020, journal = {J}}\n@xdata{y, year = 2021}';
      expect(titlesOf(text)).toEqual([['One', 'J', '2021']]);
    });

    it('over several entries', () => {
      const text =
        '@inbook{a, title = {One}, crossref = {b}}\n@book{b, title = {Two}, crossref = {c}}\n@book{c, title = {Three}, year = 2019}';
      expect(titlesOf(text)).toEqual([
        ['One', 'Two', '2019'],
        ['Two', 'Three', '2019'],
        ['Three', undefined, '2019'],
      ]);
    });

    it('but never in a circle', () => {
      const text =
        '@book{a, title = {One}, crossref = {b}}\n@book{b, title = {Two}, year = 2018, crossref = {a}}\n@book{c, title = {Three}, xdata = {c}}';
      expect(titlesOf(text)).toEqual([
        ['One', 'Two', '2018'],
        ['Two', 'One', '2018'],
        ['Three', undefined, undefined],
      ]);
    });

    it('however long the chain', () => {
      const entries = Array.from(
        { length: 20_000 },
        (_, index) => `@book{b${index}, title = {T}, crossref = {b${index + 1}}}`,
      );
      expect(titlesOf(entries.join('\n'))).toHaveLength(20_000);
    });
  });

  describe('follows a reference to the book', () => {
    const book =
      '@proceedings{B, title = {The Book}, year = 2020, publisher = {Press}, isbn = {1}, doi = {10.1000/book}}\n';
    const chapter = (more: string) => `@inproceedings{c, title = {Chapter}, crossref = {b}${more}}\n`;
    const read = (text: string) => [...bibtex.parse(text)].find((item) => item.ok && item.fields.title === 'Chapter');

    it.each([
      ['behind it', chapter('') + book],
      ['before it', book + chapter('')],
    ])('%s', (_, text) => {
      const expected = {
        venue: 'The Book',
        year: '2020',
        publisher: 'Press',
        isbn: ['1'],
        doi: [],
        extra: { 'citation-key': 'c' },
      };
      expect(read(text)).toMatchObject({ fields: expected });
    });

    it('and prefers what the chapter says itself', () => {
      expect(read(chapter(', year = 2021, booktitle = {Mine}') + book)).toMatchObject({
        fields: { venue: 'Mine', year: '2021' },
      });
    });

    it.each([
      ['that is not there', chapter('')],
      ['that is the entry itself', chapter('').replace('{c,', '{b,')],
      ['that is broken', `${chapter('')}@proceedings{b, title = {The\n`],
    ])('but not to one %s', (_, text) => expect(read(text)).toMatchObject({ fields: { venue: undefined } }));
  });

  it('rejects a broken entry alone', () => {
    const good = (title: string) => `@article{k,\n title = {${title}}\n}\n`;
    const text = `${good('One')}@article{k,\n title = {Two\n}\n@string{a = "b"}\n${good('Three')}% x\n@comment{y}\n${good('Four')}`;
    expect(outline(bibtex, text)).toEqual(['1@1 One', '2@4 unreadable', '3@8 Three', '4@13 Four']);
    expect([...bibtex.parse(text)][1]).toMatchObject({
      reason: 'the entry is never closed',
      text: expect.stringMatching(/^@article\{k,\n title = \{Two\n\}/) as string,
    });
  });

  const SAMPLE =
    '@article{a,\n title = {About {DNA}},\n author = {A, B and {C and D}},\n year = 2024,\n note = {Cited by: 3}\n}\n' +
    '@inproceedings{b, title = "Two", crossref = {a}, month = "5~" # may, url = {\\url{https://a.org/?eid=2-s2.0-1}}}\n';
  const PIECES = ['{', '}', '"', '\\', '\n', ',', '=', '#', '@', '\n@article{', ' and ', '$', '~', 'crossref = {b}'];

  it('reads anything', () => {
    fc.assert(
      fc.property(fc.oneof(mutationsOf(SAMPLE, PIECES), soupOf(PIECES)), (text) => {
        bibtex.sniff(text);
        expectWellFormed([...bibtex.parse(text)], text);
      }),
      { numRuns: 500 },
    );
  });

  it('always reads a good entry behind broken ones', () => {
    fc.assert(
      fc.property(mutationsOf(SAMPLE, PIECES), (broken) => {
        const text = `${broken}\n@book{good, title = {Good one}}\n`;
        expect(outline(bibtex, text).at(-1)).toMatch(new RegExp(`@${broken.split('\n').length + 1} Good one$`));
      }),
      { numRuns: 500 },
    );
  });
});
