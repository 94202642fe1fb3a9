/** SQL that finds a flag when the reader may see it: row-level security answers. */
export const SEES_FLAG = 'select from flags.flags f where f.id = $1';
