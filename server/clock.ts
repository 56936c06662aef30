/** The time now. Passed to whatever needs time, so that pure code stays pure and tests decide what time it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
