import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Letters that a process put into its folder, while there is no mail server. */
export function letters(folder: string): string[] {
  const mail = join(folder, 'mail');
  if (!existsSync(mail)) return [];
  return readdirSync(mail)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => readFileSync(join(mail, file), 'utf8'));
}

/** A letter with its quoted-printable and base64 parts in the clear. */
export function decoded(letter: string): string {
  const plain = letter
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const encoded = [...letter.matchAll(/(?:^[A-Za-z0-9+/]{40,76}={0,2}\r?\n?)+/gm)].map(([part]) =>
    Buffer.from(part, 'base64').toString(),
  );
  return [plain, ...encoded].join('\n');
}
