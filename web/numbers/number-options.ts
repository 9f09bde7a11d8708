/** Where a number can lead beside the tenant's targets. */
export const NUMBER_OPTIONS = { none: 'Not in service (plays a message)', external: 'An outside number…' };
