import fc from 'fast-check';

/** A failure names its cause. Only long runs try new values: otherwise a change would be refused for what it has nothing to do with. */
fc.configureGlobal({ includeErrorInReport: true, ...(process.env.LONG !== '1' && { seed: 1 }) });
