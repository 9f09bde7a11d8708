/** The trunk of every sandbox, which leads to an announcement. It has no row; see `trunks_for_calls` in migrations/functions/calls.sql. */
export const SANDBOX_TRUNK = '5a5a5a5a-0000-7000-8000-000000000000';

/** A sandbox's caller ID: a number reserved for fiction. */
export const SANDBOX_CALLER_ID = '+12025550100';
