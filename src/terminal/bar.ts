/**
 * A bar of so many cells, of which a share (0 to 1) is full: `███░░░`; all of them where nothing is left. Every sign of it is
 * one column wide.
 */
export function bar(share: number, cells: number): string {
  const full = share < 1 ? Math.min(cells - 1, Math.round(Math.max(0, share) * cells)) : cells;
  return '█'.repeat(full) + '░'.repeat(cells - full);
}
