import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readColumnMap, readLabelled, Unusable } from './labelled-file.js';

const folder = mkdtempSync(path.join(tmpdir(), 'marac-labelled-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const map = (fields: object) => readColumnMap(file('map.json', JSON.stringify(fields)));

test('reads any columns through the map, several as one, and refuses no row', () => {
  const rows = file(
    'people.csv',
    '\ufeffid;first;last;born;street;town;sex;tel\n7;Amara;O’Kafor;05/14/1990;12 Mill Lane;Northbridge;F;+44 7700 900123\n;;;40/40/1990;;;?;x;too;many\n8\n',
  );
  const fields = map({
    ...{
      givenNames: 'first',
      familyName: 'last',
      birthDate: 'born',
      address: ['street', 'town'],
      sex: 'sex',
      phone: 'tel',
    },
  });
  const [amara, odd, short, ...more] = readLabelled(rows, fields, 'id');
  expect(more).toEqual([]);
  expect(amara).toMatchObject({
    truth: '7',
    person: {
      names: [{ given: ['amara'], family: ['okafor'] }],
      births: [{ year: '1990', month: '14', day: '05' }],
      sex: 'FEMALE',
      places: [{ numbers: ['12'], words: ['mill', 'lane', 'northbridge'], postcode: '' }],
      phones: ['7700900123'],
    },
  });
  expect(odd).toMatchObject({ truth: '', person: { names: [], sex: '', phones: [] } });
  expect(short).toMatchObject({ truth: '8', person: { names: [], births: [] } });
});

test('whole names are taken apart', () => {
  const rows = file('whole.csv', 'id,name\n1,"OKAFOR, Amara"\n2,Amara OKAFOR\n3,Amara Okafor\n4,Мария Иванова\n');
  const names = readLabelled(rows, map({ fullName: 'name' }), 'id').map(({ person }) => person.names[0]);
  expect(names.slice(0, 3)).toEqual(Array(3).fill({ given: ['amara'], family: ['okafor'] }));
  expect(names[3]).toEqual({ given: ['mariya'], family: ['ivanova'] });
});

test.each<[string, object, string]>([
  ['a field that there is not', { surname: 'last' }, 'id'],
  ['a column that is no name', { familyName: 7 }, 'id'],
  ['a column that the file lacks', { familyName: 'last' }, 'id'],
  ['a truth column that the file lacks', { familyName: 'name' }, 'who'],
])('says what is wrong with %s', (_, fields, truth) => {
  const rows = file('small.csv', 'id,name\n1,Okafor\n');
  expect(() => readLabelled(rows, map(fields), truth)).toThrow(Unusable);
});
