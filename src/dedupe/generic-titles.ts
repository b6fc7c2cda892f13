/** Who signs what stands before the papers, and whom committees are made of. */
const OFFICES =
  'general|programm?e?|technical|pc|conference|workshop|symposium|track|tutorial|industry|industrial|demo|publications?|publicity|local|international|national|scientific|advisory|organi[sz]ing|steering|executive|awards?|honorary|editorial|editors?|vice|past|co|area|associate|members?|chairs?|chairmans?|directors?|presidents?|secretarys?|treasurers?|opening|closing|welcome|guest|information|local|session';

/** What begins a title that many papers carry, whatever follows. */
const BEGINNINGS = [
  '(?:guest )?editorials?|guest editors?|editors? (?:introduction|notes?|foreword|preface|comments?|messages?|choice|corner|page|column|letter|in chief|remarks|welcome|report)',
  '(?:an? )?(?:editorial |special issue )?introduction$|(?:session )?chairs introduction',
  'introduction to (?:the )?(?:special (?:issue|section|collection|track|session)|minitrack|mini track|track$|issue)',
  'preface|foreword|books? reviews?|books received|in this issue|highlights of this|in memoriam|obituary|acknowledge?ments?|from the editors?',
  'table of contents|title page|front ?matter|back matter|author index|copyright (?:notice|page|and)|changes to the [a-z ]*board',
  '(?:program|organi[sz]ing|steering|technical program) committee|list of (?:reviewers|authors)|thanks to (?:our )?reviewers',
  `messages? from (?:the |our )?(?:${OFFICES})|a word from|remarks from|greetings from|welcome (?:to|from|message)|minutes of`,
  'keynotes?|plenary|session details|poster session|oral presentations?|proceedings of|(?:conference|meeting) report$',
  'calls? for (?:papers|participation)|erratum|errata|corrigendum|untitled|no title|journal club|what is your diagnosis',
  'case reports?(?! forms?)|images in (?:clinical|cardio|medic|radio|surg|neuro|vascular|intensive|emergency|infectious|dermat|h(?:a)?emat)[a-z]*|(?:picture|image) of the (?:month|week|issue)',
];

/** What says so only where nothing but a place or an office follows: an "index structure" is a subject. */
const ALONE = [
  '(?:(?:author|subject|keyword|annual|volume) )?index|contents|(?:half )?title page',
  '(?:front |back |inside )?cover|spine|masthead|hub|back ?matter|(?:blank|breaker|series|sponsor) page',
  '(?:(?:society|issue|publication|volume|publishers?|ieee computer society) )?information',
  '(?:information|instructions|guidelines) for authors|about the (?:authors|editors)|contributors|publishers? notes?',
  'news(?: and notes| in brief)?|(?:conference )?calendar(?: of events)?|(?:[a-z]+ )?quiz case|presidential address|announcements?|advertisements?|meetings|quiz|minutes|copyright|proceedings',
  '(?:(?:tutorial|keynote|poster|invited|oral|conference) )?(?:abstracts?|presentations?|talks?|posters?)',
  '(?:(?:poster|demo|panel|opening|closing) )?sessions?|panels?(?: discussion)?|tutorials?',
  'doctoral consortium|student research competition|(?:best paper )?awards?',
  'editors?|(?:invited )?(?:comments?|commentar(?:y|ies))|letters?|correspondence|reply|response|discussion|perspectives?|viewpoints?|opinion',
  'correction|retraction|appendix|glossary|bibliography|references|conclusions?|(?:executive )?summary|unknown|n a',
  '(?:(?:additional|external|list of|thank you to our|our) )?reviewers(?: list)?',
  '(?:list of )?participants(?: list)?|(?:corporate )?(?:sponsors|supporters)(?: and (?:sponsors|supporters))?',
  `(?:(?:${OFFICES}) )*(?:messages?|welcome|greetings|notes?|remarks|address|keynotes?|committees?|officers|chairs)`,
  '(?:conference |workshop )?(?:program(?:me)?|schedule|organi[sz]ation|overview)(?: at a glance| overview)?',
];
/** What may follow those. */
const PLACE =
  'to|of|from|for|and|by|the|page|pages|vol|volume|issue|no|section|session|briefs?|notes?|participation|in chief|[ivx]+|\\d+';

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
