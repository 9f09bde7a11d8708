/** The trunk of every sandbox, which leads to an announcement (`trunks_for_calls` in migrations/functions/calls.sql). There is no row of it. */
export const SANDBOX_TRUNK = '5a5a5a5a-0000-7000-8000-000000000000';

/** What a sandbox shows where others show a number of theirs: a number for fiction, which is nobody's. */
export const SANDBOX_CALLER_ID = '+12025550100';
