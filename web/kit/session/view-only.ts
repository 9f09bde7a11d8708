/** Shown once on a page for a user who may only view, and by each disabled button. */
export const VIEW_ONLY = 'View only. Ask an admin to make changes.';
