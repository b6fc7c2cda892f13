import { describe, expect, it } from 'vitest';
import { normaliseType } from '../../src/records/types.ts';

describe('normaliseType', () => {
  it.each([
    ['Article', 'article'],
    ['Conference Paper', 'conference-paper'],
    ['Conference Review', 'proceedings'],
    ['Review', 'review'],
    ['Short Survey', 'review'],
    ['Book', 'book'],
    ['Book Chapter', 'chapter'],
    ['Editorial', 'editorial'],
    ['Letter', 'letter'],
    ['Note', 'letter'],
    ['Erratum', 'erratum'],
  ])('of Scopus: %s', (text, expected) => expect(normaliseType([text])).toBe(expected));

  it.each([
    ['Article', 'article'],
    ['Article; Early Access', 'article'],
    ['Article; Proceedings Paper', 'conference-paper'],
    ['Proceedings Paper', 'conference-paper'],
    ['Review; Early Access', 'review'],
    ['Review; Book Chapter', 'chapter'],
    ['Article; Book Chapter', 'chapter'],
    ['Meeting Abstract', 'conference-paper'],
    ['Editorial Material', 'editorial'],
    ['Correction', 'erratum'],
    ['Retraction', 'erratum'],
    // What was retracted is still what it was.
    ['Article; Retracted Publication', 'article'],
    ['Book Review', 'other'],
    ['Letter', 'letter'],
    ['J', 'article'],
    ['B', 'book'],
    ['S', 'conference-paper'],
  ])('of Web of Science: %s', (text, expected) => expect(normaliseType([text])).toBe(expected));

  it.each([
    ['IEEE Conferences', 'conference-paper'],
    ['IEEE Journals', 'article'],
    ['IEEE Magazines', 'article'],
    ['IEEE Standards', 'article'],
    ['IEEE Early Access Articles', 'article'],
  ])('of IEEE: %s', (text, expected) => expect(normaliseType([text])).toBe(expected));

  it.each([
    ['JOUR', 'article'],
    ['EJOUR', 'article'],
    ['MGZN', 'article'],
    ['CONF', 'conference-paper'],
    ['CPAPER', 'conference-paper'],
    ['CHAP', 'chapter'],
    ['ECHAP', 'chapter'],
    ['BOOK', 'book'],
    ['EBOOK', 'book'],
    ['EDBOOK', 'book'],
    ['THES', 'thesis'],
    ['RPRT', 'report'],
    ['UNPB', 'preprint'],
    ['DATA', 'dataset'],
    ['PAT', 'patent'],
    ['ELEC', 'webpage'],
    ['GEN', 'other'],
  ])('of RIS: %s', (text, expected) => expect(normaliseType([text])).toBe(expected));

  it.each([
    ['article', 'article'],
    ['inproceedings', 'conference-paper'],
    ['conference', 'conference-paper'],
    ['proceedings', 'proceedings'],
    ['book', 'book'],
    ['incollection', 'chapter'],
    ['inbook', 'chapter'],
    ['phdthesis', 'thesis'],
    ['mastersthesis', 'thesis'],
    ['techreport', 'report'],
    ['unpublished', 'preprint'],
    ['dataset', 'dataset'],
    ['online', 'webpage'],
    ['software', 'other'],
  ])('of BibTeX: %s', (text, expected) => expect(normaliseType([text])).toBe(expected));

  it.each([
    ['Journal Article; Review', 'review'],
    ['Journal Article', 'article'],
    ['Preprint', 'preprint'],
    ['Published Erratum', 'erratum'],
  ])('of PubMed: %s', (text, expected) => expect(normaliseType([text])).toBe(expected));

  it.each([
    [[], undefined],
    [['', '  '], undefined],
    [[' REVIEW\n'], 'review'],
    // The first that we have a word for counts.
    [['misc', 'Preprint', 'Article'], 'preprint'],
    [['', 'GEN'], 'other'],
    [['GEN', 'Nothing we know'], 'other'],
  ])('of several candidates %j: %j', (candidates, expected) => expect(normaliseType(candidates)).toBe(expected));
});
