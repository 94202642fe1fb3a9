/** PROPOSED until whoever sets actions takes it up or turns it down. */
export const PROPOSAL_STATUSES = ['PROPOSED', 'AGREED', 'TURNED_DOWN'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];
