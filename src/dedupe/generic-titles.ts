/** What begins a title that many papers carry, whatever follows. */
const BEGINNINGS = [
  '(?:guest )?(?:editors?|editorials?)',
  '(?:an? )?(?:editorial |special issue )?introduction$',
  'introduction to (?:the )?(?:special|minitrack|issue|mini track|track)',
  'preface|foreword|book reviews?|in this issue|in memoriam|obituary|acknowledge?ments?|from the editors?',
  'table of contents|title page|front ?matter|back matter|author index|copyright (?:notice|page|and)',
  '(?:program|organi[sz]ing|steering|technical program) committee|list of (?:reviewers|authors)',
  'messages? from|remarks from|greetings from|welcome (?:to|from|message)|minutes of',
  'keynotes?|plenary|session details|poster session|oral presentations?|proceedings of',
  'call for (?:papers|participation)|erratum|errata|corrigendum|case report|untitled|no title|images? in',
];

/** Who signs what stands before the papers, and whom committees are made of. */
const OFFICES =
  'general|programm?e?|technical|pc|conference|workshop|symposium|track|tutorial|industry|industrial|demo|publications?|publicity|local|international|national|scientific|advisory|organi[sz]ing|steering|executive|awards?|honorary|editorial|editors?|vice|past|co|area|associate|members?|chairs?|chairmans?|directors?|presidents?|secretarys?|treasurers?|opening|closing|welcome|guest';

/** What says so only where nothing but a place or an office follows: an "index structure" is a subject. */
const ALONE = [
  '(?:(?:author|subject|keyword|annual|volume) )?index|contents|(?:half )?title page',
  '(?:front |back |inside )?cover|spine|masthead|hub|back ?matter|(?:blank|breaker|series|sponsor) page',
  '(?:(?:society|issue|publication|volume|publishers?|ieee computer society) )?information',
  '(?:information|instructions|guidelines) for authors|about the (?:authors|editors)|contributors|publishers? notes?',
  'news(?: and notes)?|(?:conference )?calendar|announcements?|advertisements?|meetings|quiz|minutes|copyright|proceedings',
  '(?:(?:tutorial|keynote|poster|invited|oral|conference) )?(?:abstracts?|presentations?|talks?|posters?)',
  '(?:(?:poster|demo|panel|opening|closing) )?sessions?|panels?(?: discussion)?|tutorials?',
  'doctoral consortium|student research competition|(?:best paper )?awards?',
  'comments?|commentar(?:y|ies)|letters?|correspondence|reply|response|discussion|perspectives?|viewpoints?|opinion',
  'correction|retraction|appendix|glossary|bibliography|references|conclusions?|(?:executive )?summary|unknown|n a',
  '(?:(?:additional|external|list of|thank you to our|our) )?reviewers(?: list)?',
  '(?:list of )?participants(?: list)?|(?:corporate )?(?:sponsors|supporters)(?: and (?:sponsors|supporters))?',
  `(?:(?:${OFFICES}) )*(?:messages?|welcome|greetings|notes?|remarks|address|keynotes?|committees?|officers|chairs)`,
  '(?:conference |workshop )?(?:program(?:me)?|schedule|organi[sz]ation|overview)(?: at a glance| overview)?',
];
/** What may follow those. */
const PLACE =
  'to|of|from|for|and|by|the|page|pages|vol|volume|issue|no|section|session|briefs?|notes?|participation|in chief|[ivx]+|v|\\d+';

const BEGINS_SO = new RegExp(`^(?:${BEGINNINGS.join('|')})\\b`);
const IS_ALONE = new RegExp(`^(?:(?:19|20)\\d\\d )?(?:${ALONE.join('|')})(?: (?:${PLACE}|${OFFICES}))*$`);
/** Longer titles say more than that. */
const LONGEST_ALONE = 60;
const SPECIAL_ISSUE = /\b(?:special (?:issue|section)|minitrack|mini track)\b/;

/** Whether a folded title is one that many papers carry, such as "Editorial", or front matter: equal ones say little. */
export function isGenericTitle(title: string): boolean {
  if (BEGINS_SO.test(title) || SPECIAL_ISSUE.test(title)) return true;
  return title.length < LONGEST_ALONE && IS_ALONE.test(title);
}
