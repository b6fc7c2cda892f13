import { describe, expect, it } from 'vitest';
import { keyOfNumber, numbersInAddresses } from '../../../src/formats/tagged/known-numbers.ts';

describe('numbersInAddresses', () => {
  it.each([
    ['https://www.scopus.com/record.uri?partnerID=40&eid=2-s2.0-85074596690', { eid: '2-s2.0-85074596690' }],
    ['https://pubmed.ncbi.nlm.nih.gov/22752652/', { pmid: '22752652' }],
    ['http://www.ncbi.nlm.nih.gov/pubmed/22752652', { pmid: '22752652' }],
    ['https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7999968', { pmcid: 'PMC7999968' }],
    ['https://pmc.ncbi.nlm.nih.gov/articles/PMC7999968/', { pmcid: 'PMC7999968' }],
    ['https://www.embase.com/search/results?subaction=viewrecord&id=L643474277&from=export', { embase: 'L643474277' }],
    ['https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=8058222', { ieee: '8058222' }],
    ['https://ieeexplore.ieee.org/abstract/document/8058222/', { ieee: '8058222' }],
    ['https://lens.org/000-463-679-101-319', { lens: '000-463-679-101-319' }],
    ['https://openalex.org/W2741809807', { openalex: 'W2741809807' }],
    ['https://arxiv.org/abs/2401.01234v2', { arxiv: '2401.01234' }],
    ['http://arxiv.org/pdf/cs.AI/0601001', { arxiv: 'cs.AI/0601001' }],
    ['https://doi.org/10.1000/xyz', {}],
  ])('reads %s', (address, ids) => expect(numbersInAddresses([address])).toEqual(ids));

  it('reads several addresses', () => {
    expect(numbersInAddresses(['x', 'https://lens.org/000-463-679-101-31X', 'https://openalex.org/works/W1'])).toEqual({
      lens: '000-463-679-101-31X',
      openalex: 'W1',
    });
  });
});

describe('keyOfNumber', () => {
  it.each([
    ['WOS:000282053100002', 'ut'],
    ['2-s2.0-85074596690', 'eid'],
    ['PMC2214645', 'pmcid'],
    ['L643474277', 'embase'],
    ['CN-00778158', 'cochrane'],
    ['EJ389705', 'eric'],
    ['ED602023', 'eric'],
    ['000-463-679-101-319', 'lens'],
    ['rayyan-229697632', 'rayyan'],
    ['21553931', undefined],
    ['2020-55555-005', undefined],
    ['see WOS:000282053100002', undefined],
  ])('%s is of %s', (number, key) => expect(keyOfNumber(number)).toBe(key));
});
