/** Why no appeal can be made; undefined when it can: a decline is put before the chair once. */
export function refuseAppeal(before: object | undefined): 'appealed-before' | undefined {
  return before ? 'appealed-before' : undefined;
}

export type DeciderRefusal = 'decided-before' | 'own-decision' | 'own-appeal';

/** Why this person does not decide on the appeal; undefined when they may. */
export function refuseDecider(
  appeal: { declinedBy: string; madeBy: string; outcome: string | null },
  userId: string,
): DeciderRefusal | undefined {
  if (appeal.outcome !== null) return 'decided-before';
  if (appeal.declinedBy === userId) return 'own-decision';
  return appeal.madeBy === userId ? 'own-appeal' : undefined;
}

export type SignOffRefusal = 'own-referral' | 'signed-off-before';

/** Why this person does not sign a referral off; undefined when they may. Never who wrote or completed it. */
export function refuseSignOff(
  referral: { createdBy: string; signedOffBy: string | null },
  hands: readonly string[],
  by: string,
): SignOffRefusal | undefined {
  if (referral.createdBy === by || hands.includes(by)) return 'own-referral';
  return referral.signedOffBy === null ? undefined : 'signed-off-before';
}
