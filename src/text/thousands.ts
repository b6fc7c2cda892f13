/** A whole number as people read it, `12,345`: the same in every locale. */
export function groupThousands(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
