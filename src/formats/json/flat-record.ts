import { plainName, roleOf } from '../tables/roles.ts';
import { listOf, objectOf, textOf, type JsonRecord } from './read-json.ts';

/** A record as a row: a text for each key, and what no text can say of it as it stands. */
export interface FlatRecord {
  readonly cells: ReadonlyMap<string, string>;
  readonly rest: Readonly<Record<string, string>>;
}

/**
 * Lays a record flat, so that it can be read as the row of a table: lists become one text, people and keywords are called
 * by their names, and what stands within a venue (`"journal": {"name": …, "volume": …}`) or among the ids
 * (`"externalIds": {"DOI": …}`) stands beside it. What else is nested could be another document's, and is left as JSON.
 */
export function flatRecord(record: JsonRecord): FlatRecord {
  const cells = new Map<string, string>();
  const rest = new Map<string, string>();
  const nested: [key: string, members: readonly [string, unknown][]][] = [];
  for (const [key, value] of Object.entries(record)) {
    const role = roleOf(key);
    const { text, isWhole } = cellOf(value, role === 'authors' || role === 'keywords');
    if (text !== undefined) cells.set(key, text);
    const members = isWhole || text !== undefined ? undefined : membersOf(key, value);
    if (members) nested.push([key, members]);
    else if (!isWhole) rest.set(key, JSON.stringify(value));
  }
  for (const [key, members] of nested) {
    for (const [member, value] of members) {
      const { text, isWhole } = cellOf(value, false);
      const name =
        !cells.has(key) && NAME.has(plainName(member)) ? key : cells.has(member) ? `${key}.${member}` : member;
      if (text !== undefined) cells.set(name, text);
      if (!isWhole) rest.set(`${key}.${member}`, JSON.stringify(value));
    }
  }
  return { cells, rest: Object.fromEntries(rest) };
}

/** The text of a value, and whether it says all that the value does: what is empty says nothing. */
function cellOf(value: unknown, isNamed: boolean): { text?: string; isWhole: boolean } {
  if (typeof value === 'boolean') return { isWhole: !value };
  if (value === null) return { isWhole: true };
  if (typeof value !== 'object') {
    const text = textOf(value);
    return { ...(text !== undefined && { text }), isWhole: true };
  }
  const items = listOf(soleList(value));
  const texts = items.map((item) => textOf(item) ?? (isNamed ? nameOf(item) : undefined));
  const isWhole = items.every((item, index) =>
    typeof item === 'object' && item !== null
      ? isNamed && texts[index] !== undefined && Object.keys(item).every((key) => PART_OF_NAME.has(plainName(key)))
      : true,
  );
  if (texts.some((text, index) => text === undefined && typeof items[index] === 'object')) return { isWhole };
  const present = texts.filter((text) => text !== undefined);
  // One name behind which the separator stands is not taken apart at its commas.
  return { ...(present.length > 0 && { text: present.join('; ') + (isNamed ? ';' : '') }), isWhole };
}

/** The list of `{"authors": [ … ]}`; all else as it is. */
function soleList(value: object): unknown {
  const members = Object.values(value);
  return !Array.isArray(value) && members.length === 1 && Array.isArray(members[0]) ? members[0] : value;
}

const NAME = new Set(['name', 'fullname', 'displayname', 'literal', 'title', 'label']);
const FAMILY = new Set(['family', 'familyname', 'lastname', 'last', 'surname']);
const GIVEN = new Set(['given', 'givenname', 'givennames', 'firstname', 'first', 'forename', 'forenames']);
const PART_OF_NAME = new Set([...NAME, ...FAMILY, ...GIVEN]);

/** What an object is called: `Family, Given` where it has these, else its name. */
function nameOf(value: unknown): string | undefined {
  const object = objectOf(value);
  const member = (names: ReadonlySet<string>) =>
    Object.entries(object).flatMap(([key, text]) => (names.has(plainName(key)) ? (textOf(text) ?? []) : []))[0];
  const family = member(FAMILY);
  const given = member(GIVEN);
  if (family !== undefined) return given === undefined ? family : `${family}, ${given}`;
  return member(NAME) ?? given;
}

const IDS = /^(?:external|other|article|publication)?(?:ids?|identifiers?)$/;
const VENUES = new Set(['publicationvenue', 'hostvenue']);

/** What stands in a venue or among the ids; undefined for all that is no such thing. */
function membersOf(key: string, value: unknown): [string, unknown][] | undefined {
  const name = plainName(key);
  const isIds = IDS.test(name);
  if (!isIds && roleOf(key) !== 'venue' && !VENUES.has(name)) return undefined;
  if (!Array.isArray(value)) {
    const members = Object.entries(objectOf(value));
    // A venue's own address, number and kind are not its articles'.
    return isIds
      ? members
      : members.map(([member, of]) => [OF_VENUE.test(plainName(member)) ? `${key}.${member}` : member, of]);
  }
  // `[{"type": "doi", "id": "10.…"}]`
  const pairs = value.map((item): [string | undefined, unknown] => {
    const { type, id, value: text } = objectOf(item);
    return [textOf(type), id ?? text];
  });
  return isIds && pairs.every((pair): pair is [string, unknown] => pair[0] !== undefined) ? pairs : undefined;
}

const OF_VENUE = /^(?:url|id|type|date|abstract|authors?|doi)$/;
