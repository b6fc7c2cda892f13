import type { Look } from './layout-box.ts';

/** How a box is filled and outlined; colours as `#rrggbb`. */
export interface Paint {
  /** Undefined: what is behind it shows. */
  readonly fill?: string;
  readonly stroke?: string;
  readonly radius: number;
  /** Whether its text stands in its middle. */
  readonly isCentred?: boolean;
}

/** `light` has the colours of PRISMA's template; `print` is black on white, for journals that print in one colour. */
export const PICTURE_STYLES = ['light', 'print'] as const;
export type PictureStyle = (typeof PICTURE_STYLES)[number];

export const PAINTS: Readonly<Record<PictureStyle, Readonly<Record<Look, Paint>>>> = {
  light: {
    title: { fill: '#ffc000', stroke: '#ffc000', radius: 10, isCentred: true },
    'other-title': { fill: '#d9d9d9', stroke: '#d9d9d9', radius: 10, isCentred: true },
    phase: { fill: '#bcd2ee', stroke: '#bcd2ee', radius: 8, isCentred: true },
    main: { fill: '#ffffff', stroke: '#000000', radius: 0 },
    other: { fill: '#d9d9d9', stroke: '#d9d9d9', radius: 0 },
    provisional: { fill: '#fdecea', stroke: '#b3261e', radius: 0 },
    note: { radius: 0 },
  },
  print: {
    title: { fill: '#ffffff', stroke: '#000000', radius: 10, isCentred: true },
    'other-title': { fill: '#ffffff', stroke: '#000000', radius: 10, isCentred: true },
    phase: { fill: '#ffffff', stroke: '#000000', radius: 8, isCentred: true },
    main: { fill: '#ffffff', stroke: '#000000', radius: 0 },
    other: { fill: '#ffffff', stroke: '#000000', radius: 0 },
    provisional: { fill: '#ffffff', stroke: '#000000', radius: 0 },
    note: { radius: 0 },
  },
};
