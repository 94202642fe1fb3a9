/**
 * A rung of a ladder was raised that no room tells of by an event of its own: ids rungId, maracId. Once for each rung and due moment.
 */
export const ALERT_RAISED = 'alert.raised';
