/** How many pixels a unit of the picture takes: sharp at the width of a printed page. */
const PIXELS_PER_UNIT = 2;

/**
 * An SVG picture as PNG. Nothing of the machine is used but the fonts that are named: the same picture gives the same
 * bytes.
 *
 * @param fontFiles paths of the TrueType fonts in which the picture was laid out.
 */
export async function renderPng(svg: string, fontFiles: readonly string[]): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: PIXELS_PER_UNIT } }).render().asPng();
}
