import { describe, expect, test } from '@jest/globals';
import { passwordFault } from './password.rules.js';

const SAM = {
  name: 'Samantha Northcote-Bell',
  email: 's.northcote@housing.northbridge.example.org',
  agency: 'Northbridge Housing',
  maracs: ['NB', 'Northbridge'],
};

describe('refused', () => {
  test.each([
    ['1qaz2wsx3edc4rfv', 'common-password'],
    ['PolniyPizdec0211', 'common-password'],
    ['POLNIYPIZDEC0211', 'common-password'],
    ['password1234567890', 'common-password'],
    ['!!!dragon!!!2026!!!', 'common-password'],
    ['kkxkkxkkxkkxkkxkkxkk', 'repeats-itself'],
    ['kestrelkestrelkestrel', 'repeats-itself'],
    ['kestrel-kestrel-kest', 'repeats-itself'],
    ['fghijklmnopqrstuv', 'repeats-itself'],
    ['98765432109876543', 'repeats-itself'],
    ['Samantha-Northcote-1', 'made-of-names'],
    ['northbridgehousing2026', 'made-of-names'],
    ['NorthbridgeMARAC!2026', 'made-of-names'],
    ['marac-password-marac1', 'made-of-names'],
    ['s.northcote@housing.northbridge', 'made-of-names'],
  ])('%s: %s', (password, fault) => {
    expect(passwordFault(password, SAM)).toBe(fault);
  });
});

describe('taken', () => {
  test.each([
    ['nothing but small letters', 'kettleumbrellasparrow'],
    ['spaces', 'seven wet herons walk'],
    ['words of another alphabet', 'семь мокрых цапель идут'],
    ['a name beside words', 'northbridge kettle umbrella sparrow'],
    ['what a machine made up', 'tR7#kq0Zp!w2Vx9'],
  ])('%s', (_, password) => {
    expect(passwordFault(password, SAM)).toBeNull();
  });
});
