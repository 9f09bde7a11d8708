/** Destinations of a number that aren't targets. */
export const NUMBER_OPTIONS = { none: 'Not in service (plays a message)', external: 'An outside number…' };
