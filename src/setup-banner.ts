/** What is printed for who sets up a new deployment. @param origin under which people reach the system */
export function setupBanner(code: string, origin: string): string {
  return [
    '',
    '  There is no administrator yet. Make the first one within 24 hours:',
    '',
    `    POST ${origin}/api/v1/setup`,
    `    {"code": "${code}", "name": "...", "email": "...", "password": "...", "agency": "..."}`,
    '',
    '  The code works once. npm run marac -- setup-code prints a fresh one.',
    '',
    '',
  ].join('\n');
}
