/** A bar of so many cells, of which a share (0 to 1) is full: `███░░░`. Every sign of it is one column wide. */
export function bar(share: number, cells: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
}
