import { MaracsService } from '../../src/maracs/maracs.service.js';
import type { AgencyKind } from '../../src/maracs/agency-kinds.rules.js';
import type { TestApp } from '../support/app.js';
import { sign, type TestUser, type World } from '../support/world.js';

const MORE = {
  children: ['Children', 'CSC'],
  adults: ['Adults', 'ASC'],
  mind: ['Mental health', 'MENTAL_HEALTH'],
  drugs: ['Drug service', 'SUBSTANCE'],
  school: ['Schools', 'EDUCATION'],
} as const satisfies Record<string, readonly [string, AgencyKind]>;
type More = keyof typeof MORE;

/** The people of the fortnight, in two areas. */
export interface Partnership extends World {
  /** somebody who speaks for each of the further agencies */
  more: Record<More, TestUser>;
  /** one representative of each of the nine agencies */
  nine: Record<string, TestUser>;
  /** a second coordinator, who is related to somebody */
  kin: TestUser;
  /** the area to which a victim moves */
  there: World;
}

export async function found(app: TestApp): Promise<Partnership> {
  const world = await app.world();
  const there = await app.world();
  const more = {} as Record<More, TestUser>;
  for (const [key, [name, kind]] of Object.entries(MORE)) {
    const agency = await app.operate(async () => {
      const joined = await app.get(MaracsService).join(world.maracId, `${name} ${world.code}`, kind);
      sign(app, world.maracId, joined.id);
      return joined;
    });
    more[key as More] = await world.person(agency.id, ['AGENCY_REPRESENTATIVE']);
  }
  const { police, idva, housing, probation } = world;
  const kin = await world.person(world.agencies.probation.id, ['COORDINATOR']);
  return { ...world, more, nine: { police, housing, probation, ...more, idva }, kin, there };
}

/** Each person by the word by which the journey calls them. */
export function namesOf({ more, there, ...here }: Partnership): Map<string, string> {
  const names = new Map<string, string>();
  const add = (people: object, prefix = '') => {
    for (const [key, value] of Object.entries(people))
      if (typeof value === 'object' && 'token' in (value as object))
        names.set((value as TestUser).id, `${prefix}${key}`);
  };
  add(here);
  add(more);
  add(there, 'there.');
  return names;
}
