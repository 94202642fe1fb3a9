/** The days on which an area is closed are others now: what counts working days, or stands on such a day, follows. Carries `maracId`. */
export const CLOSURES_CHANGED = 'marac.closures-changed';
