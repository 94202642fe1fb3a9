/** Somebody noted where a victim or a child is safe: ids locationId, caseId, maracId. */
export const LOCATION_ADDED = 'persons.location-added';
