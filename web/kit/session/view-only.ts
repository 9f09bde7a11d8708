/** Said once on a page of somebody who may only look, and by each button that cannot be used. */
export const VIEW_ONLY = 'View only. Ask an admin to make changes.';
