import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { glyphsOf, measureWith, type MeasureText } from '../text/measure.ts';

/** A file that comes with the program, named from its folder `assets`. */
function readAsset(path: string): Buffer {
  return readFileSync(assetUrl(path));
}

function assetUrl(path: string): URL {
  return new URL(`../../assets/${path}`, import.meta.url);
}

const FONTS = ['fonts/DejaVuSans.ttf', 'fonts/DejaVuSans-Bold.ttf'] as const;

/** Measures text in the font of the pictures. */
export function measureDejaVu(): MeasureText {
  const { regular, bold } = dejaVu();
  return measureWith(regular, bold);
}

/** The font of the pictures, as TrueType. */
export function dejaVu(): { readonly regular: Uint8Array; readonly bold: Uint8Array } {
  const [regular, bold] = FONTS;
  return { regular: readAsset(regular), bold: readAsset(bold) };
}

/** Whether that font has a sign for a character. Format characters need none. */
export function dejaVuHas(): (character: string) => boolean {
  return glyphsOf(dejaVu().regular);
}

/** Where the files of that font are. */
export function dejaVuFiles(): string[] {
  return FONTS.map((path) => fileURLToPath(assetUrl(path)));
}

/** The template of the R package PRISMA2020, as it is. */
export function prismaTemplate(): string {
  return readAsset('prisma2020/PRISMA.csv').toString('utf8');
}
