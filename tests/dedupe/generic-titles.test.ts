import { describe, expect, it } from 'vitest';
import { isGenericTitle } from '../../src/dedupe/generic-titles.ts';
import { foldText } from '../../src/text/fold.ts';

describe('isGenericTitle', () => {
  it.each([
    'Front Matter',
    'Title Page i',
    'Copyright Page',
    'Table of Contents',
    'Author Index',
    'Message from the General Chairs',
    "Program Chairs' Message",
    "Conference Chairs' Welcome",
    'Technical Program Committee',
    'Local organizing committee',
    'Additional reviewers',
    '2021 Reviewers list',
    'Thank you to our reviewers',
    'Sponsors and supporters',
    'Session details: Data mining',
    'Opening remarks',
    'Conference program at a glance',
    'From the Editor-in-Chief',
    'Guest editorial',
    'Letters to the editor',
    "Publisher's note",
    'Information for authors',
    'Introduction to the special issue on small models',
    'Poster session 1',
    'Blank page',
    'Commentary',
    'Invited commentary',
    'Presidential address',
    'News in brief',
    'Calls for papers',
    'Pathology quiz case',
    'Picture of the month',
    'Images in clinical medicine: a swollen leg',
    'Messages from the president of the society',
    "Information Director's message",
  ])('%s', (title) => {
    expect(isGenericTitle(foldText(title))).toBe(true);
  });

  it.each([
    'Effects of text messages',
    'An index structure for temporal data',
    'Response of asthma to therapy',
    'Covering arrays',
    'Programming by example',
    'Panel data models',
    'Discussion of treatment with patients',
    'Small language models',
    'The ethics committee of a hospital',
    'Welcome home: robots in the kitchen',
    'Contents of arsenic in rice',
    'Abstract interpretation',
    'Notes on structured programming',
    'Information retrieval',
    'Introduction to constraint databases',
    'Introduction to the special theory of relativity',
    'Introduction to track reconstruction in detectors',
    'Editor support for structured documents',
    'Messages from the brain stem in rats',
    'Case report form design for trials',
    'Images in the mind of readers',
  ])('%s is of one paper', (title) => {
    expect(isGenericTitle(foldText(title))).toBe(false);
  });

  it('takes no longer for hostile titles', () => {
    const started = performance.now();
    for (const word of ['v', 'i', 'welcome', 'editors', 'chairs', 'to', '1', 'session', 'notes'])
      isGenericTitle(`index ${`${word} `.repeat(59).slice(0, 50)}z`);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
