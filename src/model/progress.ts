/** Told by long work, to whoever shows it: which step it is at, and how much of it is done, of how much in all. */
export type TellProgress = (step: string, done: number, total: number) => void;

/** Where nobody listens. */
export const UNTOLD: TellProgress = () => undefined;

/** Telling costs nothing that counts where it is done once for so many items. */
export const TOLD_EVERY = 1024;
