import type { Label } from './labels.js';
import type { OpenCase, Withholding } from './open-case.js';

/** A field that is kept from a reader, the kind of information it is, and why. */
export interface Withheld {
  field: string;
  label: Label;
  reason: Withholding;
}

/** What a reader may see: fields that are withheld are absent (never null, never blank) and named. */
export type Redacted<View extends object, Field extends keyof View> = Omit<View, Field> &
  Partial<Pick<View, Field>> & { withheld: Withheld[] };

/** Which kind of information each field that may be withheld is. */
export type Kinds<Field extends PropertyKey> = Readonly<Record<Field, Label>>;

/** Fields that this reader does not get. The same whether or not there is anything in them. */
export function withheldOf(kinds: Kinds<string>, open: Pick<OpenCase, 'why'>): Withheld[] {
  return Object.entries(kinds).flatMap(([field, label]) => {
    const reason = open.why(label);
    return reason ? [{ field, label, reason }] : [];
  });
}

/** Takes out of a view what its reader may not see, by the kind of information each field is. */
export function redact<View extends object, Field extends keyof View & string>(
  view: View,
  kinds: Kinds<Field>,
  open: Pick<OpenCase, 'why'>,
): Redacted<View, Field> {
  const withheld = withheldOf(kinds, open);
  const kept: Partial<View> = { ...view };
  for (const { field } of withheld) delete kept[field as Field];
  return { ...kept, withheld } as unknown as Redacted<View, Field>;
}
