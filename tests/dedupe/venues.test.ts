import { describe, expect, it } from 'vitest';
import { venuesAgree } from '../../src/dedupe/venues.ts';
import { foldText } from '../../src/text/fold.ts';

describe('venuesAgree', () => {
  it.each([
    ['Proc. ACM Softw. Eng.', 'Proceedings of the ACM on Software Engineering', true],
    ['Journal of Machine Learning Research', 'J MACH LEARN RES', true],
    ['NeurIPS', 'neurips', true],
    ['ICSE', 'International Conference on Software Engineering (ICSE)', true],
    ['ACL', '62nd Annual Meeting of the Association for Computational Linguistics', true],
    ['VLDB', 'Proceedings of the VLDB Endowment', true],
    ['Neural Networks', 'Neural Computation', false],
    ['Workshop on Small Models', 'Journal of Small Models', false],
    ['', 'Neural Networks', undefined],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(venuesAgree(foldText(a), foldText(b))).toBe(expected);
    expect(venuesAgree(foldText(b), foldText(a))).toBe(expected);
  });
});
