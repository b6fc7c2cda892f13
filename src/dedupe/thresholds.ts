/**
 * Every number by which the rules of matching are set. Shares are of the words of two titles (Jaccard), or of the letters of
 * two abstracts (1 − edit distance ÷ length). They are no constants of the modules that use them, so that `bench/dedupe` can
 * set them from some labelled sets and try them on another.
 */
export const THRESHOLDS = {
  /** The same DOI links titles with so many words in common, where the authors do not differ. */
  oneDoi: 0.6,
  /** Under the same DOI, titles with fewer words in common and few authors in common are two documents. */
  wrongDoi: 0.3,
  /** The same DOI and other numbers: titles with so many words in common are for a person. */
  numbersUnderOneDoi: 0.5,
  /** The same pages from first to last by the same authors link titles with so many words in common. */
  oneRange: 0.5,
  /** The same first page by the same authors: titles with so many words in common are for a person. */
  onePage: 0.6,
  /** Nothing but a word or two of the title differs: for a person from here on, … */
  nearlyAlike: 0.7,
  /** … of which not all authors are the same, from here on, … */
  nearlyAlikeInPart: 0.75,
  /** … whose authors are not known, from here on. */
  nearlyAlikeUnknown: 0.85,
  /** The same abstract under titles with so many words in common is for a person. */
  oneAbstract: 0.6,
  /** Two beginnings of abstracts with so many letters in common are one. */
  abstract: 0.85,
};
