import { iso6392 } from 'iso-639-2';
import { foldText } from './fold.ts';

/** Codes that name no language: nothing can be concluded from them. */
const NO_LANGUAGE = new Set(['mis', 'mul', 'und', 'zxx']);

/** Made when the first name is looked up: most commands need none. */
let codes: ReadonlyMap<string, string> | undefined;

function codesByName(): ReadonlyMap<string, string> {
  return new Map(
    iso6392
      .filter((language) => !NO_LANGUAGE.has(language.iso6392B))
      .flatMap((language) => {
        const { name, iso6392B: code, iso6392T, iso6391 } = language;
        return [...namesOf(name, iso6391 !== undefined), code, iso6392T, iso6391].map(
          (known) => [known, code] as const,
        );
      })
      .flatMap(([known, code]) => (known === undefined ? [] : [[foldText(known), code] as const])),
  );
}

/** The ways to write a name of the standard: `Greek, Modern (1453-)` is Greek, Modern Greek and itself. */
function namesOf(standard: string, isCommon: boolean): string[] {
  return standard.split(';').flatMap((part) => {
    const name = part.replace(/\(.*?\)/g, '').trim();
    const [first = '', second] = name.split(',').map((piece) => piece.trim());
    if (second === undefined) return [name];
    return [name, `${second} ${first}`, ...(isCommon ? [first] : [])];
  });
}

/**
 * The language that a text names, by its English name or one of its ISO 639 codes (`en`, `eng`, `en-GB`, `English`): its
 * ISO 639-2/B code. Undefined where it names none, or none that is known.
 */
export function languageOf(text: string): string | undefined {
  const name = text.replace(/\(.*?\)/g, '').trim();
  codes ??= codesByName();
  return codes.get(foldText(name)) ?? codes.get(/^([a-z]{2,3})[-_][a-z0-9_-]+$/i.exec(name)?.[1]?.toLowerCase() ?? '');
}

/** The languages that a record states, each as `languageOf` says; undefined ones are not known. */
export function languagesOf(text: string): (string | undefined)[] {
  const parts = text.split(/[;,/|&]|\band\b/i).map((part) => part.trim());
  return parts.filter((part) => part !== '').map(languageOf);
}
