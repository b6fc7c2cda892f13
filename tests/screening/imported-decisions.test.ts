import { describe, expect, it } from 'vitest';
import { covidenceReasons, decisionsIn, litscreenIds } from '../../src/screening/imported-decisions.ts';

/** Each decision as `Ann exclude (wrong population) note`. */
const told = (extra: Record<string, string | string[]>) =>
  decisionsIn({ extra }, 'title-abstract').map(({ reviewer, vote, reasons, note }) =>
    `${reviewer} ${vote} ${reasons.length > 0 ? `(${reasons.join('; ')}) ` : ''}${note}`.trim(),
  );

describe('decisionsIn', () => {
  it.each<[string, string[]]>([
    ['RAYYAN-INCLUSION: {"Ann"=>"Included", "Bo"=>"Excluded"}', ['Ann include', 'Bo exclude']],
    ['RAYYAN-INCLUSION: {"Ann"=>"Maybe"} | RAYYAN-LABELS: a,b', ['Ann maybe labels: a, b']],
    [
      'seen | RAYYAN-INCLUSION: {"Ann"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong drug,wrong design',
      ['Ann exclude (wrong drug; wrong design)'],
    ],
    ['RAYYAN-INCLUSION: {"Ann"=>"Included"} | USER-NOTES: {"Ann"=>["see | p. 3"]}', ['Ann include see | p. 3']],
    [
      'RAYYAN-INCLUSION: {"Ann"=>"Included", "Bo"=>"Maybe"} | USER-NOTES: {"Bo"=>["a \\"b\\"", "c"], "Cy"=>["d"]}',
      ['Ann include', 'Bo maybe a "b"; c'],
    ],
    ['RAYYAN-INCLUSION: {"O\\"Neil => x"=>"Included", "B|o"=>"Excluded"}', ['O"Neil => x include', 'B|o exclude']],
    [
      'RAYYAN-INCLUSION: {"Ann"=>"Excluded"} | USER-NOTES: {"Bo"=>["x | RAYYAN-INCLUSION: {"Ann"=>"Included"}"]}',
      ['Ann exclude notes: {"Bo"=>["x'],
    ],
    ['RAYYAN-INCLUSION: {"Ann"=>"Undecided", "Bo"=>"constructor"}', []],
    ['RAYYAN-INCLUSION: {', []],
    [
      'LITSCREEN-ID: s-1 | RAYYAN-INCLUSION: {"A"=>"Excluded", "B"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: off,old | LITSCREEN-REASONS: {"A"=>"old", "B"=>"off"} | LITSCREEN-NOTES: {"B"=>["p. 3"]}',
      ['A exclude (old)', 'B exclude (off) p. 3'],
    ],
    // What Rayyan adds to what went out counts.
    [
      'LITSCREEN-ID: s-1 | RAYYAN-INCLUSION: {"A"=>"Maybe"} | LITSCREEN-NOTES: {"A"=>["x"]} | RAYYAN-INCLUSION: {"Ann"=>"Included"}',
      ['Ann include'],
    ],
    ['ASReview_relevant', ['include']],
    ['ASReview_irrelevant', ['exclude']],
    ['ASReview_not_seen', []],
    ['Seen. ASReview_irrelevant. Twice', ['exclude']],
    ['MyASReview_irrelevant', []],
    ['no decision at all', []],
  ])('reads %j', (note, expected) => expect(told({ N1: [note, 'other'] })).toEqual(expected));

  it.each<[Record<string, string>, string[]]>([
    [{ included: '1' }, ['include']],
    [{ Label_Included: '0' }, ['exclude']],
    [{ asreview_label: '1.0', included: '0', asreview_note: 'good' }, ['include good']],
    [{ included: '' }, []],
    [{ label_included: '0', label_abstract_screening: '1' }, ['include']],
    [{ included: '0', exclusion_reason: 'off', vote_note: 'x' }, ['exclude (off) x']],
    [{ included: '1', exclusion_reason: 'off' }, ['include']],
    [{ final_included: '-1' }, []],
    [{ Notes: 'Exclusion reason: Wrong population;' }, []],
  ])('reads the columns %j', (extra, expected) => expect(told(extra)).toEqual(expected));
});

describe('litscreenIds', () => {
  it('reads them where we wrote them', () =>
    expect(
      litscreenIds({ extra: { N1: ['LITSCREEN-ID: s-1 | RAYYAN-LABELS: a'], id: 's-2', ID: 'rayyan-3' } }),
    ).toEqual(['rayyan-3', 's-2', 's-1']));
});

describe('covidenceReasons', () => {
  it('reads the reasons in notes', () =>
    expect(covidenceReasons({ extra: { Notes: 'Exclusion reason: Wrong population; Ann (2024): no' } })).toEqual([
      'Wrong population',
    ]));
});
