import { withRecurringTitles } from './columns.ts';
import type { Comparable } from './comparable.ts';
import { withNamedCorrections } from './corrections.ts';

/** Records as matching sees them in their review: what others say of them tells more than what each says alone. */
export function seenAmongOthers(records: readonly Comparable[]): readonly Comparable[] {
  return withNamedCorrections(withRecurringTitles(records));
}
