/** An agency's system could not be reached for a day, or asked not to be: ids webhookId, maracId, agencyId, userId (who answers for it). */
export const WEBHOOK_DISABLED = 'webhook.disabled';
