/** Whether a round is a pilot: its votes calibrate people, and the published agreement leaves them out. */
export function isPilotRound(round: string): boolean {
  return /^pilot-\d+$/.test(round);
}
