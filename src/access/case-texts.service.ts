/** Texts of a body by their place in it: `{ '/reason': 'Landlord' }`. What is absent or empty is not looked at. */
type Texts = Readonly<Record<string, string | null | undefined>>;

/**
 * Looks through free text for what gives a protected place away. Who shares a case writes why, and that is read by those who must
 * not know where the victim is; but protected places are kept a floor above this one. So this room says what it needs, the room
 * of the places provides it to all, and imports go down all the same.
 */
export abstract class CaseTexts {
  /** Before they are saved. @throws Problem 422 `protected-address-in-text` at each field concerned */
  abstract check(caseId: string, texts: Texts): Promise<void>;
}
