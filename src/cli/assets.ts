import { readFileSync } from 'node:fs';
import { measureWith, type MeasureText } from '../text/measure.ts';

/** A file that comes with the program, named from its folder `assets`. */
function readAsset(path: string): Buffer {
  return readFileSync(new URL(`../../assets/${path}`, import.meta.url));
}

/** Measures text in the font of the pictures. */
export function measureDejaVu(): MeasureText {
  return measureWith(readAsset('fonts/DejaVuSans.ttf'), readAsset('fonts/DejaVuSans-Bold.ttf'));
}

/** The template of the R package PRISMA2020, as it is. */
export function prismaTemplate(): string {
  return readAsset('prisma2020/PRISMA.csv').toString('utf8');
}
