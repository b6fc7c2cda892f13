/** What `init` writes into a new review folder. */

export const GITATTRIBUTES = `# Ledgers are append-only, one person each: two branches of one person join by keeping the lines of both.
dedupe/rulings/*.csv merge=union
filters/manual/*.csv merge=union
screening/*/votes/*.csv merge=union
screening/*/resolutions/*.csv merge=union
screening/*/openings/*.csv merge=union
screening/*/rounds.yaml merge=union
retrieval/*.csv merge=union
studies/*.csv merge=union
extraction/entries/*.csv merge=union
extraction/resolutions/*.csv merge=union
# Derived tables: a merge keeps the lines of both, and \`litscreen dedupe\` and \`filter\` write them anew.
dedupe/*.csv merge=union
filters/*.csv merge=union
# The same bytes on every machine: hashes are part of the record.
*.csv text eol=lf
*.jsonl text eol=lf
*.yaml text eol=lf
output/*.json text eol=lf
output/*.svg text eol=lf
versions/*.json text eol=lf
# Tables for other programs keep the line ends that these ask for.
output/*.csv -text
searches/*/raw/** -text
`;

export const GITIGNORE = `# Locks, indexes and torn lines: never the only copy of anything.
.litscreen/
.*.litscreen-tmp
# What sealed votes say, until they are opened: each is the only copy, so keep the folder.
screening/*/sealed/
# Exports may be under the licence of their database. Everything but \`ingest\` works without them; to leave them out:
# searches/*/raw/
`;

/** The settings of a template that a file does not have. */
export function missingLines(present: string, template: string): string[] {
  const has = new Set(present.split('\n').map((line) => line.trim()));
  return template.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !has.has(line));
}

const BLANK = `# The protocol of this review. litscreen reads it at every command; keep it in git.
schemaVersion: 1
title: "Title of the review"
protocol: 1 # the number of this protocol; an amendment counts it up
version: 1 # 1 for a new review; an update counts it up

# The people of the review. An id is used on the command line and in file names and never changes; a name may.
reviewers:
  - { id: R1, name: First Reviewer }
  - { id: R2, name: Second Reviewer }
  - { id: R3, name: Third Reviewer }

questions:
  - { id: rq1, text: What is known about … ? }

criteria:
  include:
    - { id: topic, label: about … }
  # The reasons for exclusion, in the order of their priority: a report has one primary reason. \`stages\` limits a
  # reason to title-abstract or full-text.
  exclude:
    - { id: off-topic, label: not about … }
    - { id: wrong-type, label: no primary study }
    - { id: no-data, label: no usable data, stages: [full-text] }

# Reports that belong together and are not one are kept apart, and listed in dedupe/related.csv. Take the # away to count
# some as duplicates: a correction or retraction of a paper, a conference paper and its article, a preprint and its
# article, versions of one document (Cochrane's pub2 and pub3).
# dedupe: { correction: separate, conference: separate, preprint: separate, version: separate }

# Limits that \`litscreen filter\` applies before screening. A report is removed only if every record of it that states
# the field fails; what cannot be decided is left to people. Take the # away to set them.
# filters:
#   languages: [English]
#   dates: { from: 2023-01, to: 2025-01 }
#   types: [article, conference-paper]

# How the flow is told: prisma-scr for a scoping review, and the reasons for exclusion on title and abstract in the diagram.
# flow: { wording: prisma-2020, titleAbstractReasons: true }

# Terms that are marked while people read, and what they do not see. Take the # away to set them.
# highlights: { include: ['randomi* trial', cohort], exclude: [mice] }
# hide: [authors, venue]

# How each stage is decided.
#   reviewers     who votes, each alone; \`votes\` says how many votes a report needs
#   adjudicators  who may rule on a conflict; never on a report that they voted on
#   maybe         include: a maybe goes on to full text; conflict: it asks for a ruling
#   conflicts     when-both-voted, or when-round-complete: when conflicts are shown
#   reasons       priority: of two reasons the first above counts; ruling: people rule
# And where they are set: \`split\` deals the reports out, \`rule: liberal-accelerated\` lets one include pass, \`order\` is the
# order of reading (random by \`seed\` of this file, ingested, search, newest, oldest).
stages:
  title-abstract:
    reviewers: [R1, R2]
    adjudicators: [R3]
    votes: 2
    maybe: include
    conflicts: when-both-voted
    reasons: priority
  full-text:
    reviewers: [R1, R2]
    adjudicators: [R3]
    votes: 2
    maybe: conflict
    conflicts: when-both-voted
    reasons: priority
`;

// Facts from Corradini, Leonesi and Piangerelli (2025), Big Data and Cognitive Computing 9(7):189,
// doi:10.3390/bdcc9070189; the questions and criteria in words of our own.
const SLM = `# The protocol of the worked example: a systematic review of small language models
# (Corradini, Leonesi and Piangerelli 2025, doi:10.3390/bdcc9070189).
schemaVersion: 1
title: State of the art and future directions of small language models
protocol: 1
version: 1
authors: [Flavio Corradini, Matteo Leonesi, Marco Piangerelli]

reviewers:
  - { id: MP, name: Marco Piangerelli }
  - { id: ML, name: Matteo Leonesi }
  - { id: FC, name: Flavio Corradini }

questions:
  - { id: a, text: 'Which types of papers are there on small language models, for which applications, and what is publicly available?' }
  - { id: b, text: 'Which architectures, and which techniques of compression and optimisation, are used?' }
  - { id: c, text: On which benchmarks are the models evaluated? }
  - { id: d, text: Which challenges remain? }

criteria:
  include:
    - { id: slm, label: presents a small language model or a method for small language models }
    - { id: up-to-7b, label: at most 7 billion parameters }
    - { id: english, label: in English }
    - { id: dates, label: January 2023 to January 2025 }
  # In the order of priority. The databases' own filters had removed other languages and dates before export.
  exclude:
    - { id: not-slm, label: not about small language models }
    - { id: over-7b, label: over 7 billion parameters }
    - { id: not-english, label: not in English }
    - { id: out-of-dates, label: outside January 2023 to January 2025 }

# Two reviewers screened independently and discussed where they differed; where that failed, a third decided.
stages:
  title-abstract:
    reviewers: [MP, ML]
    adjudicators: [FC]
    votes: 2
    maybe: include
    conflicts: when-both-voted
    reasons: priority
  full-text:
    reviewers: [MP, ML]
    adjudicators: [FC]
    votes: 2
    maybe: conflict
    conflicts: when-both-voted
    reasons: priority
`;

export type TemplateName = 'blank' | 'slm';

export const TEMPLATES: Readonly<Record<TemplateName, string>> = { blank: BLANK, slm: SLM };
