/**
 * What two reports can be to each other that are not one: a correction or retraction and its paper, a comment or reply, a
 * paper of a conference and its article (or one text in two places), a preprint and its article, versions of one document.
 */
export const RELATIONS = ['correction', 'comment', 'conference', 'preprint', 'version'] as const;
export type Relation = (typeof RELATIONS)[number];

/** The relations that a protocol may count as duplicates. A comment is never its paper. */
export const MERGEABLE = ['correction', 'conference', 'preprint', 'version'] as const satisfies readonly Relation[];
