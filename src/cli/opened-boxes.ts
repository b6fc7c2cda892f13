import type { Flow } from '../flow/model.ts';
import type { OpenedBox } from '../flow/render/html.ts';
import { boxAt, placeTold } from '../flow/story.ts';
import { cleanText } from '../text/clean.ts';
import { graphemesOf } from '../text/graphemes.ts';
import { readReportRecords, type OpenReview } from './open.ts';

/** So many rows of a box stand on a page; a browser takes long to show more. */
const MOST_ROWS = 1000;
/** A title that is longer is cut: no title is. */
const LONGEST = 400;

/** Opens the boxes of a flow: what is in each, with titles and decisions. The records are read at the first one. */
export function openedBoxes(review: OpenReview, flow: Flow): (path: string) => OpenedBox | undefined {
  const shownIn = (path: string) => boxAt(flow, path)?.ids.slice(0, MOST_ROWS) ?? [];
  let titles: ReadonlyMap<string, string> | undefined;
  const readTitles = () => {
    const ids = new Set([...flow.boxes.keys()].flatMap(shownIn));
    const reports = new Set([...ids].flatMap((id) => review.state.reports.of(id)?.id ?? []));
    const records = readReportRecords(review, reports);
    return new Map([...records].map(([id, { title, doi }]) => [id, shortened(title ?? doi ?? '(no title)')]));
  };
  return (path) => {
    const box = boxAt(flow, path);
    if (!box) return undefined;
    const known = (titles ??= readTitles());
    const rows = shownIn(path).map((id) => ({
      id,
      title: known.get(review.state.reports.of(id)?.id ?? '') ?? '',
      told: shortened(placeTold(review.state, box, id)),
    }));
    return { unit: box.unit, n: box.ids.length, rows };
  };
}

function shortened(text: string): string {
  const clean = cleanText(text);
  if (clean.length <= LONGEST) return clean;
  return `${graphemesOf(clean).slice(0, LONGEST).join('')}…`;
}
